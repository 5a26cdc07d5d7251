"""Bus and rail on the printed sheet: the section in the body, and where its figures come from in the foot."""

from typing import Any

from geo.render.typeface import MM_PER_PT, fit_text
from geo.results import TransitSheet

LINES, CENTRE_LINES = 1.9, 2.9  # two lines at most for a sentence, three for the one on up to three centres


def describe_transit(transit: TransitSheet | None, *, line_mm: float, size_pt: float) -> dict[str, Any]:
    """Sentences of the section and of the foot.

    Parameters
    ----------
    transit
        What is known of bus and rail at the Zentrum; None where nobody asked.
    line_mm, size_pt
        Width of a line and size of the text; sentences are shortened to two lines, that on centres to three.

    Returns
    -------
    dict
        ``transit``: class, other days, last way home, ways to centres. ``timetable``: timetable, reference days,
        gate; empty where no timetable is loaded.
    """
    if transit is None:
        return {"transit": [], "timetable": ""}
    if not transit.source_line:  # the name of the place stands in the head
        return {"transit": [transit.state_title + "."], "timetable": ""}
    said = {
        f"{transit.sentence} {transit.stop_sentence}".strip(): LINES,
        transit.day_sentence: LINES,
        transit.home_sentence: LINES,
        transit.centre_sentence: CENTRE_LINES,
    }
    return {
        "transit": [
            fit_text(words, lines * line_mm, size_pt * MM_PER_PT) for words, lines in said.items() if words
        ],
        "timetable": f"{transit.source_line}. {transit.gate_sentence}",
    }
