"""Bus and rail on the printed sheet: the section in the body, and where its figures come from in the foot."""

from typing import Any, Final

from geo.render.typeface import MM_PER_PT, fit_text
from geo.results import TransitSheet

LINES: Final = 1.9  # a sentence takes two lines at most


def describe_transit(transit: TransitSheet | None, *, line_mm: float, size_pt: float) -> dict[str, Any]:
    """Sentences of the section and of the foot.

    Parameters
    ----------
    transit
        What is known of bus and rail at the Zentrum; None where nobody asked.
    line_mm, size_pt
        Width of a line and size of the text; each sentence is shortened to two lines.

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
    said = (transit.sentence, transit.day_sentence, transit.home_sentence, transit.centre_sentence)
    return {
        "transit": [fit_text(words, LINES * line_mm, size_pt * MM_PER_PT) for words in said if words],
        "timetable": f"{transit.source_line}. {transit.gate_sentence}",
    }
