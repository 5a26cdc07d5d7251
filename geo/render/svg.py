"""Small pieces of SVG in millimetres: paths from geometries, escaped text."""

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Geometry

from geo.render.style import FONT_FAMILY
from geo.render.typeface import printable

TEXT_WEIGHTS: Final = {"Regular": 400, "Semibold": 600, "Bold": 700}


def attributes(**values: str | float) -> str:
    """XML attributes; underscores become hyphens, numbers are cut to a thousandth, text is escaped."""
    parts = []
    for key, value in values.items():
        text = value if isinstance(value, str) else f"{value:.3f}".rstrip("0").rstrip(".")
        parts.append(f" {key.rstrip('_').replace('_', '-')}={quoteattr(text)}")
    return "".join(parts)


def element(tag: str, content: str = "", **values: str | float) -> str:
    """One element; ``content`` must already be SVG or escaped text."""
    return f"<{tag}{attributes(**values)}>{content}</{tag}>" if content else f"<{tag}{attributes(**values)}/>"


def text(words: str, x: float, y: float, size: float, **values: str | float) -> str:
    """One line of text with its baseline at ``y``, escaped; ``size`` in millimetres."""
    return element("text", escape(printable(words)), x=x, y=y, font_size=size, **values)


def with_halo(fill: str, halo: str, width: float) -> dict[str, str | float]:
    """Attributes of text that stands on a map: a halo in the colour of the ground keeps it readable."""
    return {
        "fill": fill,
        "stroke": halo,
        "stroke_width": width,
        "stroke_linejoin": "round",
        "paint_order": "stroke",
        "text_anchor": "middle",
    }


def path_data(geometry: Geometry) -> str:
    """SVG path of polygons or lines whose coordinates are already millimetres; ``""`` if empty."""
    return "".join(_line(coordinates, closed) for coordinates, closed in _rings(geometry))


def _rings(geometry: Geometry) -> Iterable[tuple[NDArray[np.float64], bool]]:
    for part in shapely.get_parts(geometry):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                yield shapely.get_coordinates(ring)[:-1], True
        elif part.geom_type == "LineString":
            yield shapely.get_coordinates(part), False


def _line(coordinates: NDArray[np.float64], closed: bool) -> str:
    points = [f"{x:.2f} {y:.2f}" for x, y in coordinates]
    return "M" + "L".join(points) + ("Z" if closed else "")


def document(content: str, width: float, height: float, description: str) -> str:
    """Whole SVG of a width and height in millimetres; user units are millimetres."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {width:g} {height:g}" font-family="{FONT_FAMILY!r}">'
        f"<title>{escape(description)}</title>{content}</svg>"
    )
