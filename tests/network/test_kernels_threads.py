"""Searches side by side: desks that are left empty, threads that do not meet, the same to the last bit."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from geo.domain import Mode
from geo.network.kernels import MAX_DS, Seeds, many_to_many, one_to_many, pack_arcs
from geo.network.kernels_reach import DESKS
from tests.network.desert import build_grid, nothing


def test_a_search_leaves_its_desk_empty():
    grid = build_grid(40, 30, 100.0, Mode.WALK)
    net = pack_arcs(grid.indptr, grid.head, grid.arc_ds, grid.edge_length_m[grid.arc_edge])
    origins = Seeds(np.array([0, 600], np.int32), *nothing(2), np.arange(2, dtype=np.int32))
    assert len(one_to_many(net, origins, 2, MAX_DS).node) == 2 * 1200
    many_to_many(net, origins, origins, (2, 2))
    desk = DESKS.take(1200)
    assert all(len(part) and not part.any() for part in desk)
    assert 1200 <= len(desk.mark) <= 2400


def test_searches_at_the_same_time_do_not_meet():
    grid = build_grid(40, 30, 100.0, Mode.WALK)
    net = pack_arcs(grid.indptr, grid.head, grid.arc_ds, grid.edge_length_m[grid.arc_edge])
    origins = [Seeds(np.full(1, i, np.int32), *nothing(1), np.zeros(1, np.int32)) for i in range(60)]
    alone = [one_to_many(net, origin, 1, 9_000) for origin in origins]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda origin: one_to_many(net, origin, 1, 9_000), origins))
    pairs = [
        (a, b) for one, other in zip(alone, together, strict=True) for a, b in zip(one, other, strict=True)
    ]
    assert all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("threads", [2, 3])
def test_one_to_many_and_matrix_over_threads(threads):
    """61 origins, one of them without a way into the net, whatever the parts: the same to the last bit."""
    grid = build_grid(40, 30, 100.0, Mode.WALK)
    net = pack_arcs(grid.indptr, grid.head, grid.arc_ds, grid.edge_length_m[grid.arc_edge])
    number = np.arange(61, dtype=np.int32)
    origins = Seeds(19 * number, np.where(number == 7, -1, 3 * number), number / np.float32(3), number)
    targets = Seeds(*(column[::5] for column in origins[:3]), np.arange(13, dtype=np.int32))
    one = one_to_many(net, origins, 61, 6_000, threads=1)
    assert (np.diff(one.offset) == 0).nonzero()[0].tolist() == [7]
    assert len(one.node) > 61 * 20
    pairs = list(zip(one, one_to_many(net, origins, 61, 6_000, threads=threads), strict=True))
    pairs += zip(
        many_to_many(net, origins, targets, (61, 13), 6_000, threads=1),
        many_to_many(net, origins, targets, (61, 13), 6_000, threads=threads),
        strict=True,
    )
    assert len(pairs) == 6
    assert all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)
