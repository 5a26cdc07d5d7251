"""The map of a Projektraum: outlines of municipalities, members, lines to the place they meet at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from geopandas import GeoDataFrame
from shapely import Geometry
from shapely.geometry import LineString, Point, box

from geo.render.german import format_distance
from geo.render.style import ACCENT, CARD, GROUND, HAIRLINE, INK, MUTED
from geo.render.svg import document, element, path_data, text, with_halo
from geo.render.typeface import MM_PER_PT

WIDTH_MM: Final = 180.0
HEIGHT_MM: Final = 95.0
LABEL_MM: Final = 7.5 * MM_PER_PT
MARGIN_MM: Final = 14.0
LEAST_M: Final = 4000.0  # a frame is never smaller on the ground
BARS_M: Final = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
BAR_SHARE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Mark:
    """A member on the map, EPSG:25832."""

    name: str
    point: Point
    partner: bool
    hub: bool


@dataclass(frozen=True, slots=True)
class Site:
    """A shared site on the map with the members that go there, EPSG:25832; ``number`` names it in print."""

    number: str
    name: str
    point: Point
    members: tuple[Point, ...]


def draw_raum(
    kommunen: GeoDataFrame, marks: Sequence[Mark], sites: Sequence[Site] = (), *, description: str
) -> str:
    """Draw the map of 180 x 95 mm.

    Parameters
    ----------
    kommunen
        Outlines in EPSG:25832 with columns name, role.
    marks
        Members that are loaded; one at least.
    sites
        Shared sites: lines lead to them instead of to the place to meet at.
    description
        German sentence that says what is shown.

    Returns
    -------
    str
        SVG; partners are hollow, the place to meet at is large, so that a grey copy still reads.
    """
    view = _View.around([*(mark.point for mark in marks), *(site.point for site in sites)])
    hub = next((mark for mark in marks if mark.hub), marks[0])
    pairs = [(site.point, point) for site in sites for point in site.members]
    if not sites:
        pairs = [(hub.point, mark.point) for mark in marks if mark is not hub]
    lines = [
        element("path", d=path_data(view(LineString(pair))), fill="none", stroke=ACCENT, stroke_width=0.5)
        for pair in pairs
        if pair[0] != pair[1]
    ]
    content = [
        element("rect", width=WIDTH_MM, height=HEIGHT_MM, fill=GROUND),
        *_outlines(kommunen, view),
        *lines,
        *[_mark(mark, view) for mark in marks],
        *_names(marks, [site.point for site in sites], view),
        *[part for site in sites for part in _site(site, view)],
        *_bar(view),
        element("rect", width=WIDTH_MM, height=HEIGHT_MM, fill="none", stroke=INK, stroke_width=0.4),
    ]
    return document("".join(content), WIDTH_MM, HEIGHT_MM, description)


@dataclass(frozen=True, slots=True)
class _View:
    """Upper left corner in metres, and millimetres on paper per metre."""

    west: float
    north: float
    k: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> "_View":
        left, bottom, right, top = shapely.bounds(shapely.MultiPoint(list(points)))
        width, height = max(right - left, LEAST_M), max(top - bottom, LEAST_M)
        k = min((WIDTH_MM - 2 * MARGIN_MM) / width, (HEIGHT_MM - 2 * MARGIN_MM) / height)
        return cls((left + right) / 2 - WIDTH_MM / 2 / k, (top + bottom) / 2 + HEIGHT_MM / 2 / k, k)

    def __call__(self, geometry: Geometry) -> Geometry:
        return shapely.transform(geometry, lambda xy: (xy - (self.west, self.north)) * (self.k, -self.k))


def _outlines(kommunen: GeoDataFrame, view: _View) -> list[str]:
    frame = box(0, 0, WIDTH_MM, HEIGHT_MM)
    drawn = []
    for row in kommunen.itertuples():
        area = shapely.intersection(shapely.simplify(view(row.geom), 0.1), frame)
        if area.is_empty:
            continue
        own = row.role == "kommune"
        fill, stroke = (CARD, INK) if own else (GROUND, MUTED)
        drawn.append(
            element("path", d=path_data(area), fill=fill, stroke=stroke, stroke_width=0.4 if own else 0.2)
        )
    return drawn


def _mark(mark: Mark, view: _View) -> str:
    point = view(mark.point)
    return element(
        "circle",
        cx=point.x,
        cy=point.y,
        r=1.7 if mark.hub else 1.1,
        fill=CARD if mark.partner else INK,
        stroke=INK,
        stroke_width=0.45,
    )


def _site(site: Site, view: _View) -> list[str]:
    """A square with its number: no colour is needed to tell it from a place."""
    point, half = view(site.point), 2.1
    return [
        element(
            "rect",
            x=point.x - half,
            y=point.y - half,
            width=2 * half,
            height=2 * half,
            fill=CARD,
            stroke=INK,
            stroke_width=0.5,
        ),
        text(site.number, point.x, point.y + 0.95, LABEL_MM, fill=INK, font_weight=700),
    ]


def _names(marks: Sequence[Mark], sites: Sequence[Point], view: _View) -> list[str]:
    """Names above or below their mark, whichever is farther from the next mark or site."""
    points = [view(mark.point) for mark in marks]
    squares = [view(site) for site in sites]
    names = []
    for mark, point in zip(marks, points, strict=True):
        others = shapely.MultiPoint(
            [*squares, *(other for other in points if other is not point), Point(-99, -99)]
        )
        above, below = (Point(point.x, point.y + shift).distance(others) for shift in (-3.5, 3.5))
        x = min(max(point.x, MARGIN_MM), WIDTH_MM - MARGIN_MM)
        y = point.y - 2.4 if above >= below else point.y + 4.4
        weight = 700 if mark.hub else 400
        names.append(text(mark.name, x, y, LABEL_MM, font_weight=weight, **with_halo(INK, CARD, 0.7)))
    return names


def _bar(view: _View) -> list[str]:
    """Scale bar and north, in the lower left corner."""
    metres = max((m for m in BARS_M if m * view.k <= BAR_SHARE * WIDTH_MM), default=BARS_M[0])
    x, y, width = 4.0, HEIGHT_MM - 4.0, metres * view.k
    return [
        element(
            "rect", x=x - 2, y=y - 6, width=width + 16, height=8, fill=CARD, stroke=HAIRLINE, stroke_width=0.2
        ),
        element("rect", x=x, y=y - 0.8, width=width, height=0.8, fill=INK),
        text(format_distance(metres), x, y - 2, LABEL_MM, fill=INK),
        element("path", d=f"M{x + width + 7:.2f} {y - 4.5:.2f}l1.6 4.5l-1.6 -1l-1.6 1Z", fill=INK),
        text("N", x + width + 9.4, y - 1.2, LABEL_MM, fill=INK),
    ]
