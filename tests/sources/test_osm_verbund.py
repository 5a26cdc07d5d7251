"""A Verbund out of OpenStreetMap: the real Liechtenstein, and small regions that show each rule."""

import pandas as pd
import pytest
import shapely

from geo.domain import GeometrieQuelle
from geo.errors import InputError
from geo.settings import PROJECT_ROOT
from geo.sources.config import OsmConfig, read_config
from geo.sources.osm_facilities import read_osm_facilities
from geo.sources.osm_verbund import read_osm_verbund
from geo.sources.verbund import read_verbund

FOLDER = PROJECT_ROOT / "tests" / "verbuende" / "liechtenstein"
PBF = "osm/liechtenstein-valhalla.osm.pbf"
TOWN = {"boundary": "administrative", "admin_level": "8", "type": "boundary"}
AGS = "de:amtlicher_gemeindeschluessel"


@pytest.fixture(scope="module")
def liechtenstein(testdata):
    return read_verbund(FOLDER)


def test_liechtenstein_is_read_by_the_same_code(liechtenstein):
    assert len(liechtenstein.kommunen) == 11
    assert set(liechtenstein.kommunen["role"]) == {"kommune"}
    assert liechtenstein.kommunen["ags"].str.fullmatch(r"li-\d+").all()
    assert len(liechtenstein.zentren) == len(liechtenstein.ortsteile) == 19
    assert set(liechtenstein.zentren["kind"]) == {"Dorf", "Weiler"}
    assert "li-1155956-vaduz" in set(liechtenstein.zentren["zentrum_id"])
    assert liechtenstein.projects.empty


def test_a_municipality_with_one_place_is_its_own_ortsteil(liechtenstein):
    parts = liechtenstein.ortsteile.set_index("ortsteil_id")
    outlines = liechtenstein.kommunen.set_index("ags")["geom"]
    ruggell = parts.loc["li-1155950-ruggell"]
    assert ruggell["geometrie_quelle"] == GeometrieQuelle.OSM
    assert ruggell["geom"].symmetric_difference(outlines["li-1155950"]).area < 1.0
    assert parts.loc["li-1155956-vaduz", "geometrie_quelle"] == GeometrieQuelle.ABGELEITET


def test_residents_are_only_what_openstreetmap_says(liechtenstein):
    parts = liechtenstein.ortsteile.set_index("ortsteil_id")
    totals = liechtenstein.kommunen.set_index("name")["residents"]
    assert totals.notna().all()
    assert totals["Eschen"] == 4284
    assert parts.loc["li-1155950-ruggell", ["residents", "residents_scaled"]].tolist() == [2065, 2065]
    assert parts.loc["li-1155949-nendeln", "residents"] == 1357
    # Eschen's figure includes Nendeln, so nothing is known of the Ortsteil alone.
    assert pd.isna(parts.loc["li-1155949-eschen", "residents"])
    assert parts.loc["li-1155949-eschen", "residents_source"] == "keine Zahl bekannt"
    assert not parts["residents_estimated"].any()


def test_completeness_is_claimed_only_where_something_is_mapped(liechtenstein):
    dataset = next(item for item in liechtenstein.datasets if item.key == "osm")
    assert "doctor" not in dataset.layers
    assert {"supermarket", "pharmacy", "bus_stop"} <= set(dataset.layers)
    # 15 of its 19 schools tell no level: there the nearest known school would say too much.
    assert set(liechtenstein.facilities["layer"]) - set(dataset.layers) == {
        "primary_school",
        "secondary_school",
    }
    assert len(dataset.complete_ags) == 11
    assert dataset.note == "OpenStreetMap, Stand 2015: Vollständigkeit nicht geprüft"
    assert (dataset.date, dataset.licence) == ("2015-07-27", "ODbL 1.0")
    assert dataset.n_records == len(liechtenstein.facilities)


def test_facilities_know_their_municipality(liechtenstein):
    outlines = liechtenstein.kommunen.set_index("ags")["geom"]
    inside = liechtenstein.facilities.query("ags != ''")
    assert len(inside)
    assert shapely.intersects(outlines.loc[inside["ags"]].to_numpy(), inside["geom"].to_numpy()).all()


def test_members_narrow_the_verbund_and_the_rest_lies_beyond_the_border(testdata):
    config = read_config(FOLDER).osm
    places, facilities, (dataset,) = read_osm_verbund([testdata / PBF], config, ["li-1155956", "li-1155952"])
    assert places.kommunen["name"].tolist() == ["Schaan", "Vaduz"]
    assert set(facilities["ags"]) == {"li-1155956", "li-1155952", ""}
    assert set(dataset.complete_ags) == {"li-1155956", "li-1155952"}
    # The whole country is mapped, so a facility beyond the border is as certain as one inside.
    assert dataset.complete_area.area / 1e6 == pytest.approx(160.5, abs=1.0)


def test_a_wrong_member_is_refused(testdata):
    config = read_config(FOLDER).osm
    with pytest.raises(
        InputError, match=r"„li-7001“ \(members.*nicht vollständig in .*; dort liegen li-1155945 Triesen"
    ):
        read_osm_verbund([testdata / PBF], config, ["li-7001"])


