"""Corrections: what each action does, that order and repetition do not matter, and what is refused."""

import re
from datetime import date
from pathlib import Path

import pytest
import shapely
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shapely.geometry import Point, box

from geo.crs import STORAGE
from geo.errors import CrsError, InputError
from geo.schema import canonical_frame
from geo.settings import PROJECT_ROOT
from geo.sources.corrections import (
    Correction,
    CorrectionRow,
    apply_corrections,
    describe_corrections,
    read_corrections,
)
from geo.sources.rows import to_storage
from geo.sources.verbund import read_verbund

FOLDER = PROJECT_ROOT / "data" / "korrekturen"
HEADER = "action,facility_id,layer,from_layer,name,lat,lon,role,reason,date,valid_until,beispiel"
TODAY = date(2026, 11, 23)
LAT, LON, STEP = 51.75, 8.04, 0.002  # a step is about 220 m north, 140 m east
AGS = "05570008"


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


@pytest.fixture
def town():
    return facilities(
        ("osm:node/1", "supermarket", 0),
        ("osm:node/2", "bakery", 1),
        ("osm:node/3", "bakery", 2),
        ("osm:node/3", "post", 2),
    )


def test_nothing_to_correct_changes_nothing(town):
    after, report = apply(town)
    assert_frame_equal(after, town)
    assert (dict(report.applied), report.changed, report.seen) == ({}, 0, frozenset())
    assert report.sentence == "Korrekturen: keine angewandt"


def test_an_added_facility_stands_in_its_own_dataset(town):
    after, report = apply(town, add(step=3))
    assert_frame_equal(after.iloc[:4], town)
    new = after.iloc[4]
    assert (new["facility_id"], new["layer"], new["dataset"]) == ("korrektur:1", "pharmacy", "korrekturen")
    assert (new["name"], new["ags"]) == ("Löwen-Apotheke", AGS)
    assert new["attributes"]["korrektur"] == "ergänzt (Stadtverwaltung, 2026-11-01): Ortstermin"
    assert new["geom"].equals(to_storage([LON + 3 * STEP], [LAT + 3 * STEP]).iloc[0])
    assert report.sentence == "Korrekturen: 1 ergänzt"
    assert after.crs.to_epsg() == STORAGE


def test_a_moved_facility_moves_in_all_its_layers(town):
    after, _ = apply(town, row("move", "osm:node/3", step=5))
    moved = after[after["facility_id"] == "osm:node/3"]
    assert len(moved) == 2
    assert moved["geom"].nunique() == 1
    assert shapely.distance(moved["geom"].iloc[0], town["geom"].iloc[2]) == pytest.approx(3 * 262, rel=0.05)
    assert set(moved["dataset"]) == {"osm"}
    assert set(moved["ags"]) == {AGS}
    assert moved["attributes"].iloc[0]["korrektur"].startswith("verschoben (")
    assert moved["attributes"].iloc[0]["kind"] == "bakery"


@pytest.mark.parametrize(("layer", "left"), [("", []), ("post", ["bakery"])])
def test_a_closed_facility_is_left_out(town, layer, left):
    after, report = apply(town, row("close", "osm:node/3", layer=layer))
    assert after.loc[after["facility_id"] == "osm:node/3", "layer"].tolist() == left
    assert {each for each, _ in report.seen} == {"osm:node/3"}
    assert after.index.tolist() == list(range(len(after)))


def test_a_reclassified_facility_changes_its_layer(town):
    after, _ = apply(town, row("reclassify", layer="convenience"))
    assert after["layer"].tolist() == ["convenience", "bakery", "bakery", "post"]
    one, _ = apply(town, row("reclassify", "osm:node/3", layer="bank", from_layer="post"))
    assert one["layer"].tolist() == ["supermarket", "bakery", "bakery", "bank"]
    merged, _ = apply(town, row("reclassify", "osm:node/3", layer="bakery", from_layer="post"))
    assert merged["layer"].tolist() == ["supermarket", "bakery", "bakery"]


def test_moving_and_reclassifying_go_together(town):
    both = [row("move", step=1), row("reclassify", layer="convenience")]
    after, report = apply(town, *both)
    turned, _ = apply(town, *both[::-1])
    assert_frame_equal(after, turned)
    assert after["attributes"].iloc[0]["korrektur"].count("Ortstermin") == 2
    assert report.sentence == "Korrekturen: 1 verschoben, 1 umgestuft"


