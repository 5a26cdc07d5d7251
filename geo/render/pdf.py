"""A document set with Typst from data alone: tagged, in our own typeface, the same bytes for the same data."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

import typst

from geo.render.typeface import FONT_DIR, printable
from geo.units import TIME_ZONE

PDF_STANDARD: Final = "ua-1"


def set_pdf(
    template: str, content: Mapping[str, Any], moment: datetime, *, drawings: Mapping[str, str] | None = None
) -> bytes:
    """Set a document.

    The text goes to Typst as JSON in ``sys.inputs`` and never becomes Typst source, so that names with markup
    characters stay text; signs that the typeface lacks become ``□``.

    Parameters
    ----------
    template
        Name of the file in `geo.render` without its ending; its data is ``sys.inputs`` of the same name.
    content
        Strings, numbers, lists, dicts. ``day`` (year, month, day) is added.
    moment
        With a time zone: the date of the document.
    drawings
        SVG of our own, added as it is.

    Returns
    -------
    bytes
        PDF/UA-1.
    """
    day = moment.astimezone(TIME_ZONE)
    data = {**to_printable(dict(content)), **(drawings or {}), "day": [day.year, day.month, day.day]}
    pdf: bytes = typst.compile(
        _read_template(template),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={template: json.dumps(data, ensure_ascii=False)},
        pdf_standards=[PDF_STANDARD],
        timestamp=int(moment.timestamp()),
    )
    return pdf


def to_printable(value: Any) -> Any:
    """The same with every string printable in the typeface."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [to_printable(item) for item in value]
    return {key: to_printable(item) for key, item in value.items()} if isinstance(value, dict) else value


@cache
def _read_template(name: str) -> bytes:
    return (files("geo.render") / f"{name}.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])
