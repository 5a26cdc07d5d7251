"""Colours, classes and type of Mitten: the one source for web map, notebook and printed sheet.

The break in hue between the third and the fourth class is the norm: blue-green meets it, ochre misses it.
The letters say the same on a grey copy.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import InputError
from geo.render.german import format_limit
from geo.results import ClassBreak, Palette, Unit

GROUND: Final = "#f7f7f4"
CARD: Final = "#ffffff"
INK: Final = "#1d2a2e"
MUTED: Final = "#5c6b70"
HAIRLINE: Final = "#dfe4e2"
ACCENT: Final = "#0b5d6b"
MISSING: Final = "#e4e7e5"
OUTLINE: Final = "#ffffff"
LETTERS: Final = ("A", "B", "C", "D", "E")
COLOURS: Final = ("#0b5d6b", "#3f8f93", "#9cc9bf", "#f2c879", "#d9793a")
# Quality classes of bus and rail, A to G: good is dark as above, and what is barely served turns to ochre.
TRANSIT_COLOURS: Final = ("#0b5d6b", "#2b7a83", "#5aa0a1", "#9cc9bf", "#e3dfb0", "#f2c879", "#d9793a")
INDEX_OF_NORM: Final = 2  # the third class ends at the norm
FONT_FAMILY: Final = "Source Sans 3"
HATCH_NOTE: Final = "Grenze abgeleitet"

# Share of the limit at which a class ends (own setting: half-steps below the norm, a wide band above it).
_FACTORS: Final[dict[Unit, tuple[float, ...]]] = {"m": (1 / 4, 1 / 2, 1, 7 / 4), "min": (1 / 3, 2 / 3, 1, 2)}
_COARSE_FROM_M: Final = 2000  # from here on bounds are rounded to 100 m, below to 10 m


def palette() -> Palette:
    """Colours and words that the web map shares with the print."""
    return Palette(missing=MISSING, outline=OUTLINE, accent=ACCENT, hatch_note=HATCH_NOTE)


def class_breaks(limit_value: float, unit: Unit) -> list[ClassBreak]:
    """Five classes around a limit, from good to poor.

    Parameters
    ----------
    limit_value, unit
        Norm or general limit, in metres (``m``) or minutes (``min``).

    Returns
    -------
    list of ClassBreak
        ``upper`` is inclusive; the third ends exactly at the limit, the last is open.

    Raises
    ------
    InputError
        If the limit is not positive.
    """
    if not limit_value > 0:
        raise InputError(
            f"Grenzwert {limit_value}: Klassen brauchen einen Grenzwert über null, bitte die Norm prüfen."
        )
    uppers = _uppers(float(limit_value), unit)
    labels = [f"bis {format_limit(upper, unit)}" for upper in uppers] + ["darüber"]
    return [
        ClassBreak(letter=letter, colour=colour, upper=upper, label=label, norm_met=i <= INDEX_OF_NORM)
        for i, (letter, colour, upper, label) in enumerate(
            zip(LETTERS, COLOURS, [*uppers, None], labels, strict=True)
        )
    ]


def _uppers(limit: float, unit: Unit) -> list[float]:
    """Bounds that read well; unrounded where rounding would merge two classes."""
    exact = [limit * factor for factor in _FACTORS[unit]]
    step = 1.0 if unit == "min" else (100.0 if limit >= _COARSE_FROM_M else 10.0)
    rounded = [float(np.floor(bound / step + 0.5) * step) for bound in exact]
    rounded[INDEX_OF_NORM] = limit
    distinct = rounded[0] > 0 and all(low < high for low, high in pairwise(rounded))
    return rounded if distinct else exact


def classify(values: NDArray[np.float64], breaks: Sequence[ClassBreak]) -> NDArray[np.str_]:
    """Class letter of each value; a value equal to an upper bound belongs to that class.

    Parameters
    ----------
    values
        Shape (n,), in the unit of the breaks; NaN where there is no figure.
    breaks
        From :func:`class_breaks`.

    Returns
    -------
    ndarray of str
        Shape (n,), one letter each, ``""`` where the value is NaN.
    """
    uppers = np.array([entry.upper for entry in breaks if entry.upper is not None], dtype=np.float64)
    letters = np.array([entry.letter for entry in breaks])
    values = np.asarray(values, dtype=np.float64)
    return np.where(np.isnan(values), "", letters[np.searchsorted(uppers, values, side="left")])


def colour_of(letter: str | None) -> str:
    """Fill of a class letter; the colour of missing data for ``None`` or ``""``."""
    return COLOURS[LETTERS.index(letter)] if letter else MISSING


NO_CLASS_COLOUR = "#b9bfbd"
"""A place that a method gives no class: a plain grey, unlike the colour of missing data."""


def transit_colours(n_classes: int) -> list[str]:
    """Fills of the quality classes of a method, best first, spread over the scale.

    Raises
    ------
    InputError
        If a method has more classes than there are colours that can be told apart.
    """
    last = len(TRANSIT_COLOURS) - 1
    if not 1 <= n_classes <= last + 1:
        raise InputError(f"Für {n_classes} Güteklassen gibt es keine Farben: möglich sind 1 bis {last + 1}.")
    steps = np.linspace(0, last, n_classes).round().astype(int)
    return [TRANSIT_COLOURS[step] for step in steps]


def ink_on(colour: str) -> str:
    """White or ink, whichever reads better on a colour ``#rrggbb`` (WCAG relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return CARD if 1.05 / (luminance + 0.05) > (luminance + 0.05) / (0.0222 + 0.05) else INK
