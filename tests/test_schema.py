"""Row models and canonical frames: what is accepted, what is refused, and in which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from shapely.geometry import Point

from geo.crs import STORAGE
from geo.db.tables import Base
from geo.domain import Handlungsfeld
from geo.schema import (
    COLUMNS,
    LAT_RANGE,
    LON_RANGE,
    EinwohnerRow,
    ProjectRow,
    Residents,
    canonical_frame,
    check_degrees,
)

PROJECT = {
    "project_id": "laden",
    "title": "Laden",
    "summary": "",
    "need": "convenience",
    "handlungsfelder": "Mobilität; wohnen",
    "phase": "Idee",
    "zentren": "a-1;b-2",
    "owner": "",
    "beispiel": "true",
    "lat": "",
    "lon": "",
}


@pytest.mark.parametrize(
    ("frame", "table"),
    [
        ("kommunen", "kommune"),
        ("ortsteile", "ortsteil"),
        ("zentren", "zentrum"),
        ("facilities", "facility"),
    ],
)
def test_canonical_columns_are_those_of_the_table(frame, table):
    assert set(COLUMNS[frame]) == columns_of(table)


def test_a_project_of_a_file_fills_columns_of_the_register():
    """The register holds more: what people write, and how it came about."""
    assert set(COLUMNS["projects"]) < columns_of("project")


def columns_of(table):
    return {column.name for column in Base.metadata.tables[table].columns} - {"verbund_id"}


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_an_empty_frame_keeps_columns_and_crs(table):
    frame = canonical_frame(table, {name: [] for name in COLUMNS[table]})
    assert list(frame.columns) == COLUMNS[table]
    assert frame.crs.to_epsg() == STORAGE
    assert frame.geometry.name == "geom"


def test_residents_may_be_missing_and_stay_whole_numbers():
    columns = {name: ["", ""] for name in COLUMNS["kommunen"]}
    frame = canonical_frame("kommunen", columns | {"residents": [None, 7], "geom": [Point(0, 0), None]})
    assert str(frame["residents"].dtype) == "Int64"
    assert frame["residents"].isna().tolist() == [True, False]


@given(st.floats(*LAT_RANGE), st.floats(*LON_RANGE))
def test_positions_in_range_pass_and_swapped_ones_are_named(lat, lon):
    check_degrees(lat, lon)
    with pytest.raises(ValueError, match="vertauscht"):
        check_degrees(lon, lat)


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [
        (5745000.0, 436000.0, "keine Grad"),
        (0.0, 0.0, "nicht in Mitteleuropa"),
        (float("nan"), 8.0, "nicht in Mitteleuropa"),
    ],
)
def test_impossible_positions_are_refused(lat, lon, words):
    with pytest.raises(ValueError, match=words):
        check_degrees(lat, lon)


def test_lists_are_split_and_fields_of_action_may_be_written_out():
    row = ProjectRow.model_validate(PROJECT)
    assert row.handlungsfelder == [Handlungsfeld.MOBILITAET, Handlungsfeld.WOHNEN]
    assert row.zentren == ["a-1", "b-2"]
    assert row.lat is None


def test_half_a_position_is_refused():
    with pytest.raises(ValidationError, match="gehören zusammen"):
        ProjectRow.model_validate(PROJECT | {"lat": "51.5"})


def test_unknown_residents_are_missing_not_zero():
    row = EinwohnerRow.model_validate({"zentrum_id": "a", "population": " ", "date": 2018, "source": None})
    assert row.population is None
    assert row.date == "2018"
    assert row.source == ""
    with pytest.raises(ValidationError):
        TypeAdapter(Residents).validate_python("-1")
