"""Corrections: what each action does, what is left out, and what is refused."""

import re

import pytest
import shapely
from pandas.testing import assert_frame_equal

from geo.crs import STORAGE
from geo.errors import CrsError, InputError
from geo.sources.rows import to_storage
from tests.sources.corrected_town import AGS, LAT, LON, STEP, add, apply, facilities, row


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
