"""Symbols of the map sheet: Zentrum, facilities keyed to the table, scale bar, north arrow, hatch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely import Geometry

from geo.render.german import NBSP, format_limit, format_number
from geo.render.labels import Box, Placer
from geo.render.style import CARD, INK
from geo.render.svg import element, path_data, text
from geo.render.typeface import text_width
from geo.render.view import BAR_HEIGHT_MM, BAR_WIDTH_MM, MapView, corner_box

MARK_RADIUS: Final = 1.9
MARK_TEXT: Final = 2.4
ZENTRUM_RADIUS: Final = 2.0
HATCH_STEP: Final = 1.6
_SAME_PLACE_MM: Final = 0.3
_BARS_M: Final = (10_000, 5_000, 3_000, 2_000, 1_000, 500)
_LONGEST_BAR_MM: Final = 50.0  # with 11 mm for the arrow it fits the card


@dataclass(frozen=True, slots=True)
class Pin:
    """Numbers that stand at one place on the paper, in millimetres."""

    x: float
    y: float
    words: str


def group_pins(places: Sequence[tuple[float, float, str]]) -> list[Pin]:
    """Join the numbers of services that lie at the same place (within 0.3 mm)."""
    groups: list[tuple[float, float, list[str]]] = []
    for x, y, words in places:
        near = (group for group in groups if np.hypot(group[0] - x, group[1] - y) <= _SAME_PLACE_MM)
        group = next(near, None)
        if group is None:
            groups.append((x, y, [words]))
        else:
            group[2].append(words)
    return [Pin(x, y, "·".join(words)) for x, y, words in groups]


def draw_pins(pins: Sequence[Pin], placer: Placer) -> str:
    """Numbered discs; one that finds its place taken moves aside and points back with a line."""
    drawn = [_draw_pin(pin, placer) for pin in pins]
    return "".join(leader for leader, _ in drawn) + "".join(disc for _, disc in drawn)


def _draw_pin(pin: Pin, placer: Placer) -> tuple[str, str]:
    half = max(MARK_RADIUS, text_width(pin.words, MARK_TEXT, "Bold") / 2 + 0.8)
    x, y = _free_place(pin, half, placer)
    placer.take(_pin_box(x, y, half))
    shape: dict[str, str | float] = {
        "x": x - half,
        "y": y - MARK_RADIUS,
        "width": 2 * half,
        "height": 2 * MARK_RADIUS,
        "rx": MARK_RADIUS,
    }
    disc = element("rect", "", **shape, fill=CARD, stroke=INK, stroke_width=0.35)
    number = text(
        pin.words, x, y + 0.33 * MARK_TEXT, MARK_TEXT, text_anchor="middle", font_weight=700, fill=INK
    )
    return ("" if (x, y) == (pin.x, pin.y) else _leader(pin, x, y)), disc + number


def _leader(pin: Pin, x: float, y: float) -> str:
    line = element("path", d=f"M{pin.x:.2f} {pin.y:.2f}L{x:.2f} {y:.2f}", stroke=INK, stroke_width=0.25)
    return line + element("circle", cx=pin.x, cy=pin.y, r=0.6, fill=INK, stroke=CARD, stroke_width=0.2)


def _pin_box(x: float, y: float, half: float) -> Box:
    return x - half, y - MARK_RADIUS, x + half, y + MARK_RADIUS


def _free_place(pin: Pin, half: float, placer: Placer) -> tuple[float, float]:
    if placer.is_free(_pin_box(pin.x, pin.y, half)):
        return pin.x, pin.y
    for radius in (4.2, 6.0, 8.0, 11.0):
        for angle in np.deg2rad(np.arange(0, 360, 30)):
            x, y = pin.x + radius * float(np.cos(angle)), pin.y + radius * float(np.sin(angle))
            if placer.is_free(_pin_box(x, y, half)):
                return x, y
    return pin.x, pin.y


def draw_zentrum(x: float, y: float, *, chosen: bool) -> str:
    """Diamond for a Zentrum: large with a white core for the one of the sheet, small and solid for others."""
    r = ZENTRUM_RADIUS if chosen else 1.0
    shape = element("path", d=_diamond(x, y, r), fill=INK, stroke=CARD, stroke_width=0.4 if chosen else 0.25)
    return shape + (element("path", d=_diamond(x, y, 0.38 * r), fill=CARD) if chosen else "")


def _diamond(x: float, y: float, r: float) -> str:
    return f"M{x:.2f} {y - r:.2f}L{x + r:.2f} {y:.2f}L{x:.2f} {y + r:.2f}L{x - r:.2f} {y:.2f}Z"


def draw_dot(x: float, y: float) -> str:
    """Small square for a facility without a number."""
    return element("rect", x=x - 0.5, y=y - 0.5, width=1, height=1, fill=INK, stroke=CARD, stroke_width=0.25)


def draw_hatch(area: Geometry, colour: str) -> str:
    """Diagonal hatch of an estimated area; its lines run on across neighbours."""
    if area.is_empty:
        return ""
    left, top, right, bottom = area.bounds
    first = np.ceil((left + top) / HATCH_STEP)
    offsets = np.arange(first, (right + bottom) / HATCH_STEP) * HATCH_STEP
    starts = np.column_stack([offsets - top, np.full_like(offsets, top)])
    ends = np.column_stack([offsets - bottom, np.full_like(offsets, bottom)])
    lines = shapely.linestrings(np.stack([starts, ends], axis=1))
    cut = shapely.intersection(shapely.multilinestrings(lines), area)
    lines_only = shapely.multilinestrings([p for p in shapely.get_parts(cut) if p.geom_type == "LineString"])
    return element(
        "path", d=path_data(lines_only), stroke=colour, stroke_width=0.15, stroke_opacity=0.55, fill="none"
    )


def draw_scale(view: MapView) -> str:
    """Scale bar, scale in figures and north arrow on a card in the view's free corner."""
    left, top, _, _ = corner_box(view.bar, BAR_WIDTH_MM, BAR_HEIGHT_MM).bounds
    length_m = next(m for m in _BARS_M if m * view.mm_per_m <= _LONGEST_BAR_MM)
    length = length_m * view.mm_per_m
    x, y = left + 11, top + BAR_HEIGHT_MM - 3.2
    card = element(
        "rect",
        x=left,
        y=top,
        width=BAR_WIDTH_MM,
        height=BAR_HEIGHT_MM,
        fill=CARD,
        stroke=INK,
        stroke_width=0.3,
    )
    dark = element("rect", x=x, y=y, width=length / 2, height=1.1, fill=INK)
    light = element(
        "rect", x=x, y=y, width=length, height=1.1, fill="none", stroke=INK, stroke_width=0.2, id="scale-bar"
    )
    words = f"Maßstab 1{NBSP}:{NBSP}{format_number(view.scale)}"
    title = text(words, x, top + 3.4, 2.5, fill=INK, font_weight=600)
    ends = text("0", x, y - 0.7, 2.1, fill=INK) + text(
        format_limit(length_m, "m"), x + length, y - 0.7, 2.1, fill=INK, text_anchor="end"
    )
    return card + dark + light + title + ends + _north(left + 5.2, top + 1.2)


def _north(x: float, y: float) -> str:
    arrow = f"M{x:.2f} {y:.2f}L{x + 1.7:.2f} {y + 5.4:.2f}L{x:.2f} {y + 4.2:.2f}L{x - 1.7:.2f} {y + 5.4:.2f}Z"
    letter = text("N", x, y + 8.6, 2.6, fill=INK, font_weight=700, text_anchor="middle")
    return element("path", d=arrow, fill=INK, id="north") + letter
