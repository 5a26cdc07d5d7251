"""What the printed sheet says: sentences and legend as plain data, shortened to fit their place."""

from collections.abc import Iterable, Sequence
from typing import Final

from geo.domain import State
from geo.render import report_foot as foot
from geo.render.german import NBSP, format_date, format_number, format_people
from geo.render.pdf import to_printable
from geo.render.report_table import SECTION_MM, TABLE_PT, Json, build_rows, fit_words, list_unknown
from geo.render.report_transit import describe_transit
from geo.render.scene import MapScene
from geo.render.style import HATCH_NOTE, ink_on
from geo.results import Gap, ProjectInfo, TransitSheet, ZentrumSheet

PAGE_WIDTH_MM: Final = 180.0
FOOT_PT: Final = 6.0


def build_content(
    sheet: ZentrumSheet,
    scene: MapScene,
    *,
    scale: int,
    on_map: Iterable[str],
    transit: TransitSheet | None = None,
    projects: Sequence[ProjectInfo] = (),
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
    projects
        Public projects at the Zentrum.

    Returns
    -------
    dict
        Only strings, numbers, lists: ready for JSON; every string can be printed in the typeface.
    """
    rows = build_rows(sheet, on_map)
    by_transit = describe_transit(transit, line_mm=SECTION_MM, size_pt=TABLE_PT)
    content = {
        "title": f"{sheet.name} ({sheet.kommune}): Wege zu den Angeboten",
        "name": fit_words(sheet.name, 118, 22, "Bold"),
        "about": fit_words(_about(sheet), 135, 9.5),
        "boundary": fit_words(f"Grenze: {sheet.geometrie_title}", 135, 8.5),
        "verbund": fit_words(f"Verbund {sheet.verbund}", 45, 9),
        "date": format_date(sheet.run.finished_at),
        "sentence": fit_words(sheet.sentence, 3.6 * PAGE_WIDTH_MM, 9, "Semibold"),
        "rows": rows,
        "notes": foot.list_notes(sheet, rows),
        "unknown": list_unknown(sheet),
        "gaps": [_gap(gap) for gap in sheet.gaps],
        "no_gaps": _no_gaps(sheet),
        "near": fit_words(_near(sheet), 0.98 * SECTION_MM, TABLE_PT),
        "sentences": _sentences(sheet, projects, lines=1.9),
        "sentences_short": _sentences(sheet, projects, lines=0.98),
        "transit": by_transit["transit"],
        "timetable": fit_words(by_transit["timetable"], 2.8 * PAGE_WIDTH_MM, FOOT_PT),
        "legend": _legend(scene),
        "map_alt": describe_map(sheet, scene, scale),
        "overview_alt": describe_overview(sheet),
        "sources": fit_words(foot.name_sources(sheet.sources), 4.8 * PAGE_WIDTH_MM, FOOT_PT),
        "boundaries": fit_words(foot.name_boundaries(scene, sheet.ags), 1.8 * PAGE_WIDTH_MM, FOOT_PT),
        "method": fit_words(foot.name_method(sheet), 2.8 * PAGE_WIDTH_MM, FOOT_PT),
        "run": foot.name_run(sheet.run),
    }
    return to_printable(content)  # type: ignore[no-any-return]  # a dict as it came


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


def _gap(gap: Gap) -> str:
    people = "Einwohner: keine Daten"
    if gap.residents is not None:
        people = f"{format_people(gap.residents, estimated=gap.residents_estimated)} Einwohner"
    rank = f", Rang {gap.rank_people} im Verbund" if gap.rank_people is not None else ""
    caveat = ", soweit bekannt" if gap.nearer_possible else ""
    norm = f"{' über der Norm von' if gap.shortfall is not None else ', Norm'} {gap.norm_text}"
    words = f"{gap.layer_title} {gap.mode.title}: {gap.shortfall_text}{norm}{caveat} ({people}{rank})"
    return fit_words(words, 0.98 * SECTION_MM, TABLE_PT)


def _no_gaps(sheet: ZentrumSheet) -> str:
    judged = any(figure.norm_met is not None for figure in sheet.figures)
    if judged:
        return "Keine prüfbare Norm der Versorgung ist verfehlt."
    return "Keine Norm der Versorgung lässt sich prüfen: keine Daten."


def _near(sheet: ZentrumSheet) -> str:
    """Points of the Nahversorgung, and what they count."""
    services = "Supermarkt, Hausarzt, Apotheke, Grundschule, Haltestelle"
    return f"{sheet.nahversorgung} ({services} zu Fuß in 1.000 m, BBSR)" if sheet.nahversorgung else ""


def _sentences(sheet: ZentrumSheet, projects: Sequence[ProjectInfo], *, lines: float) -> dict[str, str]:
    """What stands below the table, each shortened to so many lines."""
    whole = {
        "partner": sheet.partner_sentence,
        "nearby": sheet.nearby_sentence,
        "border": sheet.border_sentence,
        "twins": sheet.twin_sentence,
        "projects": _projects(projects),
    }
    return {key: fit_words(words, lines * SECTION_MM, TABLE_PT) for key, words in whole.items()}


def _projects(projects: Sequence[ProjectInfo]) -> str:
    """Title and phase of each; examples are told apart."""
    return " · ".join(
        f"{each.title} ({'Beispiel, ' if each.beispiel else ''}{each.phase_title})" for each in projects
    )


def _about(sheet: ZentrumSheet) -> str:
    kind = f"{sheet.kind} in {sheet.kommune}" if sheet.kind else sheet.kommune
    area = f"{format_number(sheet.area_km2, 1)}{NBSP}km²"
    return f"{kind} · {sheet.residents.text} · {area}"


def _legend(scene: MapScene) -> Json:
    return {
        "title": fit_words(scene.layer_title, 90, 8, "Semibold"),
        "limit": fit_words(scene.limit_text, 85, 7.5),
        "classes": [
            c.model_dump(include={"letter", "colour", "label"}) | {"ink": ink_on(c.colour), "met": c.norm_met}
            for c in scene.classes
        ],
        "missing": State.DATA_MISSING.title,
        "hatch": HATCH_NOTE,
    }
