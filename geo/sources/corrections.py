"""Corrections of facilities by the municipalities: ``data/korrekturen/<ags>.csv``, applied after each import.

Whoever knows better says so in a row: what happens to which facility, in which role, why, and since when. The
ids of facilities are stable, so a row holds for the next import too. `apply_corrections` is pure: a frame in, a
new frame and a report out; the order of the rows does not matter.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import shapely
from geopandas import GeoDataFrame
from shapely.geometry import Point

from geo.crs import validate_metric
from geo.errors import InputError
from geo.normalise import SAME_PLACE_M
from geo.schema import COLUMNS
from geo.sources.correction_report import DATASET, CorrectionReport, describe_corrections
from geo.sources.correction_rows import Correction, CorrectionRow, read_corrections
from geo.sources.correction_table import DONE, MARK, FacilityTable, mark_of
from geo.sources.rows import to_storage

__all__ = [
    "Correction", "CorrectionReport", "CorrectionRow", "apply_corrections", "describe_corrections", "read_corrections",
]  # fmt: skip

OSM_DATASET, OSM_ID = "osm", "osm:"
MAX_MOVE_M = 5_000.0  # own setting: farther, it is another facility or a typing error


def apply_corrections(
    facilities: GeoDataFrame,
    corrections: Sequence[Correction],
    *,
    today: date,
    seen: Collection[tuple[str, str]] = (),
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
    seen
        `CorrectionReport.seen` of the import before: these facilities are gone, not unknown.

    Returns
    -------
    GeoDataFrame, CorrectionReport
        Canonical frame in the order of the given one, added facilities last (dataset ``korrekturen``); corrected
        ones say so in the attribute ``korrektur``.

    Raises
    ------
    InputError
        If a facility was never known, is moved more than 5 km, or if rows contradict each other.
    CrsError
        If the frame is not in metres.
    """
    validate_metric(facilities, "Die Tabelle der Einrichtungen")
    due, skipped = _split(corrections, today)
    _validate_together(due)
    table = FacilityTable({name: facilities[name].tolist() for name in COLUMNS["facilities"]})
    known, applied, changed = set(seen), Counter[str](), 0
    for correction in due:
        why = _find_reason_to_skip(table, correction, known)
        if why:
            skipped[why] = skipped.get(why, 0) + 1
        else:
            changed += _apply(table, correction, known)
            applied[correction.row.action] += 1
    return table.to_frame(), CorrectionReport(dict(applied), changed, skipped, frozenset(known))


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


def _find_reason_to_skip(table: FacilityTable, correction: Correction, seen: set[tuple[str, str]]) -> str:
    """Why a row has nothing to do although it need not be wrong, in German; empty where it is to be applied."""
    row = correction.row
    found = table.find(row.facility_id)
    if row.action == "add":
        same = [each for each in found if table.columns["layer"][each] == row.layer]
        doubled = _find_double(table, correction)
        there = [each for each in (*same, doubled) if each is not None]
        caught_up = any(table.columns["dataset"][each] != DATASET for each in there)
        return "schon in den Daten" if caught_up else ""
    if found or (row.action == "close" and _is_closed(row, seen)):
        return ""
    if any(facility_id == row.facility_id for facility_id, _ in seen):
        return "nicht mehr in den Daten"
    waits = row.facility_id.startswith(OSM_ID) and OSM_DATASET not in table.columns["dataset"]
    return "bis OpenStreetMap geladen ist" if waits else ""


def _is_closed(row: CorrectionRow, seen: set[tuple[str, str]]) -> bool:
    before = {layer for facility_id, layer in seen if facility_id == row.facility_id and layer}
    return row.layer in before or (bool(before) and not row.layer)


def _apply(table: FacilityTable, correction: Correction, seen: set[tuple[str, str]]) -> bool:
    """Apply one correction and note what it met; tells whether it altered anything."""
    row = correction.row
    match row.action:
        case "close":
            return _close(table, correction, seen)
        case "add":
            return _add(table, correction)
        case "move":
            changed = _move(table, correction)
        case "reclassify":
            changed = _reclassify(table, correction)
    seen.add((row.facility_id, ""))
    return changed


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


def _close(table: FacilityTable, correction: Correction, seen: set[tuple[str, str]]) -> bool:
    row = correction.row
    if _is_closed(row, seen) and not table.find(row.facility_id, row.layer):
        return False
    for each in _get(table, correction, row.layer):
        table.dropped.add(each)
        seen.add((row.facility_id, table.columns["layer"][each]))
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
    double = _find_double(table, correction)
    if double is not None:
        away_m = shapely.distance(table.columns["geom"][double], values["geom"])
        raise _doubled(correction, table.columns["facility_id"][double], away_m)
    own = table.find(row.facility_id, row.layer)
    if own:
        values["attributes"] = {**values["attributes"], MARK: mark_of(correction)}
        return table.change(own[0], correction, **values)
    table.marks[table.append(values)].append(mark_of(correction))
    return True


def _find_double(table: FacilityTable, correction: Correction) -> int | None:
    """Row of another facility that has the name and layer of an added one and stands where it does."""
    row, point = correction.row, _point(correction.row)
    name = row.name.casefold()
    for each, (other_name, other_layer) in enumerate(
        zip(table.columns["name"], table.columns["layer"], strict=True)
    ):
        if other_layer != row.layer or other_name.casefold() != name or each in table.dropped:
            continue
        away_m = shapely.distance(table.columns["geom"][each], point)
        if away_m <= SAME_PLACE_M and table.columns["facility_id"][each] != row.facility_id:
            return each
    return None


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