def test_the_given_frame_stays_as_it_is(town):
    before = town.copy(deep=True)
    apply(town, add(), row("close"), row("move", "osm:node/2", step=3))
    assert_frame_equal(town, before)
    assert town["attributes"].iloc[1] == {"kind": "bakery"}


def test_rows_that_do_not_count_are_told(town):
    after, report = apply(
        town,
        row("close", "unknown", beispiel="true"),
        row("close", date="2026-12-01"),
        row("close", valid_until="2026-11-22"),
    )
    assert_frame_equal(after, town)
    assert dict(report.skipped) == {"Beispiel": 1, "noch nicht gültig": 1, "abgelaufen": 1}
    assert report.sentence.endswith("(übergangen: 1 Beispiel, 1 noch nicht gültig, 1 abgelaufen)")
    last_day, _ = apply(town, row("close", valid_until="2026-11-23"))
    assert len(last_day) == 3


def test_a_correction_survives_the_next_import(town):
    corrections = [add(), row("close"), row("move", "osm:node/2", step=3)]
    first, _ = apply(town, *corrections)
    newer = facilities(
        ("osm:node/9", "library", 7), *[("osm:node/1", "supermarket", 0), ("osm:node/2", "bakery", 1)]
    )
    second, _ = apply(newer, *corrections)
    assert second["facility_id"].tolist() == ["osm:node/9", "osm:node/2", "korrektur:1"]
    kept = first.set_index("facility_id")["geom"]
    assert second.set_index("facility_id").loc["osm:node/2", "geom"].equals(kept["osm:node/2"])


