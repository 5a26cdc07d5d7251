"""Place labels without collisions: a simple greedy search, the most important first."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry
from shapely.geometry import Polygon, box

from geo.render.typeface import MM_PER_PT

LETTER_MM: Final = 12 * MM_PER_PT
NAME_MM: Final = 7 * MM_PER_PT
CAP_HEIGHT: Final = 0.66  # of Source Sans, in em
_STEP_MM: Final = 2.0
_MAX_CANDIDATES: Final = 400

Box = tuple[float, float, float, float]  # left, top, right, bottom in millimetres


@dataclass(slots=True)
class Placer:
    """What is already taken on the paper.

    Attributes
    ----------
    frame
        Paper in millimetres on which labels may stand.
    taken
        Boxes of symbols, insets and labels placed so far.
    """

    frame: Polygon
    taken: list[Box] = field(default_factory=list)

    def take(self, rectangle: Box) -> None:
        """Mark a box as occupied."""
        self.taken.append(rectangle)

    def is_free(self, rectangle: Box) -> bool:
        """Tell whether a box lies on the paper and touches nothing that is taken."""
        left, top, right, bottom = rectangle
        west, north, east, south = self.frame.bounds
        if left < west or top < north or right > east or bottom > south:
            return False
        if not self.taken:
            return True
        others = np.array(self.taken)
        apart = (
            (others[:, 2] <= left)
            | (others[:, 0] >= right)
            | (others[:, 3] <= top)
            | (others[:, 1] >= bottom)
        )
        return bool(apart.all())

    def place_in(self, area: Geometry, width: float, height: float) -> tuple[float, float] | None:
        """Find room for a box inside an area and take it.

        Parameters
        ----------
        area
            Polygons in millimetres, cut to the frame.
        width, height
            Size of the box, millimetres.

        Returns
        -------
        tuple or None
            Centre of the box: as deep inside the area as needed, as central as possible; None if every
            place is taken.
        """
        for x, y in _candidates(area, width, height):
            rectangle = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self.is_free(rectangle):
                self.take(rectangle)
                return float(x), float(y)
        return None


def _candidates(area: Geometry, width: float, height: float) -> NDArray[np.float64]:
    """Points of a grid inside the area, best first, shape (n, 2)."""
    if area.is_empty:
        return np.empty((0, 2))
    left, top, right, bottom = area.bounds
    step = max(_STEP_MM, ((right - left) * (bottom - top) / _MAX_CANDIDATES) ** 0.5)
    grid = np.meshgrid(np.arange(left + step / 2, right, step), np.arange(top + step / 2, bottom, step))
    points = np.column_stack([grid[0].ravel(), grid[1].ravel()])
    points = np.vstack([shapely.get_coordinates(area.representative_point()), points])
    shapely.prepare(area)
    points = points[shapely.contains_xy(area, points)]
    boxes = shapely.box(
        points[:, 0] - width / 2,
        points[:, 1] - height / 2,
        points[:, 0] + width / 2,
        points[:, 1] + height / 2,
    )
    inside = shapely.area(shapely.intersection(boxes, area)) / (width * height)
    depth = shapely.distance(shapely.points(points), area.boundary)
    centre = shapely.get_coordinates(area.centroid)[0]
    off_centre = np.hypot(*(points - centre).T) / max(right - left, bottom - top)
    # Whole boxes inside first; among them the central and deep ones.
    order = np.argsort(-(np.round(inside, 1) * 10 + np.minimum(depth, 6) / 6 - off_centre), kind="stable")
    ranked: NDArray[np.float64] = points[order]
    return ranked


def around(x: float, y: float, radius: float) -> Box:
    """Square box around a symbol."""
    return x - radius, y - radius, x + radius, y + radius


def as_box(polygon: Polygon) -> Box:
    """Bounds of a rectangle in millimetres."""
    left, top, right, bottom = polygon.bounds
    return left, top, right, bottom


def paper(width: float, height: float, margin: float = 1.0) -> Polygon:
    """Cut the margin off the paper: where labels may stand, in millimetres."""
    return box(margin, margin, width - margin, height - margin)
