"""Table of the printed sheet: a row per layer, its words shortened to fit their columns, and what is not known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from geo.domain import Mode, State
from geo.layers import list_layers
from geo.render import report_foot as foot
from geo.render.german import NBSP, format_distance, format_minutes, format_number, format_value
from geo.render.scene import Mark
from geo.render.typeface import MM_PER_PT, Weight, fit_text, text_width
from geo.results import Reach, ZentrumSheet

TABLE_PT: Final = 8.0  # largest size of the table; smaller variants only leave more room
DENSE_PT: Final = 6.0  # smallest size of the table
SECTION_MM: Final = 153.0  # width of a sentence below the table
FAR_M: Final = 400.0  # methods.md, section 4: a place farther from its street is flagged
_SERVICE_MM, _FACILITY_MM, _STATE_MM = 31.5, 34.0, 40.5  # columns of report.typ less their padding
_SILENT: Final = {State.DATA_MISSING, State.OUTSIDE_DATA_AREA}
_LAYER_ORDER: Final = {layer.key: i for i, layer in enumerate(list_layers())}
_NO_WAY: Final = "kein Weg"
_NAMELESS: Final = "ohne Namen"
_SHORT_MODE: Final = {Mode.WALK: "zu Fuß", Mode.BIKE: "Rad", Mode.CAR: "Auto"}

Json = dict[str, Any]


def fit_words(words: str, width_mm: float, size_pt: float, weight: Weight = "Regular") -> str:
    """Words shortened to a width; several lines' width for words that may take several lines."""
    return fit_text(words, width_mm, size_pt * MM_PER_PT, weight)


def build_rows(sheet: ZentrumSheet, on_map: Iterable[str]) -> list[Json]:
    """Rows of the table, numbered from 1; ``on_map`` are the numbers that stand on the map."""
    shown = set(on_map)
    return [_row(number, walk, modes, shown) for number, (walk, modes) in enumerate(_known(sheet), start=1)]


def table_marks(sheet: ZentrumSheet) -> list[Mark]:
    """Nearest facility of each row of the table, numbered as there."""
    return [
        Mark(facility_id=walk.facility_id, layer=walk.layer, symbol=str(number))
        for number, (walk, _) in enumerate(_known(sheet), start=1)
        if walk.facility_id is not None
    ]


def _known(sheet: ZentrumSheet) -> list[tuple[Reach, dict[Mode, Reach]]]:
    """Layers with a figure or a finding, in the order of the layers: the figure that names the facility, and all.

    On foot the state may be "keine Daten" while the car's limit is surely kept: then the car's figure leads.
    """
    layers: dict[str, dict[Mode, Reach]] = defaultdict(dict)
    for figure in sorted(sheet.figures, key=_layer_order):
        layers[figure.layer][figure.mode] = figure
    known = []
    for modes in layers.values():
        figures = sorted(modes.values(), key=_mode_order)
        if any(figure.state not in _SILENT for figure in figures):
            known.append((next((f for f in figures if f.distance_m is not None), figures[0]), modes))
    return known


def _layer_order(figure: Reach) -> int:
    return _LAYER_ORDER.get(figure.layer, len(_LAYER_ORDER))


def _mode_order(figure: Reach) -> int:
    return list(Mode).index(figure.mode)


def _row(number: int, walk: Reach, modes: dict[Mode, Reach], shown: set[str]) -> Json:
    in_order = sorted(modes.values(), key=_mode_order)
    judged = next((f for f in in_order if f.norm_id is not None), in_order[0])
    return {
        "number": str(number),
        "on_map": str(number) in shown,
        "service": walk.layer_title,
        "service_short": fit_words(walk.layer_title, _SERVICE_MM, TABLE_PT, "Semibold"),
        "facility": _facility(walk, 1.8),
        "facility_short": _facility(walk, 1),
        "way": _way(walk),
        "times": [_time(modes[mode]) if mode in modes else foot.OPEN for mode in Mode],
        "limit": _limit(judged),
        "state": _state(judged, modes),
        **_snap(judged, modes),
        "met": judged.state == State.REACHED,
    }