@pytest.mark.parametrize(
    ("corrections", "said"),
    [
        ([row("close", "osm:node/77")], "„osm:node/77“ ist unbekannt"),
        ([row("move", "osm:node/77")], "„osm:node/77“ ist unbekannt"),
        ([row("reclassify", "osm:node/77", layer="bank")], "„osm:node/77“ ist unbekannt"),
        (
            [row("close", "osm:node/3", layer="bank")],
            "steht nicht als bank in den Daten, sondern als bakery, post",
        ),
        (
            [row("reclassify", "osm:node/3", layer="bank", from_layer="fuel")],
            "steht nicht als fuel in den Daten",
        ),
        ([row("reclassify", "osm:node/3", layer="bank")], "in mehreren Einrichtungsarten (bakery, post)"),
        ([row("move", step=40)], "um 10,5 km verschoben, erlaubt sind 5 km"),
        ([add("osm:node/1")], "steht schon als osm:node/1 in den Daten"),
        ([add(), add("korrektur:2")], "steht schon als korrektur:1 in den Daten"),
        ([add(), add(name="Andere", step=3)], "anders oder noch einmal berichtigt"),
        ([row("close"), row("move")], "anders oder noch einmal berichtigt"),
        ([row("move"), row("close")], "anders oder noch einmal berichtigt"),
        ([row("move"), row("move", step=1)], "anders oder noch einmal berichtigt"),
        ([row("close"), row("close", layer="supermarket")], "anders oder noch einmal berichtigt"),
        ([add(), row("move", "korrektur:1")], "anders oder noch einmal berichtigt"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(town, corrections, said):
    before = town.copy(deep=True)
    with pytest.raises(InputError, match=re.escape(said)) as caught:
        apply(town, *corrections)
    assert str(caught.value).startswith("05570008.csv, Zeile 2: ")
    assert str(caught.value).endswith(".")
    assert_frame_equal(town, before)


def test_an_added_facility_that_the_map_has_caught_up_with_is_left_out(town):
    doubled = [add(layer="supermarket", name="markt 0"), add("osm:node/2", layer="bakery", name="Anders")]
    after, report = apply(town, *doubled)
    assert_frame_equal(after, town)
    assert report.sentence == "Korrekturen: keine angewandt (übergangen: 2 schon in den Daten)"


def test_what_has_gone_is_no_error_in_the_next_import(town):
    corrections = [row("close"), row("move", "osm:node/2", step=2), row("close", "osm:node/3", layer="post")]
    _, first = apply(town, *corrections)
    later, second = apply(town.iloc[2:3], *corrections, seen=first.seen)
    assert later["facility_id"].tolist() == ["osm:node/3"]
    assert dict(second.applied) == {"close": 2}
    assert dict(second.skipped) == {"nicht mehr in den Daten": 1}
    assert second.seen == first.seen


def test_rows_for_openstreetmap_wait_until_it_is_loaded(town):
    corrections = [row("close", "osm:node/77"), row("close", "osm:node/1")]
    after, report = apply(town.assign(dataset="amt"), *corrections)
    assert len(after) == len(town) - 1
    assert dict(report.skipped) == {"bis OpenStreetMap geladen ist": 1}
    with pytest.raises(InputError, match="unbekannt"):
        apply(town.assign(dataset="amt"), row("close", "schule:77"))


def test_a_frame_in_degrees_is_refused(town):
    with pytest.raises(CrsError):
        apply(town.to_crs(4326))


def test_the_same_name_elsewhere_or_in_another_layer_is_no_double(town):
    corrections = [
        add("korrektur:1", layer="bakery", name="Markt 0"),
        add("korrektur:2", layer="supermarket", name="Markt 0", step=1),
        row("close", "osm:node/1"),
        add("korrektur:3", layer="supermarket", name="Markt 0"),
    ]
    after, report = apply(town, *corrections)
    assert report.applied["add"] == 3
    assert len(after) == 6


LAYERS = ("supermarket", "bakery", "pharmacy", "bank")


@st.composite
def independent(draw):
    """A town and corrections of different facilities in it, in any order."""
    n_facilities = draw(st.integers(1, 8))
    rows = [(f"osm:node/{i}", draw(st.sampled_from(LAYERS)), i) for i in range(n_facilities)]
    corrections = []
    for facility_id, _, step in rows:
        action = draw(st.sampled_from(["", "move", "close", "reclassify", "both"]))
        if action in {"move", "both"}:
            corrections.append(row("move", facility_id, step=step + draw(st.integers(-5, 5))))
        if action in {"reclassify", "both"}:
            corrections.append(row("reclassify", facility_id, layer=draw(st.sampled_from(LAYERS))))
        if action == "close":
            corrections.append(row("close", facility_id))
    for number in range(draw(st.integers(0, 3))):
        name = f"Neu {number}"
        corrections.append(
            add(f"korrektur:{number}", layer=draw(st.sampled_from(LAYERS)), name=name, step=number)
        )
    return facilities(*rows), corrections, draw(st.permutations(corrections))


@given(independent())
@settings(max_examples=60, deadline=None)
def test_the_order_of_independent_rows_does_not_matter(case):
    town, corrections, turned = case
    first, said = apply(town, *corrections)
    second, again = apply(town, *turned)
    assert_frame_equal(first, second)
    assert (dict(said.applied), said.seen) == (dict(again.applied), again.seen)


@given(independent())
@settings(max_examples=60, deadline=None)
def test_applying_twice_changes_nothing_more(case):
    town, corrections, turned = case
    once, first = apply(town, *corrections)
    twice, second = apply(once, *turned, seen=first.seen)
    assert_frame_equal(twice, once)
    assert second.changed == 0
    assert (dict(second.applied), second.seen) == (dict(first.applied), first.seen)


@given(independent())
@settings(max_examples=30, deadline=None)
def test_facilities_without_a_row_are_untouched(case):
    town, corrections, _ = case
    after, report = apply(town, *corrections)
    named = {correction.row.facility_id for correction in corrections}
    columns = ["facility_id", "layer", "dataset", "name", "ags"]
    before = town.loc[~town["facility_id"].isin(named), columns].reset_index(drop=True)
    assert_frame_equal(after.loc[~after["facility_id"].isin(named), columns].reset_index(drop=True), before)
    assert len(after) == len(town) + report.applied.get("add", 0) - report.applied.get("close", 0)


@pytest.fixture
def kommunen():
    corner = to_storage([LON], [LAT]).iloc[0]
    outline = box(corner.x - 3_000, corner.y - 3_000, corner.x + 3_000, corner.y + 3_000)
    return GeoDataFrame({"ags": [AGS], "geom": [outline]}, geometry="geom", crs=STORAGE)


def write(folder: Path, *lines: str, name=f"{AGS}.csv", header=HEADER) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return folder


def test_rows_are_read_with_their_place(tmp_path, kommunen):
    folder = write(
        tmp_path,
        'close,osm:node/1,,,,,,"Stadtverwaltung, Schulamt",Umzug,2026-11-01,,',
        "add,korrektur:1,pharmacy,,Löwen,51.75,8.04,Ortsvorstehung,Neu,2026-11-01,2027-01-31,false",
    )
    close, new = read_corrections(folder, kommunen)
    assert (close.where, close.ags, close.row.role) == (
        f"{AGS}.csv, Zeile 2",
        AGS,
        "Stadtverwaltung, Schulamt",
    )
    assert (new.row.lat, new.row.valid_until) == (51.75, date(2027, 1, 31))


def test_columns_that_may_be_left_out_are(tmp_path, kommunen):
    header = "action,facility_id,layer,name,lat,lon,role,reason,date"
    folder = write(tmp_path, "close,osm:node/1,,,,,Schulamt,Umzug,2026-11-01", header=header)
    (close,) = read_corrections(folder, kommunen)
    assert (close.row.valid_until, close.row.beispiel, close.row.from_layer) == (None, False, "")


def test_a_header_alone_and_no_folder_are_no_corrections(tmp_path, kommunen):
    assert read_corrections(write(tmp_path), kommunen) == ()
    assert read_corrections(tmp_path / "none", kommunen) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("open,a,,,,,,Amt,Umzug,2026-11-01,,", "bitte eines von 'add'"),
        ("close,,,,,,,Amt,Umzug,2026-11-01,,", "facility_id"),
        ("close,a,,,,,,,Umzug,2026-11-01,,", "role: das Feld ist leer"),
        ("close,a,,,,,,amt@stadt.de,Umzug,2026-11-01,,", "keine Person und keine Adresse"),
        ("close,a,,,,,,Amt,,2026-11-01,,", "reason: das Feld ist leer"),
        ("close,a,,,,,,Amt,Umzug,1.11.2026,,", "date: „1.11.2026“"),
        ("close,a,,,,,,Amt,Umzug,2026-11-01,2026-10-01,", "valid_until liegt vor date"),
        ("close,a,kiosk,,,,,Amt,Umzug,2026-11-01,,", "die Einrichtungsart „kiosk“ ist unbekannt"),
        ("reclassify,a,,,,,,Amt,Umzug,2026-11-01,,", "reclassify braucht eine Einrichtungsart"),
        ("reclassify,a,bank,kiosk,,,,Amt,Umzug,2026-11-01,,", "die Einrichtungsart „kiosk“ ist unbekannt"),
        ("move,a,,,,51.75,,Amt,Umzug,2026-11-01,,", "move braucht lat und lon"),
        ("move,a,,,,8.04,51.75,Amt,Umzug,2026-11-01,,", "sind vertauscht"),
        ("move,a,,,,51.80,8.04,Amt,Umzug,2026-11-01,,", "läge 2,6 km außerhalb der Kommune"),
        ("add,a,bank,,,51.75,8.04,Amt,Umzug,2026-11-01,,", "add braucht einen Namen"),
    ],
)
def test_a_wrong_row_is_one_sentence(tmp_path, kommunen, line, said):
    with pytest.raises(InputError, match=re.escape(said.replace("'", ""))) as caught:
        read_corrections(write(tmp_path, line), kommunen)
    assert str(caught.value).startswith(f"{AGS}.csv, Zeile 2")
    assert str(caught.value).endswith(".")


def test_a_file_of_an_unknown_municipality_is_one_sentence(tmp_path, kommunen):
    with pytest.raises(InputError, match=r"eine Kommune 05999999 gibt es im Verbund nicht"):
        read_corrections(write(tmp_path, name="05999999.csv"), kommunen)


def test_the_default_verbund_has_a_file_per_municipality_with_examples_only():
    package = read_verbund(PROJECT_ROOT / "data" / "verbuende" / "61-6-eins")
    members = package.kommunen.loc[package.kommunen["role"] == "kommune", "ags"]
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(members)
    corrections = read_corrections(FOLDER, package.kommunen)
    assert {correction.row.action for correction in corrections} == {"add", "move", "close", "reclassify"}
    after, report = apply(package.facilities, *corrections)
    assert_frame_equal(after, package.facilities)
    assert set(report.skipped) == {"Beispiel"}


def test_a_real_facility_can_be_corrected(tmp_path):
    package = read_verbund(PROJECT_ROOT / "data" / "verbuende" / "61-6-eins")
    folder = write(tmp_path, "close,schule:100093,,,,,,Schulamt,Erprobung,2026-11-01,,")
    corrections = read_corrections(folder, package.kommunen)
    after, report = apply(package.facilities, *corrections)
    assert len(after) == len(package.facilities) - 1
    record = describe_corrections(folder, corrections, report)
    assert (record.key, record.date, record.n_records) == ("korrekturen", "2026-11-01", 1)
    assert record.note == "Korrekturen: 1 geschlossen"
    assert record.complete_area is None
    assert record.layers == ()


def test_the_readme_names_every_column():
    named = set(re.findall(r"\w+", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert set(CorrectionRow.model_fields) <= named
    assert set(HEADER.split(",")) == set(CorrectionRow.model_fields)
    assert isinstance(to_storage([LON], [LAT]).iloc[0], Point)
