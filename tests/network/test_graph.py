"""The folder of a graph: what is written is read, and nothing damaged is trusted; the desert's closed form."""

import dataclasses

import numpy as np
import pytest
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.domain import Mode
from geo.errors import InputError
from geo.network.graph import ARRAYS, LINES, MANIFEST, MAPPED, build_arcs, read_graph, write_graph
from tests.network.desert import build_grid, edge_ds


@pytest.fixture
def folder(tmp_path):
    write_graph(build_grid(4, 3, 100.0, Mode.BIKE), tmp_path)
    return tmp_path


def test_what_is_written_is_read_as_read_only_maps(folder):
    graph, read = build_grid(4, 3, 100.0, Mode.BIKE), read_graph(folder)
    for name in ARRAYS:
        assert np.array_equal(getattr(graph, name), getattr(read, name)), name
        assert getattr(graph, name).dtype == getattr(read, name).dtype
        assert not getattr(read, name).flags.writeable
    assert (read.mode, read.provenance) == (Mode.BIKE, {"source": "desert"})
    assert shapely.equals(read.data_area, graph.data_area)
    assert read.nbytes == graph.nbytes > 0


@pytest.mark.parametrize("name", [*(f"{name}.npy" for name in MAPPED), LINES, "data_area.wkb", MANIFEST])
def test_a_missing_file_is_one_sentence(folder, name):
    (folder / name).unlink()
    with pytest.raises(InputError, match="fehlt, ist veraltet oder beschädigt"):
        read_graph(folder)


@pytest.mark.parametrize("name", ["head.npy", "node_xy.npy", LINES, "data_area.wkb"])
@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_file_is_not_trusted(folder, name, damage):
    data = bytearray((folder / name).read_bytes())
    data[-1] ^= 1
    (folder / name).write_bytes({"flip": data, "cut": data[:-3], "empty": b""}[damage])
    with pytest.raises(InputError):
        read_graph(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 0, "files": {}}', '{"format": 1, "files": []}'])
def test_a_strange_manifest_is_not_trusted(folder, text):
    (folder / MANIFEST).write_text(text)
    with pytest.raises(InputError):
        read_graph(folder)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_desert_knows_its_travel_times(mode):
    """Manhattan distance in blocks times the time of a block, by scipy's Dijkstra on our arcs."""
    nx, ny = 6, 5
    graph = build_grid(nx, ny, 120.0, mode)
    matrix = csr_array((graph.arc_ds, graph.head, graph.indptr), shape=(graph.n_nodes,) * 2)
    iy, ix = np.divmod(np.arange(nx * ny), nx)
    blocks = np.abs(ix[:, None] - ix) + np.abs(iy[:, None] - iy)
    assert (dijkstra(matrix) == blocks * edge_ds(120.0, mode)).all()


def test_arcs_leave_out_loops_and_forbidden_directions():
    u, v = np.array([0, 1, 1], dtype=np.int32), np.array([1, 1, 0], dtype=np.int32)
    arcs = build_arcs(2, u, v, np.array([5, 7, 9], dtype=np.int32), np.array([-1, 7, 8], dtype=np.int32))
    assert arcs.indptr.tolist() == [0, 2, 3]
    assert arcs.head.tolist() == [1, 1, 0]
    assert arcs.arc_ds.tolist() == [5, 8, 9]
    assert arcs.arc_edge.tolist() == [0, 2, 2]


def test_two_graphs_are_two_graphs():
    graph = build_grid(2, 2, 100.0, Mode.WALK)
    assert dataclasses.replace(graph) != graph, "compared by identity: arrays have no single truth"