def _facility(walk: Reach, lines: float) -> str:
    """Name, and the municipality in brackets where it is not the own one; the place survives shortening."""
    width = lines * _FACILITY_MM
    if walk.facility is None:
        return walk.state_title
    name = walk.facility or _NAMELESS
    if walk.facility_kommune == walk.kommune:
        return fit_words(name, width, TABLE_PT)
    place = fit_words(f" ({walk.facility_kommune or 'andere Kommune'})", 0.55 * _FACILITY_MM, TABLE_PT)
    return fit_words(name, 0.98 * width - _width(place), TABLE_PT) + place


def _width(words: str) -> float:
    return text_width(words, TABLE_PT) * MM_PER_PT


def _way(figure: Reach) -> str:
    if figure.distance_m is None:
        return _no_figure(figure)
    judged = figure.limit_unit == "m"
    words = (
        format_value(figure.distance_m, "m", figure.limit_value)
        if judged
        else format_distance(figure.distance_m)
    )
    return foot.AT_MOST + words if figure.nearer_possible else words


def _time(figure: Reach) -> str:
    if figure.travel_time_s is None:
        return _no_figure(figure)
    judged = figure.limit_unit == "min"
    seconds = figure.travel_time_s
    words = format_value(seconds / 60, "min", figure.limit_value) if judged else format_minutes(seconds)
    return words.replace("unter ", "<" + NBSP)  # the columns are narrow


def _no_figure(figure: Reach) -> str:
    """What stands in place of a figure; the search on streets ends somewhere, beyond it is only "zu weit"."""
    if figure.state in _SILENT or (figure.state == State.BEYOND_LIMIT and figure.nearer_possible):
        return foot.OPEN
    return figure.state_title if figure.state == State.BEYOND_LIMIT else _NO_WAY


def _limit(judged: Reach) -> str:
    if judged.norm_id is None:
        return f"({judged.limit_text})"
    return (
        judged.limit_text if judged.mode == Mode.WALK else f"{judged.limit_text} {_SHORT_MODE[judged.mode]}"
    )


def _state(judged: Reach, modes: dict[Mode, Reach]) -> str:
    """State of the judged mode in words; where it is not reached, the first mode that does."""
    words = judged.verdict
    reached = [
        f"{words} · {_SHORT_MODE[m]} {State.REACHED.title}"
        for m in (Mode.BIKE, Mode.CAR)
        if judged.state != State.REACHED and m in modes and modes[m].state == State.REACHED
    ]
    return _first_fitting([*reached[:1], words], _STATE_MM, TABLE_PT)


def _snap(judged: Reach, modes: dict[Mode, Reach]) -> Json:
    """Words for a place far from its street: a line of their own, or with the state on one line where it is dense."""
    origin = max((figure.snap_m or 0.0 for figure in modes.values()), default=0.0)
    target = max((figure.facility_snap_m or 0.0 for figure in modes.values()), default=0.0)
    what, far = ("Lage", origin) if origin > FAR_M else ("Ziel", target)
    if far <= FAR_M:
        return {"snap": "", "state_dense": _state(judged, modes)}
    way = f"{format_number(round(far, -1))}{NBSP}m neben der Straße"
    dense = [f"{judged.verdict} · {words}" for words in (f"{what} {way}", way, way.replace(" der ", " "))]
    return {"snap": f"{what} {way}", "state_dense": _first_fitting(dense, _STATE_MM, DENSE_PT)}


def _first_fitting(choices: Sequence[str], width_mm: float, size_pt: float) -> str:
    """The first that fits on one line; the last, shortened, where none does."""
    fitting = (words for words in choices if fit_words(words, width_mm, size_pt, "Semibold") == words)
    return next(fitting, fit_words(choices[-1], width_mm, size_pt, "Semibold"))


def list_unknown(sheet: ZentrumSheet) -> list[Json]:
    """Layers without a figure, by state: {"state": "keine Daten", "layers": "…"}."""
    known = {walk.layer for walk, _ in _known(sheet)}
    groups: dict[str, list[str]] = defaultdict(list)
    for figure in sorted(sheet.figures, key=_layer_order):
        titles = groups[figure.state_title] if figure.layer not in known else []
        if figure.layer_title not in titles:
            titles.append(figure.layer_title)
    return [
        {
            "state": state[0].upper() + state[1:],
            "layers": fit_words(", ".join(titles), 3.8 * SECTION_MM, TABLE_PT),
        }
        for state, titles in groups.items()
        if titles
    ]
