"""OpenStreetMap extracts: real ones by their counts, small written ones by their rules, broken ones by a sentence."""

import gzip
from collections import Counter

import pytest
import shapely
from shapely.geometry import Point

from geo.crs import STORAGE
from geo.errors import InputError
from geo.sources.osm import read_osm

LIECHTENSTEIN = "osm/liechtenstein-valhalla.osm.pbf"
KINDS = ("city", "town", "village", "hamlet")
DEGREE = 0.001  # about 110 m north, 70 m east


def read(*paths, level=8):
    return read_osm(paths, admin_level=level, places=KINDS)


@pytest.fixture(scope="module")
def liechtenstein(testdata):
    return read(testdata / LIECHTENSTEIN)


def test_liechtenstein_has_its_eleven_municipalities(liechtenstein):
    assert sorted(liechtenstein.outlines["name"]) == [
        *("Balzers", "Eschen", "Gamprin", "Mauren", "Planken", "Ruggell"),
        *("Schaan", "Schellenberg", "Triesen", "Triesenberg", "Vaduz"),
    ]
    parts = liechtenstein.outlines.set_index("name")["geom"].map(lambda area: len(area.geoms))
    assert parts[["Vaduz", "Schaan", "Planken"]].tolist() == [7, 5, 5], "exclaves"
    assert liechtenstein.outlines.area.sum() / 1e6 == pytest.approx(160.5, abs=1.0)
    assert liechtenstein.outlines.is_valid.all()
    assert liechtenstein.outlines.crs.to_epsg() == STORAGE


def test_liechtenstein_has_the_counted_facilities(liechtenstein):
    kept = Counter(liechtenstein.facilities["layer"])
    # The list of counts says 3 town halls: the third is the Landtag, a parliament, which the layer rejects.
    # 307 bus stops are nodes, and Schaan's Bushof, a bus station, is mapped as an area.
    assert {
        key: liechtenstein.found[key] for key in ("supermarket", "pharmacy", "town_hall", "bus_stop")
    } == {
        "supermarket": 11,
        "pharmacy": 3,
        "town_hall": 2,
        "bus_stop": 308,
    }
    # One unnamed supermarket area holds the building of Coop Schaan; 139 poles stand opposite of their twin.
    assert (kept["supermarket"], kept["pharmacy"], kept["town_hall"], kept["bus_stop"]) == (10, 3, 2, 169)
    assert liechtenstein.found["doctor"] == kept["doctor"] == 0


def test_every_bus_stop_name_survives(liechtenstein, testdata):
    stops = liechtenstein.facilities.query("layer == 'bus_stop'")
    assert stops["name"].nunique() > 100
    assert "Vaduz Post" in set(stops["name"])
    for _, same in stops[stops["name"] != ""].groupby("name"):
        points = same["geom"].to_numpy()
        tree = shapely.STRtree(points)
        assert (tree.query(points, predicate="dwithin", distance=60.0)[0].size) == len(points)


def test_an_extract_given_twice_counts_once(liechtenstein, testdata):
    twice = read(testdata / LIECHTENSTEIN, testdata / LIECHTENSTEIN)
    assert twice.found == liechtenstein.found
    assert len(twice.outlines) == len(liechtenstein.outlines)
    assert len(twice.places) == len(liechtenstein.places)


def test_a_compressed_xml_extract_is_read(testdata):
    extract = read(testdata / "osm/north-bayreuth.osm.gz")
    assert extract.outlines["name"].tolist() == ["Heinersreuth"], "the only one that is not cut"
    assert extract.outlines["code"].tolist() == ["09472150"]
    assert extract.found["fire_station"] == 7


def test_an_extract_of_roads_has_no_municipality(testdata):
    extract = read(testdata / "osm/heidelberg.osm.pbf")
    assert extract.outlines.empty
    assert extract.found["bus_stop"] > 490


def test_points_areas_and_multipolygons_become_points_inside(tmp_path, osm):
    ring = osm.square(2, 10, 10, 8)
    hole = osm.square(3, 11, 11, 6)
    members = '<member type="way" ref="2" role="outer"/><member type="way" ref="3" role="inner"/>'
    hall = f'<relation id="4">{members}{osm.tag(type="multipolygon", amenity="hospital", name="Klinik")}</relation>'
    shop = osm.square(5, 30, 30, 1, shop="supermarket", name="Markt")
    pharmacy = osm.node(
        1, 0, 0, amenity="pharmacy", name=" Löwen \n Apotheke", opening_hours="Mo-Fr", wheelchair="yes"
    )
    facilities = read(osm.write(tmp_path / "a.osm", pharmacy, ring, hole, hall, shop)).facilities
    assert dict(zip(facilities["facility_id"], facilities["layer"], strict=True)) == {
        "osm:node/1": "pharmacy",
        "osm:way/5": "supermarket",
        "osm:relation/4": "hospital",
    }
    by_id = facilities.set_index("facility_id")
    assert by_id.loc["osm:node/1", "name"] == "Löwen Apotheke"
    assert by_id.loc["osm:node/1", "attributes"] == {"opening_hours": "Mo-Fr", "wheelchair": "yes"}
    assert set(facilities.geom_type) == {"Point"}
    degrees = facilities.to_crs(4326).set_index("facility_id").geometry
    inner = shapely.box(9 + 11 * DEGREE, 51 + 11 * DEGREE, 9 + 17 * DEGREE, 51 + 17 * DEGREE)
    assert not inner.contains(degrees["osm:relation/4"])
    assert inner.buffer(DEGREE).contains(degrees["osm:relation/4"])


