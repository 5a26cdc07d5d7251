"""Chains between junctions and the Z-curve: properties, and networkx as a peer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.network.simplify import find_chains, morton_code

SEGMENTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 1)).filter(lambda s: s[0] != s[1]),
    min_size=1,
    max_size=40,
)


def chains_of(rows):
    a, b, kind = (np.array(column, dtype=np.int32) for column in zip(*rows, strict=True))
    return a, b, kind, find_chains(a, b, kind, kind)


def nodes_of(a, b, chains, i):
    """Nodes along chain i."""
    half = chains.half[chains.offset[i] : chains.offset[i + 1]]
    tail = np.where(half & 1, b[half >> 1], a[half >> 1])
    head = np.where(half & 1, a[half >> 1], b[half >> 1])
    assert (tail[1:] == head[:-1]).all(), "the pieces of a chain hang together"
    return [*tail.tolist(), int(head[-1])]


@given(rows=SEGMENTS)
def test_every_segment_is_in_one_chain_and_chains_end_where_something_happens(rows):
    a, b, kind, chains = chains_of(rows)
    assert sorted(chains.half >> 1) == list(range(len(rows)))
    degree = np.bincount(np.concatenate([a, b]), minlength=13)
    inner = []
    for i in range(len(chains.offset) - 1):
        run = chains.half[chains.offset[i] : chains.offset[i + 1]] >> 1
        assert len(set(kind[run])) == 1, "one passage per chain"
        nodes = nodes_of(a, b, chains, i)
        inner += nodes[1:-1]
        for end in (nodes[0], nodes[-1]):
            kinds = kind[(a == end) | (b == end)]
            ring = nodes[0] == nodes[-1]
            assert ring or degree[end] != 2 or len(set(kinds)) == 2
    assert (degree[inner] == 2).all()
    assert len(inner) == len(set(inner))


def test_a_ring_without_junction_is_one_loop():
    a, b, _, chains = chains_of([(3, 4, 0), (4, 5, 0), (5, 3, 0)])
    assert chains.offset.tolist() == [0, 3]
    assert nodes_of(a, b, chains, 0) == [3, 4, 5, 3]


def test_two_segments_between_the_same_nodes_are_a_ring():
    a, b, _, chains = chains_of([(0, 1, 0), (0, 1, 0)])
    assert nodes_of(a, b, chains, 0) == [0, 1, 0]


def test_a_chain_runs_on_where_the_next_way_is_drawn_the_other_way_round():
    """Passages 0 and 1 are each other's reverse: a one-way street drawn in two pieces, head to head."""
    a, b = np.array([0, 2], dtype=np.int32), np.array([1, 1], dtype=np.int32)
    along, against = np.array([0, 1], dtype=np.int32), np.array([1, 0], dtype=np.int32)
    assert find_chains(a, b, along, against).offset.tolist() == [0, 2]
    assert find_chains(a, b, along * 0, against * 0 + 1).offset.tolist() == [0, 1, 2], (
        "they point at each other"
    )


@given(x=st.integers(0, 2**20 - 1), y=st.integers(0, 2**20 - 1))
def test_morton_code_interleaves_the_bits(x, y):
    by_hand = sum(((x >> i & 1) << 2 * i) | ((y >> i & 1) << 2 * i + 1) for i in range(20))
    assert int(morton_code(np.array([[0.0, 0.0], [x, y]]))[1]) == by_hand


def test_near_in_the_plane_is_near_in_the_order():
    """On a grid of n x n the mean step to the eastern neighbour is (n + 1) / 3, in random order (n * n + 1) / 3."""
    y, x = np.divmod(np.arange(4096), 64)
    rank = np.empty(4096)
    rank[np.argsort(morton_code(np.column_stack([x, y]).astype(float)))] = np.arange(4096)
    step = np.abs(rank[x < 63] - rank[np.flatnonzero(x < 63) + 1]).mean()
    assert step == pytest.approx(65 / 3)
