"""Compiled search from one origin after the other, for all within a limit: what is reached is little beside the net.

Between searches the desk lies empty: all zeros. So a search costs what it reaches, and the rest is never touched.
A node's mark is one int64, the greater the better: what is left of the limit (deciseconds in the upper half), less the
metres (float32, whose bits stand in the order of the numbers), and a last bit while the mark waits to be passed on.

Nodes reached are bits in two storeys, a word for 64 nodes and a bit for each word: they come out ascending.
"""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numpy as np
from numba.cpython.unsafe.numbers import trailing_zeros

from geo.network.kernels_core import LOWER_BITS, TIME_BITS
from geo.network.kernels_net import DEAD_END, NODE_BITS, Array, Net, U, Whole, compiled

METRE_BITS = np.int64(0x7FFFFFFF)
WAITING = np.int64(1)
lowest_bit = cast(Callable[[np.uint64], int], trailing_zeros)
"""Number of the lowest bit that is set."""
WORD, IN_WORD = U(6), U(63)  # a bit's number: the word's above, the place in the word below
ONE = U(1)
PAIRS, NIBBLES = U(0x5555555555555555), U(0x3333333333333333)
BYTES, EACH_BYTE = U(0x0F0F0F0F0F0F0F0F), U(0x0101010101010101)


class Desk(NamedTuple):
    """Zeros on which a search writes, and which are zeros again after it: marks, and nodes reached in two storeys."""

    mark: Array
    word: Array
    above: Array


class Desks:
    """Desks in nobody's use, kept for the next search: new memory costs more than a short search."""

    KEPT = 4

    def __init__(self) -> None:
        self._idle: list[Desk] = []
        self._lock = threading.Lock()

    def take(self, n_nodes: int) -> Desk:
        """One that is large enough; to be given back only if the search came to its end."""
        with self._lock:
            for i, desk in enumerate(self._idle):
                if n_nodes <= len(desk.mark) <= 2 * n_nodes:
                    return self._idle.pop(i)
        n_words = (n_nodes >> int(WORD)) + 1
        n_above = (n_words >> int(WORD)) + 1
        return Desk(np.zeros(n_nodes, np.int64), np.zeros(n_words, np.uint64), np.zeros(n_above, np.uint64))

    def give_back(self, desk: Desk) -> None:
        """Keep it; of too many the oldest goes."""
        with self._lock:
            self._idle.append(desk)
            del self._idle[: -self.KEPT]


DESKS = Desks()


class Places(NamedTuple):
    """Where searches begin: node, deciseconds (below 0: not allowed), metres; of origin i from ``begin[i]`` on."""

    node: Array
    time_ds: Array
    length_m: Array
    begin: Array


class Queue(NamedTuple):
    """Buckets in a ring, and one more that nothing is taken from; each names the last link of a chain.

    A link is the node in the upper half and the link before it in the lower one.
    """

    bucket: Array
    link: Array
    shift: Whole


State = tuple[Whole, Whole, Whole]
"""How many entries wait, links in use, number of the bucket."""


@compiled
def new_queue(net: Net, origins: Places, limit_ds: Whole) -> Queue:
    """Buckets for arcs up to the limit and for the places of every origin."""
    span = min(np.int64(net.max_ds), np.int64(limit_ds))
    for i in range(len(origins.begin) - 1):
        first, last = np.int64(limit_ds), np.int64(0)
        for j in range(origins.begin[i], origins.begin[i + 1]):
            if 0 <= origins.time_ds[j] <= limit_ds:
                first, last = min(first, origins.time_ds[j]), max(last, origins.time_ds[j])
        span = max(span, last - first)
    # Narrower than where all is searched: what is reached lies in the cache, and passing on twice costs more.
    shift = max(net.shift - 1, 0)
    size = 1
    while size < (span >> shift) + 2:
        size *= 2
    return Queue(np.full(size + 1, -1, np.int32), np.empty(1024, np.int64), shift)


@compiled
def search_from(net: Net, desk: Desk, queue: Queue, origins: Places, ask: tuple[Whole, Whole]) -> Queue:
    """Mark all that one origin reaches; ``ask`` is its number and the limit. The queue may have grown."""
    i, limit_ds = ask
    queue, waiting, first = _begin(desk, queue, origins, i, limit_ds)
    state: State = (np.int64(waiting), U(waiting), U(first) >> U(queue.shift))
    while state[0] > 0:
        queue = _with_room(queue, np.int64(state[1]) + net.max_degree)
        state = _go_on(net, desk, queue, state, limit_ds)
    return queue


@compiled
def _begin(
    desk: Desk, queue: Queue, origins: Places, i: Whole, limit_ds: Whole
) -> tuple[Queue, Whole, Whole]:
    """Mark the places of an origin; how many wait, and the earliest time."""
    ring, whole = len(queue.bucket) - 2, (np.int64(limit_ds) + 1) << TIME_BITS
    waiting, first = 0, np.int64(limit_ds)
    for j in range(origins.begin[i], origins.begin[i + 1]):
        if not 0 <= origins.time_ds[j] <= limit_ds:
            continue
        node, time = U(origins.node[j]), np.int64(origins.time_ds[j])
        bits = np.int64(np.float32(origins.length_m[j]).view(np.int32)) & METRE_BITS  # a zero may have a sign
        offer = whole - ((time << TIME_BITS) | (bits << 1))
        if offer <= desk.mark[node] | WAITING:
            continue
        desk.mark[node] = offer | WAITING
        desk.word[node >> WORD] |= ONE << (node & IN_WORD)
        desk.above[node >> (WORD + WORD)] |= ONE << ((node >> WORD) & IN_WORD)
        queue = _with_room(queue, waiting + 1)
        place = (time >> queue.shift) & ring
        queue.link[waiting] = (np.int64(node) << TIME_BITS) | np.int64(np.uint32(queue.bucket[place]))
        queue.bucket[place] = waiting
        waiting, first = waiting + 1, min(first, time)
    return queue, waiting, first


