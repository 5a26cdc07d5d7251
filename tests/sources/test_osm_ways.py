"""Ways out of extracts: real ones by their counts, small ones by hand, broken ones by a sentence."""

import gzip

import numpy as np
import pytest

from geo.errors import InputError
from geo.sources.osm_ways import describe_files, read_ways

LIECHTENSTEIN = "osm/liechtenstein-valhalla.osm.pbf"
BAYREUTH = "osm/north-bayreuth.osm.gz"
HEIDELBERG = "osm/heidelberg.osm.pbf"


def town(path, *, ways="", nodes="", bounds=""):
    """A small file: nodes 1 to 4 in a row, 0.001 degrees apart."""
    row = "".join(f'<node id="{i}" version="1" lat="51.5" lon="{8 + i / 1000}"/>' for i in range(1, 5))
    path.write_text(f'<osm version="0.6">{bounds}{row}{nodes}{ways}</osm>')
    return path


def way(number, nodes, **tags):
    refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
    kept = "".join(f'<tag k="{k.replace("__", ":")}" v="{v}"/>' for k, v in tags.items())
    return f'<way id="{number}" version="1">{refs}{kept}</way>'


@pytest.mark.parametrize(
    ("name", "n_highways", "n_nodes"),
    [(LIECHTENSTEIN, 4660, 54387), (BAYREUTH, 2056, 14166), (HEIDELBERG, 25359, 179528)],
)
def test_real_extracts_by_their_counts(testdata, name, n_highways, n_nodes):
    ways = read_ways([testdata / name])
    is_highway = np.array(["highway" in tags for tags in ways.tag_sets])
    assert is_highway[ways.tag_set].sum() == n_highways
    assert len(ways.node_id) == n_nodes
    assert (np.diff(ways.way_id) > 0).all()
    assert ways.offset[-1] == len(ways.node)
    assert not np.isnan(ways.node_xy).any()
    assert len(ways.tag_sets) < n_highways / 5, "few sets of tags stand for many ways"


def test_ways_nodes_and_tags_by_hand(tmp_path):
    streets = way(7, [3, 2, 1], highway="path", name="Hohlweg") + way(5, [2, 4, 99], route="ferry")
    other = way(6, [1, 2], building="yes") + way(8, [1, 2], route="bicycle")
    gate = '<node id="50" version="1" lat="51.6" lon="8"><tag k="barrier" v="gate"/></node>'
    ways = read_ways([town(tmp_path / "a.osm", ways=streets + other, nodes=gate)])
    assert ways.way_id.tolist() == [5, 7]
    assert [ways.tag_sets[i] for i in ways.tag_set] == [{"route": "ferry"}, {"highway": "path"}]
    assert ways.node_id[ways.node].tolist() == [2, 4, 99, 3, 2, 1]
    assert np.isnan(ways.node_xy[-1]).all()
    assert ways.barrier_node.tolist() == [], "a gate on no way is none of ours"
    number, a, b = ways.segments()
    assert number.tolist() == [0, 1, 1]
    assert ways.node_id[a].tolist() == [2, 3, 2]
    assert ways.node_id[b].tolist() == [4, 2, 1]


def test_two_files_complete_each_other(tmp_path):
    """Each file holds the way, and lacks a node that the other has."""
    street = way(5, [1, 2, 60, 61], highway="residential")
    more = {i: f'<node id="{i}" version="1" lat="51.51" lon="8.0{i}"/>' for i in (60, 61)}
    left = town(tmp_path / "left.osm", ways=street, nodes=more[60])
    right = town(tmp_path / "right.osm", ways=street + way(4, [3, 4], highway="track"), nodes=more[61])
    ways, swapped = read_ways([left, right]), read_ways([right, left])
    assert ways.way_id.tolist() == swapped.way_id.tolist() == [4, 5]
    assert not np.isnan(ways.node_xy).any()
    for name in ("offset", "node", "node_id", "node_xy"):
        assert np.array_equal(getattr(ways, name), getattr(swapped, name)), name


def test_a_stated_box_is_read_and_an_untrue_one_is_not(tmp_path):
    street = way(5, [1, 2], highway="residential")
    bounds = '<bounds minlat="51.4" minlon="7.9" maxlat="51.6" maxlon="8.1"/>'
    (box,) = read_ways([town(tmp_path / "a.osm", ways=street, bounds=bounds)]).box
    assert box == pytest.approx((423_300, 5_694_500, 437_700, 5_717_200), abs=500)
    assert read_ways([town(tmp_path / "b.osm", ways=street)]).box == ()
    world = '<bounds minlat="0" minlon="0" maxlat="90" maxlon="180"/>'
    assert read_ways([town(tmp_path / "c.osm", ways=street, bounds=world)]).box == ()


def test_no_streets_is_one_sentence(tmp_path):
    path = town(tmp_path / "empty.osm", ways=way(6, [1, 2], building="yes"))
    with pytest.raises(InputError, match=r"In empty\.osm stehen keine Straßen"):
        read_ways([path])


def test_streets_without_any_node_are_no_streets(tmp_path):
    path = town(tmp_path / "a.osm", ways=way(6, [91, 92], highway="track"))
    with pytest.raises(InputError, match="keine Straßen"):
        read_ways([path])


def test_missing_empty_and_foreign_files_are_one_sentence(tmp_path):
    with pytest.raises(InputError, match="fehlt"):
        read_ways([tmp_path / "no.osm.pbf"])
    (tmp_path / "empty.osm.pbf").touch()
    with pytest.raises(InputError, match="ist leer"):
        read_ways([tmp_path / "empty.osm.pbf"])
    (tmp_path / "picture.osm").write_bytes(b"\x89PNG nothing of ours")
    with pytest.raises(InputError, match="beschädigt"):
        read_ways([tmp_path / "picture.osm"])


@pytest.mark.parametrize("share", [0.3, 0.7, 0.98])
def test_a_pbf_cut_off_in_the_middle_is_one_sentence(testdata, tmp_path, share):
    data = (testdata / LIECHTENSTEIN).read_bytes()
    path = tmp_path / "cut.osm.pbf"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match=r"cut\.osm\.pbf ist beschädigt, abgeschnitten"):
        read_ways([path])


def test_a_gz_cut_off_in_the_middle_is_one_sentence(testdata, tmp_path):
    data = (testdata / BAYREUTH).read_bytes()
    assert gzip.decompress(data)
    path = tmp_path / "cut.osm.gz"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match="abgeschnitten"):
        read_ways([path])


def test_files_are_described_with_checksum_and_date(testdata):
    about = describe_files([testdata / LIECHTENSTEIN])
    assert about["files"] == ["liechtenstein-valhalla.osm.pbf"]
    assert about["date"] == ["2015-07-27T21:14:01Z"]
    assert len(about["sha256"][0]) == 64
