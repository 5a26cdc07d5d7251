"""The map of a Zentrum as SVG in millimetres, drawn from our own data alone."""

from collections.abc import Sequence
from typing import Final

import shapely
from geopandas import GeoDataFrame
from shapely import Geometry

from geo.render.labels import CAP_HEIGHT, LETTER_MM, NAME_MM, Placer, around, as_box, paper
from geo.render.scene import MapScene, Mark
from geo.render.style import GROUND, INK, MUTED, colour_of, ink_on
from geo.render.svg import document, element, path_data, text, with_halo
from geo.render.symbols import draw_dot, draw_hatch, draw_pins, draw_scale, draw_zentrum, group_pins
from geo.render.typeface import fit_text, text_width
from geo.render.view import (
    BAR_HEIGHT_MM,
    BAR_WIDTH_MM,
    INSET_MM,
    MAP_HEIGHT_MM,
    MAP_WIDTH_MM,
    MapView,
    corner_box,
    plan_view,
)

__all__ = ["MapScene", "MapView", "Mark", "draw_zentrum_map", "marks_in_frame", "plan_scene"]

NEIGHBOUR_FILL: Final = "#eceee9"
MANY_DOTS: Final = 150  # above, only facilities of the shown layer are drawn beside the numbered ones
_SMALLEST_LETTERED_MM2: Final = 12.0
_SMALLEST_NAMED_MM2: Final = 150.0


def plan_scene(scene: MapScene) -> MapView:
    """Choose scale and frame for the scene's Ortsteil (see :func:`geo.render.view.plan_view`)."""
    scene.validate()
    return plan_view(_chosen(scene), _town(scene).centroid)


def _chosen(scene: MapScene) -> Geometry:
    return scene.ortsteile.geometry[scene.ortsteile["ortsteil_id"] == scene.zentrum_id].iloc[0]


def _town(scene: MapScene) -> Geometry:
    """All Ortsteile of the own municipality as one area."""
    ags = scene.ortsteile.loc[scene.ortsteile["ortsteil_id"] == scene.zentrum_id, "ags"].iloc[0]
    own = scene.ortsteile[scene.ortsteile["ags"] == ags]
    return shapely.union_all(own.geometry.array, grid_size=0.1)


def marks_in_frame(scene: MapScene, view: MapView, marks: Sequence[Mark]) -> list[tuple[float, float, str]]:
    """Paper position (x, y in mm) and symbol of the marks whose facility lies in the frame."""
    wanted = scene.facilities[scene.facilities["facility_id"].isin([mark.facility_id for mark in marks])]
    keys = zip(wanted["facility_id"], wanted["layer"], strict=True)
    points = dict(zip(keys, view.project(wanted.geometry.array), strict=True))
    places = []
    for mark in marks:
        point = points.get((mark.facility_id, mark.layer))
        if point is not None and 0 <= point.x <= MAP_WIDTH_MM and 0 <= point.y <= MAP_HEIGHT_MM:
            places.append((point.x, point.y, mark.symbol))
    return places


def draw_zentrum_map(scene: MapScene, view: MapView, marks: Sequence[Mark], *, description: str) -> str:
    """Draw the map of one Zentrum.

    Parameters
    ----------
    scene
        Frames in EPSG:25832.
    view
        Scale and frame, from :func:`plan_scene`.
    marks
        Facilities of the table, with their numbers; those outside the frame are left out.
    description
        German sentence that says what the map shows.

    Returns
    -------
    str
        SVG of 180 x 120 mm in user units of 1 mm: 1 km at 1:25,000 measures exactly 40 mm.
    """
    placer = Placer(paper(MAP_WIDTH_MM, MAP_HEIGHT_MM))
    placer.take(as_box(corner_box(view.inset, INSET_MM + 1, INSET_MM + 1)))
    placer.take(as_box(corner_box(view.bar, BAR_WIDTH_MM, BAR_HEIGHT_MM)))
    in_view = scene.ortsteile[scene.ortsteile.intersects(view.frame)]
    papers = [view.to_paper(geometry) for geometry in in_view.geometry]
    chosen = view.to_paper(_chosen(scene))
    # Symbols first: labels give way to them.
    symbols = _symbols(scene, view, marks, placer)
    parts = [
        element("rect", width=MAP_WIDTH_MM, height=MAP_HEIGHT_MM, fill=GROUND),
        *_neighbours(scene, view),
        *_areas(in_view, papers),
        *_borders(scene, view, in_view, papers),
        element(
            "path",
            d=path_data(chosen),
            fill="none",
            stroke=INK,
            stroke_width=0.75,
            stroke_linejoin="round",
            id="ortsteil",
        ),
        symbols,
        *_area_labels(scene, in_view, papers, placer),
        *_neighbour_labels(scene, view, placer),
        draw_scale(view),
        element("rect", width=MAP_WIDTH_MM, height=MAP_HEIGHT_MM, fill="none", stroke=INK, stroke_width=0.3),
    ]
    return document("".join(parts), MAP_WIDTH_MM, MAP_HEIGHT_MM, description)


def _others(scene: MapScene, view: MapView) -> GeoDataFrame:
    """Municipalities in the frame that are drawn from their outline, for want of Ortsteile."""
    known = set(scene.ortsteile["ags"])
    return scene.kommunen[~scene.kommunen["ags"].isin(known) & scene.kommunen.intersects(view.frame)]


