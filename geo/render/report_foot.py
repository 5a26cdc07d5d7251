"""Foot of the printed sheet: where figures and outlines come from, how they were made, by which run."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.domain import Mode, Model, State
from geo.render.german import NBSP, format_date, format_distance, format_number
from geo.render.scene import MapScene
from geo.results import DatasetInfo, RunInfo, ZentrumSheet

AT_MOST: Final = "≤" + NBSP
OPEN: Final = "offen"


def name_sources(sources: Sequence[DatasetInfo]) -> str:
    """Datasets behind the figures, with date and licence."""
    if not sources:
        return State.DATA_MISSING.title
    parts = (
        f"{s.title}, Stand {format_date(s.date)}: {_credit(s.attribution or s.source, s.licence)}"
        for s in sources
    )
    return " · ".join(dict.fromkeys(parts))


def _credit(source: str, licence: str) -> str:
    """Source with its licence, unless it names the licence already."""
    plain = [words.lower().replace(" ", "").replace("-", "") for words in (source, licence)]
    return source if plain[1] in plain[0] else f"{source} ({licence})"


def name_boundaries(scene: MapScene, ags: str) -> str:
    """Origin of the outlines drawn: the own Ortsteil in full, the licences of the others."""
    if not {"source", "licence"} <= set(scene.ortsteile.columns):
        return ""
    own = scene.ortsteile[scene.ortsteile["ortsteil_id"] == scene.zentrum_id].iloc[0]
    town = scene.ortsteile.loc[scene.ortsteile["ags"] == ags, "licence"]
    others = scene.kommunen["licence"] if "licence" in scene.kommunen.columns else []
    credit = _credit(str(own["source"]), str(own["licence"]))
    return " · ".join([credit, *(words for words in dict.fromkeys([*town, *others]) if words not in credit)])


def name_method(sheet: ZentrumSheet) -> str:
    """Model, speeds and origin of the number of residents."""
    network = sheet.run.model == Model.NETWORK
    speeds = [
        f"{mode.title} {format_number(float(speed), 1).removesuffix(',0')}{NBSP}km/h"
        for mode in Mode
        if isinstance(speed := sheet.run.parameters.get(f"speed_kmh.{mode}"), int | float)
        and not (network and mode is Mode.CAR)
    ]
    if network:  # a car has no one speed there: the run's parameter belongs to the straight-line model
        car = "Auto nach Straßenklasse und Tempolimit, Abbiegeverbote nicht berücksichtigt"
        words = ", ".join([sheet.run.model_note, *speeds, car])
    else:
        words = "; ".join([_model(sheet.run), *([", ".join(speeds)] if speeds else [])])
    return words + (f". Einwohner: {sheet.residents.source}." if sheet.residents.source else ".")


def list_notes(sheet: ZentrumSheet, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sentences below the table, each only where a row uses the sign that it explains.

    Parameters
    ----------
    rows
        Rows as `geo.render.report_table` makes them.
    """
    notes = [_name_ways(sheet)]
    if any(row["limit"].startswith("(") for row in rows):
        notes.append("Werte in Klammern: Vergleichswert des Laufs, keine Norm.")
    if any(row["way"].startswith(AT_MOST) for row in rows):
        notes.append("≤ höchstens: außerhalb der erfassten Gebiete kann eine nähere Einrichtung liegen.")
    if any(OPEN in row["times"] for row in rows):
        outside = any(figure.state == State.OUTSIDE_DATA_AREA for figure in sheet.figures)
        also = f", oder Lage {State.OUTSIDE_DATA_AREA.title}" if outside else ""
        notes.append(f"offen: keine Daten, ob eine nähere Einrichtung innerhalb der Grenze liegt{also}.")
    if any(row["snap"] for row in rows):
        notes.append(
            "neben der Straße: Weg vom Zentrum oder zum Ziel abseits der Straßen, zu Fuß eingerechnet."
        )
    if any(row["on_map"] for row in rows):
        notes.append("Nummer im Kreis: auf der Karte.")
    if sheet.position_estimated:
        notes.append("Lage des Zentrums geschätzt.")
    return notes


def _name_ways(sheet: ZentrumSheet) -> str:
    """Along what the ways lead; on streets also how far the Zentrum lies from the one where they begin."""
    if sheet.run.model != Model.NETWORK:
        return f"Wege und Zeiten nach dem {sheet.run.model_title}: Ein Straßennetz ist nicht geladen."
    snap_m = next((figure.snap_m for figure in sheet.figures if figure.snap_m is not None), None)
    if snap_m is None:
        return "Wege und Zeiten auf dem Straßennetz."
    return (
        f"Wege und Zeiten auf dem Straßennetz; sie beginnen {format_distance(snap_m)} vom Zentrum, "
        "an der nächsten Straße."
    )


def name_run(run: RunInfo) -> str:
    """Run and version that made the figures."""
    return f"Lauf {run.run_id} vom {format_date(run.finished_at)} · Mitten {run.code_version}"


def _model(run: RunInfo) -> str:
    return run.model_note if run.model_title in run.model_note else f"{run.model_title}: {run.model_note}"
