"""Extracts from a server laid out like Geofabrik's: fetched, dated, bounded, and read only as far as they count."""

import hashlib
import re
import shutil
import threading
from contextlib import nullcontext
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import Point

from geo.crs import STORAGE
from geo.errors import FetchError, InputError
from geo.network.parameters import read_parameters
from geo.norms import get_norm
from geo.settings import PROJECT_ROOT
from geo.sources.config import FetchConfig, read_config
from geo.sources.fetch import Patience
from geo.sources.geofabrik import (
    buffer_m,
    fetch_osm,
    find_extracts,
    read_extract_date,
    read_poly,
    validate_covered,
    wanted_area,
)
from geo.sources.osm import read_osm
from geo.sources.osm_facilities import bound_completeness, read_osm_facilities

PBF = "liechtenstein-valhalla.osm.pbf"
POLY = """liechtenstein
1
   9.40   47.00
   9.70   47.00
   9.70   47.20
   9.40   47.20
END
!2
   9.60   47.10
   9.62   47.10
   9.62   47.12
   9.60   47.12
END
END
"""
SOON = Patience(retries=0, backoff_s=0.0)
CONFIG = FetchConfig(extracts=("europe/liechtenstein",))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def tree(tmp_path, testdata):
    """Folder of a server with one extract, its checksum and its border."""
    folder = tmp_path / "server" / "europe"
    folder.mkdir(parents=True)
    file = shutil.copy(testdata / "osm" / PBF, folder / "liechtenstein-latest.osm.pbf")
    digest = hashlib.md5(file.read_bytes()).hexdigest()
    (folder / "liechtenstein-latest.osm.pbf.md5").write_text(f"{digest}  liechtenstein-latest.osm.pbf\n")
    (folder / "liechtenstein.poly").write_text(POLY)
    return folder


@pytest.fixture
def base_url(tree):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tree.parent)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def kommunen(testdata):
    outlines = read_osm([testdata / "osm" / PBF], admin_level=8, places=()).outlines
    return outlines.assign(ags="li-" + outlines["name"].str.lower(), role="kommune")


def fetch(base_url, folder, config=CONFIG, **more):
    return fetch_osm(config, folder, base_url=base_url, patience=SOON, **more)


def test_an_extract_comes_with_its_date_and_border(base_url, tmp_path):
    (extract,) = fetch(base_url, tmp_path / "cache")
    assert extract.source.path == tmp_path / "cache" / "liechtenstein-latest.osm.pbf"
    assert extract.source.date == "2015-07-27"
    assert extract.source.licence == "ODbL 1.0"
    assert extract.source.size == 1_323_403
    assert extract.area.equals(read_poly(tmp_path / "cache" / "liechtenstein.poly"))


def test_a_second_call_finds_nothing_new(base_url, tmp_path):
    (first,) = fetch(base_url, tmp_path / "cache")
    titles = []

    def show(title):
        titles.append(title)
        return nullcontext(lambda done, total: titles.append(done))

    (second,) = fetch(base_url, tmp_path / "cache", progress=show)
    assert titles == ["liechtenstein-latest.osm.pbf herunterladen"]
    assert not second.source.changed
    assert second.source.sha256 == first.source.sha256
    (found,) = find_extracts(CONFIG, tmp_path / "cache")
    assert found == second


def test_what_was_not_fetched_is_not_found(base_url, tmp_path):
    assert find_extracts(CONFIG, tmp_path / "cache") == ()
    (extract,) = fetch(base_url, tmp_path / "cache")
    extract.source.path.write_bytes(b"damaged")
    assert find_extracts(CONFIG, tmp_path / "cache") == ()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("liechtenstein.poly", None, "gibt es nicht"),
        ("liechtenstein-latest.osm.pbf", None, "gibt es nicht"),
        ("liechtenstein-latest.osm.pbf.md5", None, "gibt es nicht"),
        ("liechtenstein-latest.osm.pbf.md5", "0" * 32, "MD5-Prüfsumme"),
        ("liechtenstein.poly", "none\n", "keine Grenze im Format .poly"),
        ("liechtenstein-latest.osm.pbf", "no extract", "MD5-Prüfsumme"),
    ],
)
def test_what_the_server_lacks_is_one_sentence(base_url, tree, tmp_path, name, text, said):
    (tree / name).unlink() if text is None else (tree / name).write_text(text)
    with pytest.raises(FetchError, match=re.escape(said)):
        fetch(base_url, tmp_path / "cache")


def test_a_file_with_the_right_checksum_may_still_be_no_extract(base_url, tree, tmp_path):
    (tree / "liechtenstein-latest.osm.pbf").write_text("no extract")
    digest = hashlib.md5(b"no extract").hexdigest()
    (tree / "liechtenstein-latest.osm.pbf.md5").write_text(digest)
    with pytest.raises(FetchError, match="kein OpenStreetMap-Auszug"):
        fetch(base_url, tmp_path / "cache")


def test_a_border_keeps_its_hole_and_its_place(tmp_path):
    (tmp_path / "a.poly").write_text(POLY)
    area = read_poly(tmp_path / "a.poly")
    inside, hole = gpd.GeoSeries([Point(9.5, 47.1), Point(9.61, 47.11)], crs=4326).to_crs(STORAGE)
    assert area.contains(inside)
    assert not area.intersects(hole)
    assert area.area / 1e6 == pytest.approx(22.8 * 22.2, rel=0.01)


@pytest.mark.parametrize(
    "text", ["", "a\n", "a\n1\n 9 47\nEND\n", "a\n1\n 9 x\nEND\nEND\n", "a\nEND\n", POLY[:40]]
)
def test_a_broken_border_is_one_sentence(tmp_path, text):
    (tmp_path / "a.poly").write_text(text)
    with pytest.raises(InputError, match=r"a\.poly ist keine Grenze"):
        read_poly(tmp_path / "a.poly")


