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
_LEANINGS: Final = (0.6, 0.3, 0.0)  # share of the free room by which the frame leans towards the town

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


def plan_view(area: Geometry, towards: Geometry | None = None) -> MapView:
    """Choose scale, frame and corners for an Ortsteil.

    Parameters
    ----------
    area
        The Ortsteil in EPSG:25832.
    towards
        Point that the frame leans to where there is room (the middle of the town), so that an Ortsteil at
        the rim is not shown beside empty paper.

    Returns
    -------
    MapView
        At the largest round scale at which the whole Ortsteil lies in the frame and neither overview nor
        scale bar covers it; beyond the last scale the Ortsteil is cut.
    """
    left, bottom, right, top = (float(bound) for bound in shapely.bounds(area))
    centre = ((left + right) / 2, (bottom + top) / 2)
    lean = (0.0, 0.0) if towards is None else (float(towards.x) - centre[0], float(towards.y) - centre[1])
    for scale in SCALES:
        room_x = (MAP_WIDTH_MM / 2 - MARGIN_MM) * scale / 1000 - (right - left) / 2
        room_y = (MAP_HEIGHT_MM / 2 - MARGIN_MM) * scale / 1000 - (top - bottom) / 2
        if min(room_x, room_y) < 0:
            continue
        side = INSET_MM / 2 * scale / 1000
        shifts = [(_within(lean[0], share * room_x), _within(lean[1], share * room_y)) for share in _LEANINGS]
        for dx, dy in (*shifts, (_within(side, room_x), 0.0), (_within(-side, room_x), 0.0)):
            view = _placed(area, scale, (centre[0] + dx, centre[1] + dy))
            if view is not None:
                return view
    return _view(SCALES[-1], centre, (_CORNERS[0], _CORNERS[3]))


def _within(wish: float, most: float) -> float:
    return max(-most, min(most, wish))


def _view(scale: int, centre: tuple[float, float], corners: tuple[Corner, Corner]) -> MapView:
    west = centre[0] - MAP_WIDTH_MM / 2 * scale / 1000
    north = centre[1] + MAP_HEIGHT_MM / 2 * scale / 1000
    return MapView(scale, west, north, *corners)


def _placed(area: Geometry, scale: int, centre: tuple[float, float]) -> MapView | None:
    """Find two free corners around the Ortsteil; None if overview or scale bar would cover it."""
    paper = _view(scale, centre, (_CORNERS[0], _CORNERS[3])).project(area)
    inset = next(
        (c for c in _CORNERS if not corner_box(c, INSET_MM + 1, INSET_MM + 1).intersects(paper)), None
    )
    if inset is None:
        return None
    for bar in (_CORNERS[3], *_CORNERS[:3]):
        if bar != inset and not corner_box(bar, BAR_WIDTH_MM, BAR_HEIGHT_MM).intersects(paper):
            return _view(scale, centre, (inset, bar))
    return None