def test_facilities_alone_are_read_for_known_municipalities(liechtenstein, testdata):
    dataset, facilities = read_osm_facilities(testdata / PBF, liechtenstein.kommunen, "2015-07-27")
    assert facilities.drop(columns="geom").equals(liechtenstein.facilities.drop(columns="geom"))
    assert set(dataset.complete_ags) == set(liechtenstein.kommunen["ags"])


def config(**changes):
    return OsmConfig(file=("a.osm",), date="2026-01-01", **changes)


def two_towns(osm):
    """Two German municipalities side by side, 20 by 20 thousandths of a degree each."""
    west = osm.relation(7, [1], **TOWN | {"name": "Westdorf", AGS: "05999001", "population": "900"})
    east = osm.relation(8, [2], label=50, **TOWN | {"name": "Ostdorf", AGS: "05999002"})
    return [osm.square(1, 0, 0, 20), osm.square(2, 20, 0, 20), west, east, osm.node(50, 35, 5)]


def test_two_extracts_make_one_german_verbund(tmp_path, osm):
    west = osm.write(
        tmp_path / "west.osm",
        *two_towns(osm)[::2],
        osm.node(60, 5, 5, place="village", name="Westdorf"),
        osm.node(61, 10, 10, shop="bakery"),
    )
    east = osm.write(
        tmp_path / "east.osm",
        *two_towns(osm)[1::2],
        osm.node(50, 35, 5, place="village", name="Ostdorf"),
        osm.node(62, 30, 10, shop="bakery"),
        osm.node(61, 10, 10, shop="bakery"),
    )
    places, facilities, _ = read_osm_verbund([west, east], config(), ["05999001", "05999002"])
    assert places.kommunen["ags"].tolist() == ["05999001", "05999002"]
    assert places.zentren["zentrum_id"].tolist() == ["05999001-westdorf", "05999002-ostdorf"]
    assert facilities["ags"].tolist() == ["05999001", "05999002"]


def test_a_municipality_without_a_place_gets_an_estimated_zentrum(tmp_path, osm):
    path = osm.write(tmp_path / "a.osm", *two_towns(osm))
    places, _, _ = read_osm_verbund([path], config())
    zentren = places.zentren.set_index("ags")
    assert zentren["position_estimated"].all()
    assert zentren["name"].to_dict() == {"05999001": "Westdorf", "05999002": "Ostdorf"}
    east = places.kommunen.set_index("ags").loc["05999002", "geom"]
    assert zentren.loc["05999002", "position_source"] == "OpenStreetMap, Mitte der Gemeindegrenze"
    assert zentren.loc["05999002", "geom"].distance(east.centroid) > 300, "the marked centre, not the middle"
    assert zentren.loc["05999001", "position_source"] == "Punkt in der Gemeinde"
    parts = places.ortsteile.set_index("ags")
    assert parts.loc["05999001", "residents"] == 900
    assert pd.isna(parts.loc["05999002", "residents"])


def test_places_of_one_name_are_told_apart(tmp_path, osm):
    mills = [
        osm.node(60, 5, 5, place="hamlet", name="Mühle"),
        osm.node(61, 15, 15, place="hamlet", name="Mühle"),
    ]
    path = osm.write(
        tmp_path / "a.osm", *two_towns(osm), *mills, osm.node(62, 90, 90, place="hamlet", name="Draußen")
    )
    places, _, _ = read_osm_verbund([path], config(places=("hamlet",)), ["05999001"])
    assert places.zentren["zentrum_id"].tolist() == ["05999001-muehle-60", "05999001-muehle-61"]


def test_an_unmapped_layer_is_not_complete_and_an_outsider_has_no_municipality(tmp_path, osm):
    path = osm.write(tmp_path / "a.osm", *two_towns(osm), osm.node(60, 90, 90, shop="bakery"))
    _, facilities, (dataset,) = read_osm_verbund([path], config())
    assert facilities["ags"].tolist() == [""]
    assert dataset.layers == ("bakery",)


def test_two_municipalities_of_one_code_are_refused(tmp_path, osm):
    things = two_towns(osm)
    things[3] = things[3].replace("05999002", "05999001")
    with pytest.raises(InputError, match="zwei Gemeinden den Schlüssel „05999001“"):
        read_osm_verbund([osm.write(tmp_path / "a.osm", *things)], config())


def test_an_extract_without_municipalities_is_refused(testdata):
    with pytest.raises(InputError, match=r"heidelberg.*keine vollständige Gemeindegrenze mit admin_level=8"):
        read_osm_verbund([testdata / "osm/heidelberg.osm.pbf"], config())


def test_a_date_that_is_none_is_refused(liechtenstein, testdata):
    with pytest.raises(
        InputError, match=r"„gestern“ von liechtenstein.*kein Datum: bitte als Jahr-Monat-Tag"
    ):
        read_osm_facilities(testdata / PBF, liechtenstein.kommunen, "gestern")