@compiled
def _go_on(net: Net, desk: Desk, queue: Queue, state: State, limit_ds: Whole) -> State:  # noqa: PLR0915
    """Pass marks on until none waits or links run short.

    One loop, without a decision on whether an offer is better: it could not be foreseen, and costs more than writing.
    """
    # Arrays are taken out of their tuples once: numba would count references at every use.
    mark, word, above, indptr, arcs = desk.mark, desk.word, desk.above, net.indptr, net.arcs
    bucket, link, shift = queue.bucket, queue.link, U(queue.shift)
    nowhere, most = U(len(bucket) - 1), U(len(link) - net.max_degree)
    ring, whole = nowhere - ONE, (np.int64(limit_ds) + 1) << TIME_BITS
    waiting, top, now = state
    while waiting > 0 and top <= most:
        entry = bucket[now & ring]
        if entry < 0:
            now += ONE
            continue
        taken = link[U(entry)]
        bucket[now & ring] = np.int32(taken & LOWER_BITS)
        waiting -= 1
        node = U(taken >> TIME_BITS)
        if mark[node] & WAITING == 0:
            continue
        mark[node] -= WAITING
        gone = whole - mark[node]
        time, metres = gone >> TIME_BITS, np.int32((gone & LOWER_BITS) >> 1).view(np.float32)
        for a in range(U(indptr[node]), U(indptr[node + ONE])):
            to = arcs[a].head
            head = U(to & NODE_BITS)
            then = time + np.int64(arcs[a].ds)
            length_m = np.float32(metres + arcs[a].length_m).view(np.int32)
            offer, old = whole - ((then << TIME_BITS) | (np.int64(length_m) << 1)), mark[head]
            better = offer > old | WAITING
            leads_on = better and to < DEAD_END
            mark[head] = offer | np.int64(leads_on) if better else old
            word[head >> WORD] |= U(better) << (head & IN_WORD)
            above[head >> (WORD + WORD)] |= U(better) << ((head >> WORD) & IN_WORD)
            place = (U(then) >> shift) & ring if leads_on else nowhere
            link[top] = (np.int64(head) << TIME_BITS) | np.int64(np.uint32(bucket[place]))
            bucket[place] = top
            top += U(leads_on)
            waiting += np.int64(leads_on)
    return waiting, top, now


@compiled
def _with_room(queue: Queue, n_links: Whole) -> Queue:
    if n_links <= len(queue.link):
        return queue
    link = np.empty(2 * n_links, np.int64)
    link[: len(queue.link)] = queue.link
    return Queue(queue.bucket, link, queue.shift)


@compiled
def find_mark(desk: Desk, node: Whole, limit_ds: Whole) -> tuple[Whole, Any]:
    """Time and metres of a node; -1 and 0 where it was not reached."""
    mark = desk.mark[U(node)]
    gone = ((np.int64(limit_ds) + 1) << TIME_BITS) - mark
    if mark == 0:
        return np.int64(-1), np.float32(0)
    return gone >> TIME_BITS, np.int32((gone & LOWER_BITS) >> 1).view(np.float32)


@compiled
def count_found(desk: Desk) -> Whole:
    """How many nodes are marked."""
    word, above, count = desk.word, desk.above, U(0)
    for k in range(U(len(above))):
        words = above[k]
        while words:
            count += _count_bits(word[(U(k) << WORD) | U(lowest_bit(words))])
            words &= words - ONE
    return np.int64(count)


@compiled
def _count_bits(bits: Any) -> Any:
    """Sums of two, four and eight bits side by side; the product adds the eight bytes up in the highest one."""
    bits -= (bits >> ONE) & PAIRS
    bits = (bits & NIBBLES) + ((bits >> U(2)) & NIBBLES)
    return (((bits + (bits >> U(4))) & BYTES) * EACH_BYTE) >> U(56)


@compiled
def take_found(desk: Desk, limit_ds: Whole, node: Array, time_ds: Array, length_m: Array) -> None:
    """Write down the nodes that are marked, ascending, as far as the arrays reach; the desk is empty afterwards."""
    mark, word, above = desk.mark, desk.word, desk.above
    whole, at = (np.int64(limit_ds) + 1) << TIME_BITS, U(0)
    for k in range(U(len(above))):
        words = above[k]
        above[k] = 0
        while words:
            w = (U(k) << WORD) | U(lowest_bit(words))
            words &= words - ONE
            bits = word[w]
            word[w] = 0
            while bits:
                here = (w << WORD) | U(lowest_bit(bits))
                bits &= bits - ONE
                gone = whole - mark[here]
                mark[here] = 0
                if at < U(len(node)):
                    node[at], time_ds[at] = here, gone >> TIME_BITS
                    length_m[at] = np.int32((gone & LOWER_BITS) >> 1).view(np.float32)
                    at += ONE
