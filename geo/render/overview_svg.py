"""Overview beside the map: where the town lies in its Verbund, and the Ortsteil in its town."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from geopandas import GeoDataFrame
from shapely import Geometry
from shapely.geometry import box

from geo.render.labels import Placer, as_box, paper
from geo.render.scene import MapScene
from geo.render.style import ACCENT, CARD, HAIRLINE, INK, MUTED
from geo.render.svg import document, element, path_data, text, with_halo
from geo.render.typeface import MM_PER_PT, fit_text, text_width
from geo.render.view import INSET_MM

LABEL_MM: Final = 5.5 * MM_PER_PT
CLOSE_UP_MM: Final = 16.0
_MARGIN_MM: Final = 2.0
_PARTNER_FILL: Final = "#eceee9"
_MEMBER_FILL: Final = "#b9c4c2"


@dataclass(frozen=True, slots=True)
class _Fit:
    """Shift and scale that bring metres onto a panel of the inset."""

    bounds: tuple[float, float, float, float]
    panel: tuple[float, float, float, float]

    def __call__(self, geometry: Geometry) -> Geometry:
        west, south, east, north = self.bounds
        left, top, right, bottom = self.panel
        k = min((right - left) / (east - west), (bottom - top) / (north - south))
        x0 = (left + right) / 2 - k * (west + east) / 2
        y0 = (top + bottom) / 2 + k * (south + north) / 2
        paper_geometry = shapely.transform(geometry, lambda xy: xy * (k, -k) + (x0, y0))
        return shapely.simplify(paper_geometry, 0.08)


def draw_overview(scene: MapScene, *, description: str) -> str:
    """Draw the overview of 40 x 40 mm.

    Our data hold no outline of the state, so none is drawn: the towns of the Verbund at one scale, the own
    one filled, partners pale; in the emptiest corner the town with the Ortsteil filled.

    Parameters
    ----------
    scene
        Frames in EPSG:25832.
    description
        German sentence that says what is shown.

    Returns
    -------
    str
        SVG of 40 x 40 mm.
    """
    ags = scene.ortsteile.loc[scene.ortsteile["ortsteil_id"] == scene.zentrum_id, "ags"].iloc[0]
    members = scene.kommunen[scene.kommunen["role"] == "kommune"]
    panel = (_MARGIN_MM, _MARGIN_MM, INSET_MM - _MARGIN_MM, INSET_MM - _MARGIN_MM)
    fit = _Fit(tuple(members.total_bounds), panel)
    towns = [fit(geometry) for geometry in members.geometry]
    corner = _emptiest_corner(towns)
    placer = Placer(paper(INSET_MM, INSET_MM, margin=0.6), [as_box(corner)])
    content = [
        element("rect", width=INSET_MM, height=INSET_MM, fill=CARD),
        *_partners(scene, fit),
        *_members(members, towns, ags),
        *_names(members, towns, ags, placer),
        *_close_up(scene.ortsteile[scene.ortsteile["ags"] == ags], scene.zentrum_id, corner),
        element("rect", width=INSET_MM, height=INSET_MM, fill="none", stroke=INK, stroke_width=0.4),
    ]
    return document("".join(content), INSET_MM, INSET_MM, description)


def _partners(scene: MapScene, fit: _Fit) -> list[str]:
    frame = box(0, 0, INSET_MM, INSET_MM)
    partners = scene.kommunen[scene.kommunen["role"] != "kommune"]
    drawn = (shapely.intersection(fit(geometry), frame) for geometry in partners.geometry)
    return [
        element("path", d=path_data(area), fill=_PARTNER_FILL, stroke=MUTED, stroke_width=0.08)
        for area in drawn
        if not area.is_empty
    ]


def _members(members: GeoDataFrame, towns: Sequence[Geometry], ags: str) -> list[str]:
    return [
        element(
            "path",
            d=path_data(town),
            fill=ACCENT if key == ags else _MEMBER_FILL,
            stroke=INK,
            stroke_width=0.3 if key == ags else 0.12,
        )
        for key, town in zip(members["ags"], towns, strict=True)
    ]


def _names(members: GeoDataFrame, towns: Sequence[Geometry], ags: str, placer: Placer) -> list[str]:
    """Names beside the towns: below, above, right, left; the own town first and in bold."""
    for town in towns:
        placer.take(as_box(town.centroid.buffer(0.5 * min(town.area, 9) ** 0.5).envelope))
    rows = sorted(zip(members["ags"], members["name"], towns, strict=True), key=lambda row: row[0] != ags)
    return [_name(name, town, placer, own=key == ags) for key, name, town in rows]


def _name(name: str, town: Geometry, placer: Placer, *, own: bool) -> str:
    words = fit_text(name, 24, LABEL_MM, "Bold")
    width, height = text_width(words, LABEL_MM, "Bold") + 0.4, LABEL_MM
    left, top, right, bottom = town.bounds
    x, y = (left + right) / 2, (top + bottom) / 2
    half = width / 2
    inner = min(max(x, half + 0.7), INSET_MM - half - 0.7)
    gap = height / 2 + 0.2
    for cx, cy in (
        (inner, bottom + gap),
        (inner, top - gap),
        (right + half + 0.3, y),
        (left - half - 0.3, y),
        (inner, y),
    ):
        rectangle = (cx - half, cy - height / 2, cx + half, cy + height / 2)
        if placer.is_free(rectangle):
            placer.take(rectangle)
            style = with_halo(INK, CARD, 0.5)
            return text(words, cx, cy + 0.33 * LABEL_MM, LABEL_MM, font_weight=700 if own else 400, **style)
    return ""


def _emptiest_corner(towns: Sequence[Geometry]) -> Geometry:
    size, far = CLOSE_UP_MM, INSET_MM - CLOSE_UP_MM
    corners = [box(x, y, x + size, y + size) for y in (far, 0) for x in (0, far)]
    whole = shapely.union_all(list(towns))
    return min(corners, key=lambda corner: whole.intersection(corner).area)


def _close_up(ortsteile: GeoDataFrame, zentrum_id: str, corner: Geometry) -> list[str]:
    left, top, right, bottom = corner.bounds
    inner = (left + 1, top + 1, right - 1, bottom - 1)
    fit = _Fit(tuple(ortsteile.total_bounds), inner)
    card = element(
        "rect",
        x=left,
        y=top,
        width=right - left,
        height=bottom - top,
        fill=CARD,
        stroke=HAIRLINE,
        stroke_width=0.2,
    )
    whole = fit(shapely.union_all(ortsteile.geometry.array, grid_size=0.1))
    chosen = fit(ortsteile.geometry[ortsteile["ortsteil_id"] == zentrum_id].iloc[0])
    return [
        card,
        element("path", d=path_data(whole), fill=_PARTNER_FILL, stroke=INK, stroke_width=0.2),
        *(
            element("path", d=path_data(fit(g)), fill="none", stroke=MUTED, stroke_width=0.08)
            for g in ortsteile.geometry
        ),
        element("path", d=path_data(chosen), fill=ACCENT, stroke=INK, stroke_width=0.25),
    ]