@pytest.mark.parametrize(
    ("name", "date"),
    [(PBF, "2015-07-27"), ("heidelberg.osm.pbf", "2024-09-08"), ("north-bayreuth.osm.gz", "")],
)
def test_the_header_tells_the_date(testdata, name, date):
    assert read_extract_date(testdata / "osm" / name) == date


def test_a_header_of_no_extract_is_one_sentence(tmp_path):
    (tmp_path / "a.osm.pbf").write_bytes(b"\0\0\0\x0dno header at all")
    with pytest.raises(InputError, match="beschädigt oder kein"):
        read_extract_date(tmp_path / "a.osm.pbf")
    with pytest.raises(InputError, match="fehlt"):
        read_extract_date(tmp_path / "b.osm.pbf")


def test_the_buffer_is_the_farthest_look_of_a_run_and_5_km():
    parameters = read_parameters()
    assert buffer_m(parameters) == pytest.approx(30 / 60 * 33_000 / 1.3 + 5_000), "the limit without a norm"
    link = get_norm(parameters.link_norm)
    near = read_parameters({"limit_min.car": 5.0})
    assert buffer_m(near) == pytest.approx(link.value / 60 * 33_000 / 1.3 + 5_000), "the norm of links"
    assert buffer_m(read_parameters({"speed_kmh.car": 66.0})) - 5_000 == pytest.approx(
        2 * (buffer_m(parameters) - 5_000)
    )


def test_the_wanted_area_surrounds_members_but_not_partners(kommunen):
    vaduz = kommunen.assign(role=(kommunen["name"] == "Vaduz").map({True: "kommune", False: "partner"}))
    area = wanted_area(vaduz, read_parameters(), 1.0)
    outline = vaduz.loc[vaduz["name"] == "Vaduz", "geom"].iloc[0]
    assert area.covers(outline)
    edge = shapely.points(shapely.get_coordinates(area))
    assert shapely.distance(edge, outline) == pytest.approx(1_000, rel=0.02)
    assert wanted_area(vaduz, read_parameters()).area > area.area
    again = wanted_area(vaduz.iloc[::-1], read_parameters(), 1.0)
    assert shapely.to_wkb(again) == shapely.to_wkb(area), "to the last bit, in whatever order"


def test_an_extract_that_lacks_a_member_is_one_sentence(base_url, tmp_path, kommunen):
    extracts = fetch(base_url, tmp_path / "cache")
    with pytest.raises(InputError, match=r"liegt nicht ganz in liechtenstein-latest\.osm\.pbf"):
        validate_covered(extracts, kommunen)
    validate_covered(extracts, kommunen[kommunen["name"] == "Balzers"])


def test_only_what_lies_in_the_area_is_read(testdata, kommunen):
    path = testdata / "osm" / PBF
    vaduz = kommunen.loc[kommunen["name"] == "Vaduz", "geom"].iloc[0]
    everything = read_osm([path], admin_level=8, places=("village", "town"))
    part = read_osm([path], admin_level=8, places=("village", "town"), area=vaduz)
    inside = everything.facilities[everything.facilities.covered_by(vaduz)]
    assert 0 < len(inside) < len(everything.facilities)
    assert set(part.facilities["facility_id"]) == set(inside["facility_id"])
    assert part.places["name"].tolist() == ["Vaduz"]
    assert set(part.outlines["name"]) < set(everything.outlines["name"])
    whole = everything.outlines.set_index("name")["geom"]
    for row in part.outlines.itertuples():
        assert row.geom.equals(whole[row.name]), "outlines stay whole"


def test_a_known_area_is_what_the_facilities_are_complete_for(testdata, kommunen):
    path = testdata / "osm" / PBF
    area = kommunen.loc[kommunen["name"] == "Vaduz", "geom"].iloc[0].buffer(10)
    record, facilities = read_osm_facilities([path, path], kommunen, "2015-07-27", area=area, known=True)
    assert record.complete_ags == ("li-vaduz",)
    assert record.complete_area.equals(area)
    assert record.n_records == len(facilities) > 0
    assert set(facilities["ags"]) <= set(kommunen["ags"]) | {""}
    assert facilities.covered_by(area).all()


def test_a_file_whose_border_nobody_states_is_complete_in_whole_municipalities_only(testdata, kommunen):
    path = testdata / "osm" / PBF
    area = kommunen.loc[kommunen["name"] == "Vaduz", "geom"].iloc[0].buffer(2_000)
    record, facilities = read_osm_facilities(path, kommunen, "2015-07-27", area=area)
    assert facilities.covered_by(area).all()
    assert record.complete_area.area < 0.9 * area.area, "Switzerland lies within 2 km"
    assert set(record.complete_ags) == set(kommunen.loc[kommunen.covered_by(area), "ags"]) >= {"li-vaduz"}
    west = shapely.box(*area.bounds).intersection(shapely.box(0, 0, area.centroid.x, 9e6))
    bounded = bound_completeness(record, kommunen, west)
    assert bounded.complete_area.equals(record.complete_area.intersection(west))
    assert "li-vaduz" not in bounded.complete_ags
    nowhere = bound_completeness(record, kommunen, shapely.box(0, 0, 1, 1))
    assert (nowhere.complete_ags, nowhere.complete_area) == ((), None)


def test_the_default_verbund_names_its_two_regions():
    config = read_config(PROJECT_ROOT / "data" / "verbuende" / "61-6-eins").fetch
    assert [path.rpartition("/")[2] for path in config.extracts] == ["muenster-regbez", "arnsberg-regbez"]
