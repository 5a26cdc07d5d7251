"""The cut of the map: a round scale at which the Ortsteil fits, and corners that do not cover it."""

from dataclasses import dataclass
from typing import Final

import shapely
from shapely import Geometry
from shapely.geometry import Polygon, box

MAP_WIDTH_MM: Final = 180.0
MAP_HEIGHT_MM: Final = 120.0
INSET_MM: Final = 40.0  # overview
BAR_WIDTH_MM: Final = 66.0  # scale bar with north arrow
BAR_HEIGHT_MM: Final = 11.0
MARGIN_MM: Final = 5.0  # free border around the Ortsteil
SCALES: Final = (10_000, 15_000, 25_000, 50_000, 75_000, 100_000, 200_000)
SIMPLIFY_MM: Final = 0.1

Corner = tuple[bool, bool]  # (right, bottom)
_CORNERS: Final[tuple[Corner, ...]] = ((True, False), (True, True), (False, False), (False, True))


@dataclass(frozen=True, slots=True)
class MapView:
    """A frame on the ground and its picture on paper.

    Attributes
    ----------
    scale
        Denominator: 25,000 metres on the ground are one metre on paper.
    west, north
        Upper left corner in EPSG:25832, metres.
    inset, bar
        Corners for the overview and for scale bar and north arrow.
    """

    scale: int
    west: float
    north: float
    inset: Corner
    bar: Corner

    @property
    def mm_per_m(self) -> float:
        """Millimetres on paper per metre on the ground."""
        return 1000 / self.scale

    @property
    def frame(self) -> Polygon:
        """The frame in EPSG:25832."""
        width, height = MAP_WIDTH_MM / self.mm_per_m, MAP_HEIGHT_MM / self.mm_per_m
        return box(self.west, self.north - height, self.west + width, self.north)

    def to_paper(self, geometry: Geometry) -> Geometry:
        """Clip to the frame, turn to millimetres (y down), thin out to 0.1 mm."""
        clipped = shapely.intersection(geometry, self.frame)
        return shapely.simplify(self.project(clipped), SIMPLIFY_MM)

    def project(self, geometry: Geometry) -> Geometry:
        """Millimetres on paper from EPSG:25832, unclipped."""
        corner, k = (self.west, self.north), self.mm_per_m
        return shapely.transform(geometry, lambda xy: (xy - corner) * (k, -k))


def corner_box(corner: Corner, width: float, height: float) -> Polygon:
    """Rectangle of this size in a corner of the map, in millimetres."""
    right, bottom = corner
    x = MAP_WIDTH_MM - width if right else 0.0
    y = MAP_HEIGHT_MM - height if bottom else 0.0
    return box(x, y, x + width, y + height)


def plan_view(area: Geometry) -> MapView:
    """Choose scale, frame and corners for an Ortsteil.

    Parameters
    ----------
    area
        The Ortsteil in EPSG:25832.

    Returns
    -------
    MapView
        At the largest round scale at which the whole Ortsteil lies in the frame and neither overview nor
        scale bar covers it; beyond the last scale the Ortsteil is cut.
    """
    for scale in SCALES:
        for shift in (0.0, -INSET_MM / 2, INSET_MM / 2):
            view = _placed(area, scale, shift)
            if view is not None:
                return view
    return _view(area, SCALES[-1], 0.0, (_CORNERS[0], _CORNERS[3]))


def _view(area: Geometry, scale: int, shift_mm: float, corners: tuple[Corner, Corner]) -> MapView:
    left, bottom, right, top = shapely.bounds(area)
    m_per_mm = scale / 1000
    west = (left + right) / 2 - (MAP_WIDTH_MM / 2 + shift_mm) * m_per_mm
    north = (bottom + top) / 2 + MAP_HEIGHT_MM / 2 * m_per_mm
    return MapView(scale, float(west), float(north), *corners)


def _placed(area: Geometry, scale: int, shift_mm: float) -> MapView | None:
    """Shift the Ortsteil sideways at this scale; None if it does not fit."""
    view = _view(area, scale, shift_mm, (_CORNERS[0], _CORNERS[3]))
    paper = view.project(area)
    room = box(MARGIN_MM, MARGIN_MM, MAP_WIDTH_MM - MARGIN_MM, MAP_HEIGHT_MM - MARGIN_MM)
    if not room.covers(box(*shapely.bounds(paper))):
        return None
    inset = next(
        (c for c in _CORNERS if not corner_box(c, INSET_MM + 1, INSET_MM + 1).intersects(paper)), None
    )
    if inset is None:
        return None
    for bar in (_CORNERS[3], *_CORNERS[:3]):
        if bar != inset and not corner_box(bar, BAR_WIDTH_MM, BAR_HEIGHT_MM).intersects(paper):
            return _view(area, scale, shift_mm, (inset, bar))
    return None