def _neighbours(scene: MapScene, view: MapView) -> list[str]:
    return [
        element("path", d=path_data(view.to_paper(g)), fill=NEIGHBOUR_FILL, stroke=MUTED, stroke_width=0.3)
        for g in _others(scene, view).geometry
    ]


def _areas(in_view: GeoDataFrame, papers: Sequence[Geometry]) -> list[str]:
    parts = []
    for row, area in zip(in_view.itertuples(), papers, strict=True):
        colour = colour_of(row.class_letter or None)
        parts.append(element("path", d=path_data(area), fill=colour))
        if row.geometrie_estimated:
            parts.append(draw_hatch(area, ink_on(colour)))
    return parts


def _borders(scene: MapScene, view: MapView, in_view: GeoDataFrame, papers: Sequence[Geometry]) -> list[str]:
    """Ortsteile: thin, dashed where estimated; municipalities: strong (union of the Ortsteile drawn)."""
    parts = []
    for row, area in zip(in_view.itertuples(), papers, strict=True):
        style = {"stroke_dasharray": "1.6 0.9"} if row.geometrie_estimated else {}
        parts.append(element("path", d=path_data(area), fill="none", stroke=INK, stroke_width=0.18, **style))
    for ags in sorted(set(in_view["ags"])):
        whole = shapely.union_all(
            scene.ortsteile.loc[scene.ortsteile["ags"] == ags].geometry.array, grid_size=0.1
        )
        edge = view.to_paper(whole.boundary)
        parts.append(
            element(
                "path", d=path_data(edge), fill="none", stroke=INK, stroke_width=0.5, stroke_linejoin="round"
            )
        )
    return parts


def _symbols(scene: MapScene, view: MapView, marks: Sequence[Mark], placer: Placer) -> str:
    """Dots, Zentren and numbered facilities, and their boxes marked as taken."""
    numbered = {(mark.facility_id, mark.layer) for mark in marks}
    inside = scene.facilities[scene.facilities.within(view.frame)]
    if len(inside) > MANY_DOTS:
        inside = inside[inside["layer"] == scene.layer]
    keys = zip(inside["facility_id"], inside["layer"], view.project(inside.geometry.array), strict=True)
    spots = [p for facility_id, layer, p in keys if (facility_id, layer) not in numbered]
    zentren = scene.zentren[scene.zentren.within(view.frame)]
    diamonds, own = [], ""
    for zentrum_id, p in zip(zentren["zentrum_id"], view.project(zentren.geometry.array), strict=True):
        chosen = zentrum_id == scene.zentrum_id
        placer.take(around(p.x, p.y, 2.3 if chosen else 1.2))
        own = draw_zentrum(p.x, p.y, chosen=True) if chosen else own
        diamonds += [] if chosen else [draw_zentrum(p.x, p.y, chosen=False)]
    pins = draw_pins(group_pins(marks_in_frame(scene, view, marks)), placer)
    for p in spots:
        placer.take(around(p.x, p.y, 0.6))
    return "".join(draw_dot(p.x, p.y) for p in spots) + "".join(diamonds) + pins + own


def _area_labels(
    scene: MapScene, in_view: GeoDataFrame, papers: Sequence[Geometry], placer: Placer
) -> list[str]:
    """Class letter over the name: the Ortsteil of the sheet first, then from large to small."""
    rows = list(zip(in_view["ortsteil_id"], in_view["name"], in_view["class_letter"], papers, strict=True))
    rows.sort(key=lambda row: (row[0] != scene.zentrum_id, -row[3].area))
    return [
        _label(name, letter or "–", area, placer, chosen=ortsteil_id == scene.zentrum_id)
        for ortsteil_id, name, letter, area in rows
        if area.area >= _SMALLEST_LETTERED_MM2
    ]


def _label(name: str, letter: str, area: Geometry, placer: Placer, *, chosen: bool) -> str:
    size = NAME_MM * (1.35 if chosen else 1)
    width = max(text_width(name, size, "Bold" if chosen else "Semibold"), LETTER_MM) + 0.8
    height = CAP_HEIGHT * LETTER_MM + 1.25 * size
    colour = colour_of(None if letter == "–" else letter)
    halo = with_halo(ink_on(colour), colour, 0.7)
    place = placer.place_in(area, width, height)
    if place is None:
        place = placer.place_in(area, LETTER_MM * 0.7, CAP_HEIGHT * LETTER_MM)
        if place is None:
            return ""
        y = place[1] + CAP_HEIGHT * LETTER_MM / 2
        return text(letter, place[0], y, LETTER_MM, font_weight=700, **halo)
    top = place[1] - height / 2 + CAP_HEIGHT * LETTER_MM
    return text(letter, place[0], top, LETTER_MM, font_weight=700, **halo) + text(
        name,
        place[0],
        top + 1.05 * size,
        size,
        font_weight=700 if chosen else 600,
        **halo,
    )


def _neighbour_labels(scene: MapScene, view: MapView, placer: Placer) -> list[str]:
    parts = []
    for name, geometry in zip(_others(scene, view)["name"], _others(scene, view).geometry, strict=True):
        area = view.to_paper(geometry)
        words = fit_text(name, 60, NAME_MM)
        place = (
            placer.place_in(area, text_width(words, NAME_MM) + 0.8, NAME_MM)
            if area.area > _SMALLEST_NAMED_MM2
            else None
        )
        if place is not None:
            halo = with_halo(MUTED, NEIGHBOUR_FILL, 0.7)
            parts.append(text(words, place[0], place[1] + 0.33 * NAME_MM, NAME_MM, **halo))
    return parts
