"""What-if: equal to computing everything anew, and nothing is left behind."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.domain import Mode
from geo.errors import InputError
from geo.network.engine import nearest_facilities
from geo.network.join import facility_seeds, take_points
from geo.network.kernels import nearest_k
from geo.network.router import Router
from geo.network.snap import Snap
from geo.network.whatif import WhatIf
from tests.network.desert import ORIGIN, build_grid, edge_ds
from tests.network.points import LIMITS, snaps, streets


def together(one, other):
    return Snap(*(np.concatenate([getattr(one, n), getattr(other, n)]) for n in Snap.__slots__))


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in zip(one, other, strict=True))


def renumbered(nearest, numbers):
    numbers = np.append(numbers, -1).astype(np.int32)
    return nearest._replace(facility=numbers[nearest.facility])


def check(change, before, after, rows_of):
    """The change holds every row that differs, with the old and the new values."""
    rows, old, new = rows_of(change)
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert same(old, before.take(rows))
    assert same(new, after.take(rows))
    rest = np.setdiff1d(np.arange(len(before.facility)), rows)
    assert np.array_equal(before.facility[rest], after.facility[rest])
    assert np.array_equal(before.time_ds[rest], after.time_ds[rest])


def everything(town, origins, facilities, k, limit_ds):
    nodes = nearest_k(town.incoming, facility_seeds(town, facilities), k, limit_ds)
    points = nearest_facilities(town, origins, facilities, k, limit_ds)
    return nodes, type(nodes)(*points[:3])


@settings(max_examples=150, deadline=None)
@given(town=streets(), data=st.data(), k=st.integers(2, 4), limit_ds=LIMITS)
def test_opening_and_closing_equal_a_full_recomputation(town, data, k, limit_ds):
    old, new = data.draw(snaps(town.graph)), data.draw(snaps(town.graph, most=2))
    origins = data.draw(snaps(town.graph))
    whatif = WhatIf(town, old, origins, limit_ds=limit_ds, k=k)
    nodes, points = everything(town, origins, old, k, limit_ds)
    assert same(whatif.now, points)
    for _ in range(2):  # twice, because the first must leave nothing behind
        new_nodes, new_points = everything(town, origins, together(old, new), k, limit_ds)
        change = whatif.add(new)
        check(change, nodes, new_nodes, lambda c: (c.node, c.node_before, c.node_after))
        check(change, points, new_points, lambda c: (c.origin, c.origin_before, c.origin_after))
        for facility in range(len(old.edge)):
            kept = np.flatnonzero(np.arange(len(old.edge)) != facility)
            left = everything(town, origins, take_points(old, kept), k, limit_ds)
            new_nodes, new_points = (renumbered(part, kept) for part in left)
            change = whatif.close(facility)
            check(change, nodes, new_nodes, lambda c: (c.node, c.node_before, c.node_after))
            check(change, points, new_points, lambda c: (c.origin, c.origin_before, c.origin_after))


def test_a_village_shop_in_the_desert():
    """A shop at one end of a street; a second one at the other end halves the way of those beside it."""
    town = Router(build_grid(11, 2, 100.0, Mode.WALK), 5.0)
    west, beside, east = (town.snap(np.array([[x, 0.0]]) + ORIGIN) for x in (0.0, 900.0, 1000.0))
    whatif = WhatIf(town, west, beside, limit_ds=100_000)
    change = whatif.add(east)
    block = edge_ds(100.0, Mode.WALK)
    assert change.origin.tolist() == [0]
    assert change.origin_before.time_ds.tolist() == [[9 * block, -1]]
    assert change.origin_after.time_ds.tolist() == [[block, 9 * block]]
    assert change.origin_after.facility.tolist() == [[1, 0]]
    assert len(change.node) == 22  # each gains a nearest or a second nearest
    assert whatif.close(0).origin_after.facility.tolist() == [[-1, -1]]


def test_refuses_what_it_cannot_answer():
    town = Router(build_grid(3, 3, 100.0, Mode.WALK), 5.0)
    here = town.snap(np.array([ORIGIN]))
    with pytest.raises(InputError, match="k ab 2"):
        WhatIf(town, here, here, limit_ds=100, k=1)
    with pytest.raises(InputError, match="Nummer 1"):
        WhatIf(town, here, here, limit_ds=100).close(1)
