"""Measure and shorten text in the sheet's own typeface, so that labels and rows fit before they are drawn."""

import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final, Literal

from fontTools.ttLib import TTFont

from geo.render.german import NBSP

FONT_DIR: Final = Path(__file__).parent / "fonts"
MM_PER_PT: Final = 25.4 / 72

Weight = Literal["Regular", "Semibold", "Bold"]


@cache
def _advances(weight: Weight) -> tuple[dict[int, float], float]:
    """Advance per code point in em, and that of the sign for unknown ones."""
    with TTFont(FONT_DIR / f"SourceSans3-{weight}.ttf", lazy=True) as font:
        units = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        advances = {code: metrics[name][0] / units for code, name in font.getBestCmap().items()}
        return advances, metrics[".notdef"][0] / units


def text_width(text: str, size: float, weight: Weight = "Regular") -> float:
    """Width of one line of text, without kerning (which would only make it narrower).

    Parameters
    ----------
    size
        Font size in any unit; the width comes in the same.
    """
    advances, unknown = _advances(weight)
    return size * sum(advances.get(ord(sign), unknown) for sign in text)


def fit_text(text: str, width: float, size: float, weight: Weight = "Regular") -> str:
    """Shorten text with an ellipsis until it fits the width; at a word's end where that costs little."""
    if text_width(text, size, weight) <= width:
        return text
    advances, unknown = _advances(weight)
    ends = list(accumulate(size * advances.get(ord(sign), unknown) for sign in text))
    cut = text[: bisect_right(ends, width - text_width("…", size, weight))]
    word = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return (word if len(word) >= 0.75 * len(cut) else cut).rstrip(" ,-–(") + "…"


def printable(text: str) -> str:
    """Text with only signs that the typeface can print: others become ``□``, white space one blank.

    Names come from outside (OpenStreetMap, tables); a sign without a glyph would void the PDF/UA promise.
    """
    advances, _ = _advances("Regular")
    signs = (NBSP if sign == NBSP else " " if sign.isspace() else sign for sign in text)
    return "".join(
        sign if ord(sign) in advances else "□" for sign in signs if sign == " " or not _control(sign)
    )


def _control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"}
