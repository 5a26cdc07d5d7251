"""Geometry on disk: nothing is lost of what OpenStreetMap knows, and it is small."""

import numpy as np
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.domain import Mode
from geo.network.graph import LINES, read_graph, write_graph
from geo.network.line_file import read_lines, to_whole_millimetres, write_lines
from geo.network.streets import build_graph
from geo.sources.osm_ways import read_ways

METRES = st.integers(-9_000_000_000, 9_000_000_000).map(lambda mm: mm / 1000)


@given(xy=arrays(np.float64, st.tuples(st.integers(0, 20), st.just(2)), elements=METRES))
def test_whole_millimetres_come_back_to_the_last_bit(tmp_path_factory, xy):
    path = tmp_path_factory.mktemp("lines") / "lines.arrow"
    write_lines(path, xy)
    assert np.array_equal(read_lines(path), xy)
    assert np.array_equal(to_whole_millimetres(xy), xy)


@given(xy=arrays(np.float64, st.just((5, 2)), elements=st.floats(-9e6, 9e6)))
def test_anything_finer_is_rounded_and_errors_do_not_add_up(tmp_path_factory, xy):
    path = tmp_path_factory.mktemp("lines") / "lines.arrow"
    write_lines(path, xy)
    assert np.array_equal(read_lines(path), to_whole_millimetres(xy))
    assert np.abs(read_lines(path) - xy).max() < 0.000_51


@pytest.mark.parametrize("name", ["liechtenstein-valhalla.osm.pbf", "heidelberg.osm.pbf"])
def test_real_streets_lose_nothing_and_shrink_to_less_than_half(testdata, tmp_path, name):
    graph = build_graph(read_ways([testdata / "osm" / name]), Mode.WALK)
    write_graph(graph, tmp_path)
    read = read_graph(tmp_path)
    assert np.array_equal(read.edge_xy, graph.edge_xy)
    assert np.array_equal(read.edge_xy[read.edge_offset[:-1]], read.node_xy[read.edge_u])
    assert not read.edge_xy.flags.writeable
    assert (tmp_path / LINES).stat().st_size < 0.45 * graph.edge_xy.nbytes
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 0.75 * graph.nbytes


def test_what_is_no_such_file_is_told(tmp_path):
    (tmp_path / "a.arrow").write_bytes(b"ARROW1 and nothing else")
    with pytest.raises(ValueError, match=r"a\.arrow"):
        read_lines(tmp_path / "a.arrow")
    polars.DataFrame({"x_mm": [1]}).write_ipc(tmp_path / "b.arrow")
    with pytest.raises(ValueError, match=r"b\.arrow"):
        read_lines(tmp_path / "b.arrow")
