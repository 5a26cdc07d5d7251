"""What lies nearer across the border of the own municipality, in a sentence."""

from collections.abc import Sequence

from geo.domain import Mode
from geo.render.german import format_minutes
from geo.results import Reach

NOTICEABLE_S = 60.0  # own setting: less than a minute is not worth crossing a border for
MOST_NAMED = 4


def describe_border(figures: Sequence[Reach], mode: Mode) -> str:
    """Which services are nearer in another municipality, and which the own one has none of.

    Parameters
    ----------
    figures
        Of one Zentrum.
    mode
        Means of transport that is spoken of.

    Returns
    -------
    str
        Empty where every nearest facility lies in the own municipality, or nothing is known of the others.
    """
    abroad = [
        figure
        for figure in figures
        if figure.mode is mode and figure.facility_id and figure.facility_kommune != figure.kommune
    ]
    nearer = sorted(
        (figure for figure in abroad if (figure.border_gain_s or 0.0) >= NOTICEABLE_S),
        key=lambda figure: -(figure.border_gain_s or 0.0),
    )
    absent = [figure for figure in abroad if figure.own_none]
    sentences = []
    if nearer:
        places = [
            f"{figure.layer_title} in {figure.facility_kommune or 'anderer Kommune'} "
            f"({format_minutes(figure.border_gain_s or 0.0)} kürzer)"
            for figure in nearer
        ]
        sentences.append(
            f"{mode.title[0].upper()}{mode.title[1:]} jenseits der Grenze näher: {_join(places)}."
        )
    if absent:
        titles = [figure.layer_title for figure in absent]
        sentences.append(f"In {absent[0].kommune} selbst keine Einrichtung: {_join(titles)}.")
    return " ".join(sentences)


def _join(words: Sequence[str]) -> str:
    """Name a few, count the others."""
    if len(words) <= MOST_NAMED + 1:
        return ", ".join(words)
    return f"{', '.join(words[:MOST_NAMED])} und {len(words) - MOST_NAMED} weitere"
