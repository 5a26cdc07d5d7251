"""What the printed sheet says: rows, sentences and legend as plain data, shortened to fit their columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from geo.domain import Mode, State
from geo.layers import list_layers
from geo.render import report_foot as foot
from geo.render.german import (
    NBSP,
    format_date,
    format_distance,
    format_minutes,
    format_number,
    format_people,
    format_value,
)
from geo.render.report_transit import describe_transit
from geo.render.scene import MapScene, Mark
from geo.render.style import HATCH_NOTE, ink_on
from geo.render.typeface import MM_PER_PT, Weight, fit_text, printable, text_width
from geo.results import Gap, Reach, TransitSheet, ZentrumSheet

PAGE_WIDTH_MM: Final = 180.0
TABLE_PT: Final = 8.0  # largest size of the table; smaller variants only leave more room
DENSE_PT: Final = 6.0  # smallest size of the table
FOOT_PT: Final = 6.0
FAR_M: Final = 400.0  # methods.md, section 4: a place farther from its street is flagged
_SERVICE_MM, _FACILITY_MM, _STATE_MM = 31.5, 34.0, 40.5  # columns of report.typ less their padding
_SILENT: Final = {State.DATA_MISSING, State.OUTSIDE_DATA_AREA}
_LAYER_ORDER: Final = {layer.key: i for i, layer in enumerate(list_layers())}
_NO_WAY: Final = "kein Weg"
_NAMELESS: Final = "ohne Namen"
_SECTION_MM: Final = 153.0
_SHORT_MODE: Final = {Mode.WALK: "zu Fuß", Mode.BIKE: "Rad", Mode.CAR: "Auto"}

Json = dict[str, Any]


def table_marks(sheet: ZentrumSheet) -> list[Mark]:
    """Nearest facility of each row of the table, numbered as there."""
    return [
        Mark(facility_id=walk.facility_id, layer=walk.layer, symbol=str(number))
        for number, (walk, _) in enumerate(_known(sheet), start=1)
        if walk.facility_id is not None
    ]


def build_content(
    sheet: ZentrumSheet,
    scene: MapScene,
    *,
    scale: int,
    on_map: Iterable[str],
    transit: TransitSheet | None = None,
) -> Json:
    """All words of the sheet.

    Parameters
    ----------
    sheet
        Figures, gaps, sources and run of the Zentrum.
    scene
        For the legend of the map.
    scale
        Denominator of the map's scale.
    on_map
        Numbers of the table that stand on the map.
    transit
        Bus and rail at the Zentrum, where asked.

    Returns
    -------
    dict
        Only strings, numbers, lists: ready for JSON; every string can be printed in the typeface.
    """
    shown = set(on_map)
    rows = [_row(number, walk, modes, shown) for number, (walk, modes) in enumerate(_known(sheet), start=1)]
    by_transit = describe_transit(transit, line_mm=_SECTION_MM, size_pt=TABLE_PT)
    content = {
        "title": f"{sheet.name} ({sheet.kommune}): Wege zu den Angeboten",
        "name": _fit(sheet.name, 118, 22, "Bold"),
        "about": _fit(_about(sheet), 135, 9.5),
        "boundary": _fit(f"Grenze: {sheet.geometrie_title}", 135, 8.5),
        "verbund": _fit(f"Verbund {sheet.verbund}", 45, 9),
        "date": format_date(sheet.run.finished_at),
        "sentence": _fit(sheet.sentence, 3.6 * PAGE_WIDTH_MM, 9, "Semibold"),
        "rows": rows,
        "notes": foot.list_notes(sheet, rows),
        "unknown": _unknown(sheet),
        "gaps": [_gap(gap) for gap in sheet.gaps],
        "no_gaps": _no_gaps(sheet),
        "near": _fit(_near(sheet), 0.98 * _SECTION_MM, TABLE_PT),
        "partner": _fit(sheet.partner_sentence, 1.9 * _SECTION_MM, TABLE_PT),
        "border": _fit(sheet.border_sentence, 1.9 * _SECTION_MM, TABLE_PT),
        "transit": by_transit["transit"],
        "timetable": _fit(by_transit["timetable"], 2.8 * PAGE_WIDTH_MM, FOOT_PT),
        "legend": _legend(scene),
        "map_alt": describe_map(sheet, scene, scale),
        "overview_alt": describe_overview(sheet),
        "sources": _fit(foot.name_sources(sheet.sources), 4.8 * PAGE_WIDTH_MM, FOOT_PT),
        "boundaries": _fit(foot.name_boundaries(scene, sheet.ags), 1.8 * PAGE_WIDTH_MM, FOOT_PT),
        "method": _fit(foot.name_method(sheet), 2.8 * PAGE_WIDTH_MM, FOOT_PT),
        "run": foot.name_run(sheet.run),
    }
    return {key: _printable(value) for key, value in content.items()}


def describe_map(sheet: ZentrumSheet, scene: MapScene, scale: int) -> str:
    """Text for readers who cannot see the map."""
    letters = dict(zip(scene.ortsteile["ortsteil_id"], scene.ortsteile["class_letter"], strict=True))
    labels = {entry.letter: entry.label for entry in scene.classes}
    letter = letters.get(sheet.zentrum_id) or ""
    own = f"Klasse {letter}, {labels[letter]}" if letter else State.DATA_MISSING.title
    return (
        f"Karte von {sheet.name} in {sheet.kommune} und Umgebung im Maßstab 1:{format_number(scale)}. "
        f"Die Flächen zeigen: {scene.layer_title}. {sheet.name}: {own}. "
        "Nummern bezeichnen die Einrichtungen der Tabelle."
    )


def describe_overview(sheet: ZentrumSheet) -> str:
    """Text for readers who cannot see the overview."""
    town = sheet.kommune
    return f"Übersicht: Lage von {town} im Verbund {sheet.verbund} und von {sheet.name} in {town}."


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
        "service_short": _fit(walk.layer_title, _SERVICE_MM, TABLE_PT, "Semibold"),
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
        return _fit(name, width, TABLE_PT)
    place = _fit(f" ({walk.facility_kommune or 'andere Kommune'})", 0.55 * _FACILITY_MM, TABLE_PT)
    return _fit(name, 0.98 * width - _width(place), TABLE_PT) + place


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
    if figure.state in _SILENT:
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
    fitting = (words for words in choices if _fit(words, width_mm, size_pt, "Semibold") == words)
    return next(fitting, _fit(choices[-1], width_mm, size_pt, "Semibold"))


def _unknown(sheet: ZentrumSheet) -> list[Json]:
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
            "layers": _fit(", ".join(titles), 3.8 * _SECTION_MM, TABLE_PT),
        }
        for state, titles in groups.items()
        if titles
    ]


def _gap(gap: Gap) -> str:
    people = "Einwohner: keine Daten"
    if gap.residents is not None:
        people = f"{format_people(gap.residents, estimated=gap.residents_estimated)} Einwohner"
    rank = f", Rang {gap.rank_people} im Verbund" if gap.rank_people is not None else ""
    caveat = ", soweit bekannt" if gap.nearer_possible else ""
    words = (
        f"{gap.layer_title} {gap.mode.title}: {gap.shortfall_text} über der Norm von {gap.norm_text}"
        f"{caveat} ({people}{rank})"
    )
    return _fit(words, 0.98 * _SECTION_MM, TABLE_PT)


def _no_gaps(sheet: ZentrumSheet) -> str:
    judged = any(figure.norm_met is not None for figure in sheet.figures)
    return "Keine prüfbare Norm ist verfehlt." if judged else "Keine Norm lässt sich prüfen: keine Daten."


def _near(sheet: ZentrumSheet) -> str:
    """Points of the Nahversorgung, and what they count."""
    services = "Supermarkt, Hausarzt, Apotheke, Grundschule, Haltestelle"
    return f"{sheet.nahversorgung} ({services} zu Fuß in 1.000 m, BBSR)" if sheet.nahversorgung else ""


def _about(sheet: ZentrumSheet) -> str:
    kind = f"{sheet.kind} von {sheet.kommune}" if sheet.kind else sheet.kommune
    area = f"{format_number(sheet.area_km2, 1)}{NBSP}km²"
    return f"{kind} · {sheet.residents.text} · {area}"


def _legend(scene: MapScene) -> Json:
    return {
        "title": _fit(scene.layer_title, 90, 8, "Semibold"),
        "limit": _fit(scene.limit_text, 85, 7.5),
        "classes": [
            c.model_dump(include={"letter", "colour", "label"}) | {"ink": ink_on(c.colour), "met": c.norm_met}
            for c in scene.classes
        ],
        "missing": State.DATA_MISSING.title,
        "hatch": HATCH_NOTE,
    }


def _fit(words: str, width_mm: float, size_pt: float, weight: Weight = "Regular") -> str:
    return fit_text(words, width_mm, size_pt * MM_PER_PT, weight)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return {key: _printable(item) for key, item in value.items()} if isinstance(value, dict) else value
