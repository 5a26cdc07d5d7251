"""The norm register against a table typed by hand from the project's list of methods (its section 2)."""

import csv
from pathlib import Path

import pytest
from pydantic import ValidationError

from geo.domain import Mode
from geo.errors import NotFoundError
from geo.layers import list_layers
from geo.norms import Norm, find_norm_for, get_norm, list_norms

TABLE = Path(__file__).parents[1] / "golden" / "norms.csv"

# In the register, but held against no layer of facilities.
UNUSED = {
    "schfkvo-sekundarstufe-2": "no layer of its own for upper secondary classes",
    "bbsr-grundschule": "SchfkVO leads for primary schools",
    "gif-nahversorgung-500": "the glossary gives 500 or 700 m; the layer is held to the wider one",
    "allianz-bushaltestelle": "needs a timetable; bus stops are held to BBSR",
    "hilfsfrist": "the rural value leads",
}


def read_table() -> dict[str, dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_values_equal_the_table():
    table = read_table()
    assert len(table) == 28
    register = {
        norm.id: {
            "id": norm.id,
            "value": f"{norm.value:g}",
            "unit": norm.unit,
            "measure": norm.measure,
            "mode": str(norm.mode),
            "requires": norm.requires,
            "mark": norm.mark,
        }
        for norm in list_norms()
    }
    assert register == table


def test_ids_are_unique():
    ids = [norm.id for norm in list_norms()]
    assert len(set(ids)) == len(ids)


def test_every_norm_names_source_and_date():
    for norm in list_norms():
        assert norm.source
        assert norm.date
        assert norm.concerns


def test_what_was_quoted_only_is_a_guideline():
    quoted = [norm for norm in list_norms() if norm.mark == "2"]
    assert quoted
    assert {norm.binding for norm in quoted} == {"Richtwert"}


def test_binding_are_the_ways_to_school_only():
    assert {norm.id for norm in list_norms() if norm.binding == "verbindlich"} == {
        "schfkvo-grundschule",
        "schfkvo-sekundarstufe-1",
        "schfkvo-sekundarstufe-2",
    }


def test_reference_shares_stand_with_the_bbsr_norms():
    shares = {"supermarkt": "75 %", "grundschule": "75 %", "hausarzt": "75 %", "apotheke": "67 %"}
    for service, share in {**shares, "haltestelle": "93 %"}.items():
        reference = get_norm(f"bbsr-{service}").reference
        assert reference.startswith(share)
        assert "21 %" in reference


def test_every_norm_is_used_or_has_a_reason_not_to_be():
    used = {norm_id for layer in list_layers() for norm_id in layer.norms}
    waiting = {norm.id for norm in list_norms() if norm.requires == "ranks"}
    assert used.isdisjoint(UNUSED)
    assert used | waiting | set(UNUSED) == {norm.id for norm in list_norms()}


@pytest.mark.parametrize(
    ("key", "mode", "expected"),
    [
        ("supermarket", Mode.WALK, "bbsr-supermarkt"),
        ("supermarket", Mode.CAR, "landatlas-supermarkt"),
        ("supermarket", Mode.BIKE, None),
        ("convenience", Mode.WALK, "gif-nahversorgung-700"),
        ("primary_school", Mode.WALK, "schfkvo-grundschule"),
        ("secondary_school", Mode.WALK, "schfkvo-sekundarstufe-1"),
        ("pharmacy", Mode.WALK, "bbsr-apotheke"),
        ("doctor", Mode.WALK, "bbsr-hausarzt"),
        ("fuel", Mode.CAR, "landatlas-tankstelle"),
        ("bus_stop", Mode.WALK, "bbsr-haltestelle"),
        ("fire_station", Mode.CAR, "hilfsfrist-laendlich"),
        # Needs a timetable.
        ("railway_station", Mode.WALK, None),
        ("library", Mode.WALK, None),
    ],
)
def test_norm_for_layer_and_mode(key, mode, expected):
    layers = {layer.key: layer for layer in list_layers()}
    norm = find_norm_for(layers[key].norms, mode)
    assert (norm.id if norm else None) == expected


def test_an_unknown_norm_is_named():
    with pytest.raises(NotFoundError, match="„vdv-4“ steht nicht im Register"):
        get_norm("vdv-4")


def test_a_record_with_an_unknown_field_is_refused():
    record = get_norm("bbsr-apotheke").model_dump()
    with pytest.raises(ValidationError, match="paragraph"):
        Norm.model_validate({**record, "paragraph": "1"})
