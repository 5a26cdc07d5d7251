"""Corrections of facilities by the municipalities: ``data/korrekturen/<ags>.csv``, applied after each import.

Whoever knows better says so in a row: what happens to which facility, in which role, why, and since when. The
ids of facilities are stable, so a row holds for the next import too. `apply_corrections` is pure: a frame in, a
new frame and a report out; the order of the rows does not matter.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from geopandas import GeoDataFrame
from shapely.geometry import Point

from geo.crs import validate_metric
from geo.errors import InputError
from geo.normalise import SAME_PLACE_M
from geo.schema import COLUMNS
from geo.sources.checksum import sha256_files
from geo.sources.correction_rows import Correction, CorrectionRow, list_files, read_corrections
from geo.sources.correction_table import DONE, MARK, FacilityTable, mark_of
from geo.sources.package import DatasetRecord
from geo.sources.rows import to_storage

__all__ = [
    "Correction", "CorrectionReport", "CorrectionRow", "apply_corrections", "describe_corrections", "read_corrections",
]  # fmt: skip

DATASET = "korrekturen"
MAX_MOVE_M = 5_000.0  # own setting: farther, it is another facility or a typing error


@dataclass(frozen=True, slots=True)
class CorrectionReport:
    """What corrections did.

    Attributes
    ----------
    applied
        Rows in force by action; a second time they are in force too.
    changed
        How many of them altered something just now.
    skipped
        Rows that were left out, by German reason.
    closed
        (facility_id, layer) of what was left out: to be handed in when the result is corrected again.
    """

    applied: Mapping[str, int]
    changed: int
    skipped: Mapping[str, int]
    closed: frozenset[tuple[str, str]]

    @property
    def sentence(self) -> str:
        """What happened, in German."""
        done = ", ".join(f"{self.applied[key]} {DONE[key]}" for key in DONE if self.applied.get(key))
        left = ", ".join(f"{count} {why}" for why, count in self.skipped.items())
        return f"Korrekturen: {done or 'keine angewandt'}" + (f" (übergangen: {left})" if left else "")


def apply_corrections(
    facilities: GeoDataFrame,
    corrections: Sequence[Correction],
    *,
    today: date,
    closed: Collection[tuple[str, str]] = (),
) -> tuple[GeoDataFrame, CorrectionReport]:
    """Correct facilities; correcting the result again changes nothing more.

    Parameters
    ----------
    facilities
        Canonical frame, as imported or as corrected before. It is not changed.
    corrections
        As `read_corrections` gives them; their order does not matter.
    today
        Rows that begin later or have ended are left out, examples too. What a row did that has ended is undone
        by the next import.
    closed
        `CorrectionReport.closed` of an earlier call, if the frame is its result: these are gone, not unknown.

    Returns
    -------
    GeoDataFrame, CorrectionReport
        Canonical frame in the order of the given one, added facilities last (dataset ``korrekturen``); corrected
        ones say so in the attribute ``korrektur``.

    Raises
    ------
    InputError
        If a facility is unknown, moved more than 5 km, added although it is there, or if rows contradict each other.
    CrsError
        If the frame is not in metres.
    """
    validate_metric(facilities, "Die Tabelle der Einrichtungen")
    due, skipped = _split(corrections, today)
    _validate_together(due)
    table = FacilityTable({name: facilities[name].tolist() for name in COLUMNS["facilities"]})
    gone = set(closed)
    changed = 0
    for correction in due:
        match correction.row.action:
            case "close":
                changed += _close(table, correction, gone)
            case "move":
                changed += _move(table, correction)
            case "reclassify":
                changed += _reclassify(table, correction)
            case "add":
                changed += _add(table, correction)
    applied = Counter[str](correction.row.action for correction in due)
    return table.to_frame(), CorrectionReport(dict(applied), changed, skipped, frozenset(gone))


def describe_corrections(
    folder: Path, corrections: Sequence[Correction], report: CorrectionReport
) -> DatasetRecord:
    """The dataset ``korrekturen``, dated by its newest row; it claims to be complete for nothing."""
    files = list_files(folder)
    dates = [correction.row.date for correction in corrections if not correction.row.beispiel]
    return DatasetRecord(
        key=DATASET,
        title="Korrekturen der Kommunen",
        source="Angaben der Kommunen in data/korrekturen",
        url="",
        licence="dl-de/zero-2-0",
        attribution="Kommunen des Verbunds",
        date=max(dates).isoformat() if dates else "",
        sha256=sha256_files(files),
        note=report.sentence,
        n_records=sum(report.applied.values()),
    )


def _split(corrections: Sequence[Correction], today: date) -> tuple[list[Correction], dict[str, int]]:
    """Corrections in force, in the order in which they are applied, and how many are not, by reason."""
    due, skipped = [], Counter[str]()
    for correction in corrections:
        row = correction.row
        if row.beispiel:
            skipped["Beispiel"] += 1
        elif row.date > today:
            skipped["noch nicht gültig"] += 1
        elif row.valid_until is not None and row.valid_until < today:
            skipped["abgelaufen"] += 1
        else:
            due.append(correction)
    order = list(DONE)
    due.sort(key=lambda each: (order.index(each.row.action), each.row.facility_id, each.row.layer))
    return due, dict(skipped)


def _validate_together(corrections: Sequence[Correction]) -> None:
    """Refuse rows whose order would matter: a facility is added or closed, or moved and reclassified once each."""
    kinds: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for correction in corrections:
        row = correction.row
        seen = kinds[row.facility_id]
        kind = (row.action, row.layer if row.action in {"add", "close"} else "")
        actions = {action for action, _ in [*seen, kind]}
        alone = len(actions) > 1 and actions & {"add", "close"}
        everywhere = row.action == "close" and seen and ("close", "") in {*seen, kind}
        if kind in seen or alone or everywhere:
            raise InputError(
                f"{correction.where}: „{row.facility_id}“ wird schon in {next(reversed(seen.values()))} anders "
                "oder noch einmal berichtigt: bitte nur eine der Zeilen stehen lassen."
            )
        seen[kind] = correction.where


def _get(table: FacilityTable, correction: Correction, layer: str = "") -> list[int]:
    row = correction.row
    found = table.find(row.facility_id, layer)
    if found:
        return found
    others = sorted({table.columns["layer"][each] for each in table.find(row.facility_id)})
    if others:
        raise InputError(
            f"{correction.where}: „{row.facility_id}“ steht nicht als {layer} in den Daten, sondern als "
            f"{', '.join(others)}: bitte die Einrichtungsart berichtigen."
        )
    raise InputError(
        f"{correction.where}: die Einrichtung „{row.facility_id}“ ist unbekannt: bitte die Kennung prüfen "
        "(sie steht auf der Karte) oder die Zeile löschen."
    )


def _close(table: FacilityTable, correction: Correction, gone: set[tuple[str, str]]) -> bool:
    row = correction.row
    before = {layer for facility_id, layer in gone if facility_id == row.facility_id}
    if (row.layer in before or (before and not row.layer)) and not table.find(row.facility_id, row.layer):
        return False
    for each in _get(table, correction, row.layer):
        table.dropped.add(each)
        gone.add((row.facility_id, table.columns["layer"][each]))
    return True


def _move(table: FacilityTable, correction: Correction) -> bool:
    rows = _get(table, correction)
    point = _point(correction.row)
    away_m = max(shapely.distance(table.columns["geom"][row], point) for row in rows)
    if away_m > MAX_MOVE_M:
        away_km = f"{away_m / 1000:.1f}".replace(".", ",")
        raise InputError(
            f"{correction.where}: „{correction.row.facility_id}“ würde um {away_km} km verschoben, "
            f"erlaubt sind {MAX_MOVE_M / 1000:.0f} km: bitte lat und lon prüfen oder schließen (close) und neu "
            "anlegen (add)."
        )
    return sum(table.change(row, correction, geom=point, ags=correction.ags) for row in rows) > 0


def _reclassify(table: FacilityTable, correction: Correction) -> bool:
    row = correction.row
    rows = table.find(row.facility_id, row.from_layer) if row.from_layer else _get(table, correction)
    if not rows:  # done before, or wrong
        rows = table.find(row.facility_id, row.layer) or _get(table, correction, row.from_layer)
    if len(rows) > 1:
        raise InputError(
            f"{correction.where}: „{row.facility_id}“ steht in mehreren Einrichtungsarten "
            f"({', '.join(sorted(table.columns['layer'][each] for each in rows))}): bitte from_layer angeben."
        )
    there = [each for each in table.find(row.facility_id, row.layer) if each not in rows]
    if there:  # stands in the new layer already
        table.dropped.update(rows)
        table.change(there[0], correction)
        return True
    return table.change(rows[0], correction, layer=row.layer)


def _add(table: FacilityTable, correction: Correction) -> bool:
    row = correction.row
    values = {
        "facility_id": row.facility_id,
        "layer": row.layer,
        "dataset": DATASET,
        "name": row.name,
        "ags": correction.ags,
        "attributes": {"source": f"{row.role}, {row.date.isoformat()}"},
        "geom": _point(row),
    }
    for each in table.find(row.facility_id):
        if table.columns["dataset"][each] != DATASET:
            raise _doubled(correction, row.facility_id, 0.0)
    own = table.find(row.facility_id, row.layer)
    _validate_new(table, correction, values)
    if own:
        values["attributes"] = {**values["attributes"], MARK: mark_of(correction)}
        return table.change(own[0], correction, **values)
    table.marks[table.append(values)].append(mark_of(correction))
    return True


def _validate_new(table: FacilityTable, correction: Correction, values: Mapping[str, Any]) -> None:
    """Refuse a facility of a name and layer that stand there already."""
    name, layer, point = correction.row.name.casefold(), values["layer"], values["geom"]
    for row, (other_name, other_layer) in enumerate(
        zip(table.columns["name"], table.columns["layer"], strict=True)
    ):
        if other_layer != layer or other_name.casefold() != name or row in table.dropped:
            continue
        away_m = shapely.distance(table.columns["geom"][row], point)
        other_id = table.columns["facility_id"][row]
        if away_m <= SAME_PLACE_M and other_id != values["facility_id"]:
            raise _doubled(correction, other_id, away_m)


def _doubled(correction: Correction, other_id: str, away_m: float) -> InputError:
    row = correction.row
    return InputError(
        f"{correction.where}: „{row.name}“ ({row.facility_id}) steht schon als {other_id} in den Daten, "
        f"{away_m:.0f} m entfernt: bitte die Zeile löschen."
    )


def _point(row: CorrectionRow) -> Point:
    assert row.lon is not None, "add and move have a position"
    assert row.lat is not None, "add and move have a position"
    point: Point = to_storage([row.lon], [row.lat]).iloc[0]
    return point
