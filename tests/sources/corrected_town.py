"""A town with four facilities, and rows that correct them."""

from datetime import date

from geo.schema import canonical_frame
from geo.sources.corrections import (
    Correction,
    CorrectionRow,
    apply_corrections,
)
from geo.sources.rows import to_storage

TODAY = date(2026, 11, 23)
AGS = "05570008"
LAT, LON, STEP = 51.75, 8.04, 0.002  # a step is about 220 m north, 140 m east


def facilities(*rows):
    """Canonical frame of (id, layer, step) triples; the step places it on a diagonal."""
    steps = [step for _, _, step in rows]
    return canonical_frame(
        "facilities",
        {
            "facility_id": [facility_id for facility_id, _, _ in rows],
            "layer": [layer for _, layer, _ in rows],
            "dataset": ["osm"] * len(rows),
            "name": [f"Markt {step}" for step in steps],
            "ags": [""] * len(rows),
            "attributes": [{"kind": layer} for _, layer, _ in rows],
            "geom": to_storage([LON + step * STEP for step in steps], [LAT + step * STEP for step in steps]),
        },
    )


def row(action, facility_id="osm:node/1", *, step=0, where="05570008.csv, Zeile 2", **more):
    values = {"action": action, "facility_id": facility_id, "layer": "", "name": "", "lat": "", "lon": ""}
    values |= {"role": "Stadtverwaltung", "reason": "Ortstermin", "date": "2026-11-01"}
    if action in {"add", "move"}:
        values |= {"lat": str(LAT + step * STEP), "lon": str(LON + step * STEP)}
    return Correction(where, AGS, CorrectionRow.model_validate(values | more))


def add(facility_id="korrektur:1", *, layer="pharmacy", name="Löwen-Apotheke", **more):
    return row("add", facility_id, layer=layer, name=name, **more)


def apply(frame, *corrections, **more):
    return apply_corrections(frame, corrections, **{"today": TODAY} | more)