def test_open_ways_and_untouched_objects_are_skipped(tmp_path, osm):
    open_way = f'<way id="9"><nd ref="1"/><nd ref="2"/>{osm.tag(shop="supermarket", name="Zeile")}</way>'
    path = osm.write(
        tmp_path / "a.osm", osm.node(1, 0, 0, shop="bakery"), osm.node(2, 1, 1, natural="tree"), open_way
    )
    assert read(path).facilities["facility_id"].tolist() == ["osm:node/1"]


def test_an_object_may_serve_two_layers(tmp_path, osm):
    path = osm.write(tmp_path / "a.osm", osm.node(1, 0, 0, shop="bakery", amenity="fuel", name="Rast"))
    assert sorted(read(path).facilities["layer"]) == ["bakery", "fuel"]


def test_a_node_in_its_own_building_counts_once(tmp_path, osm):
    building = osm.square(1, 0, 0, 2, shop="supermarket", building="yes")
    inside = osm.node(90, 1, 1, shop="supermarket", name="Markt")
    other = osm.node(91, 1.5, 1.5, shop="bakery", name="Markt")
    extract = read(osm.write(tmp_path / "a.osm", building, inside, other))
    assert sorted(extract.facilities["facility_id"]) == ["osm:node/90", "osm:node/91"]
    assert extract.found["supermarket"] == 2


def test_an_outline_keeps_exclaves_code_residents_and_label(tmp_path, osm):
    tags = {"boundary": "administrative", "admin_level": "8", "type": "boundary", "name": "Doppelstadt"}
    more = {
        "de:amtlicher_gemeindeschluessel": "05999001",
        "population": "1 234",
        "population:date": "2020-12-31",
    }
    town = osm.relation(7, [1, 2], label=50, **tags, **more)
    district = osm.relation(8, [1], **tags | {"admin_level": "6", "name": "Kreis"})
    cut = osm.relation(9, [1, 77], **tags | {"name": "Abgeschnitten"})
    path = osm.write(
        tmp_path / "a.osm",
        osm.square(1, 0, 0, 10),
        osm.square(2, 20, 20, 2),
        osm.node(50, 5, 5),
        town,
        district,
        cut,
    )
    outlines = read(path).outlines
    assert outlines["osm_id"].tolist() == ["relation/7"]
    row = outlines.iloc[0]
    assert (row["code"], row["population"], row["date"]) == ("05999001", 1234, "2020-12-31")
    assert len(row["geom"].geoms) == 2
    assert row["geom"].contains(row["label"])
    assert read(path, level=6).outlines["name"].tolist() == ["Kreis"]


def test_places_need_a_name_and_a_wanted_kind(tmp_path, osm):
    things = [
        osm.node(1, 0, 0, place="village", name="Dorf", population="viele"),
        osm.node(2, 1, 0, place="village"),
        osm.node(3, 2, 0, place="locality", name="Flur"),
    ]
    places = read(osm.write(tmp_path / "a.osm", *things)).places
    assert places[["osm_id", "name", "place"]].to_numpy().tolist() == [["node/1", "Dorf", "village"]]
    assert places["population"].isna().all()
    assert isinstance(places["geom"][0], Point)


BROKEN = "beschädigt, abgeschnitten oder kein OpenStreetMap-Auszug"


@pytest.mark.parametrize("share", [0.00001, 0.1, 0.5, 0.99999])
def test_a_truncated_file_is_refused(tmp_path, testdata, share):
    raw = (testdata / LIECHTENSTEIN).read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(raw[: int(len(raw) * share)])
    with pytest.raises(InputError, match=rf"cut\.osm\.pbf ist {BROKEN}.*: bitte neu herunterladen"):
        read(path)


def test_a_corrupt_file_is_refused(tmp_path, testdata):
    raw = bytearray((testdata / LIECHTENSTEIN).read_bytes())
    raw[700_000:700_100] = bytes(100)
    path = tmp_path / "a.osm.pbf"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=BROKEN):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.osm.pbf", b"", "ist leer"),
        ("a.osm.pbf", b"<html>404 Not Found</html>", BROKEN),
        ("a.osm", b'<osm version="0.6"><node id="1"', BROKEN),
        ("a.osm.gz", gzip.compress(b'<osm version="0.6"></osm>', mtime=0)[:-12], BROKEN),
        ("a.txt", b"hello", BROKEN),
        ("a.osm", b'<osm version="0.6"></osm>', "weder Gemeinden noch Orte noch Einrichtungen"),
    ],
)
def test_what_is_no_extract_is_refused(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    assert words in str(caught.value)
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"weg\.osm\.pbf fehlt: bitte"):
        read(tmp_path / "weg.osm.pbf")


def test_a_large_extract_keeps_node_positions_on_disk(liechtenstein, testdata, monkeypatch):
    monkeypatch.setattr("geo.sources.osm.ON_DISK_BYTES", 0)
    extract = read(testdata / LIECHTENSTEIN)
    assert extract.found == liechtenstein.found
    assert extract.outlines.geom_equals(liechtenstein.outlines).all()
