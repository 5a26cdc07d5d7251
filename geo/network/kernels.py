"""Shortest ways on packed street arrays: nearest k, one to many, many to many. Times are int32 deciseconds.

Everything is exact: times are sums of whole deciseconds, so the answers are those of any other exact method.
Of equally near facilities the lowest index counts, of equally quick ways to one facility the shortest (float32,
summed from the facility or origin outwards). No answer depends on the order of the work.

Source: R. Dial, Algorithm 360, Communications of the ACM 12 (1969), for the queue.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.errors import InputError
from geo.network.graph import Float32Array, Int32Array, Int64Array
from geo.network.kernels_core import LOWER_BITS, TIME_BITS, Rows, spread
from geo.network.kernels_many import search_any, search_each, search_matrix
from geo.network.kernels_net import (
    MAX_DS,
    Array,
    Net,
    U,
    Whole,
    compiled,
    pack_arcs,
    pack_incoming,
    pack_outgoing,
    reverse_net,
)
from geo.network.kernels_reach import DESKS, Places
from geo.network.kernels_rows import empty_label, empty_rows, to_offers
from geo.network.parallel import map_in_order, split_evenly

__all__ = [
    "MAX_DS", "MAX_K", "NONE", "Nearest", "Net", "Reached", "Seeds", "flood", "many_to_many", "nearest_k",
    "one_to_many", "pack_arcs", "pack_incoming", "pack_outgoing", "reverse_net", "rows_to_nearest", "search_rows",
    "seeds_in_order",
]  # fmt: skip

MAX_K = 5
PARTS = 4  # origins are cut into so many parts for each thread: some reach far more than others
FEWEST = 24  # origins in such a part: with fewer, handing it over takes longer than a short search
NONE = -1  # facility and time where there is none; the length is NaN


class Seeds(NamedTuple):
    """Where searches begin: shapes (s,), several per facility or origin.

    Attributes
    ----------
    node
        int32.
    time_ds
        int32; time between facility and node, -1 where that direction is not allowed.
    length_m
        float32.
    facility
        int32; index of the facility or origin.
    """

    node: Int32Array
    time_ds: Int32Array
    length_m: Float32Array
    facility: Int32Array


class Nearest(NamedTuple):
    """k nearest facilities, shapes (n, k), ascending by time, then facility; -1, -1 and NaN behind the last.

    Attributes
    ----------
    facility
        int32; index, each at most once in a row.
    time_ds
        int32; deciseconds.
    length_m
        float32; metres along that way.
    """

    facility: Int32Array
    time_ds: Int32Array
    length_m: Float32Array

    def take(self, rows: npt.NDArray[np.integer]) -> "Nearest":
        """Some of the rows."""
        return Nearest(self.facility[rows], self.time_ds[rows], self.length_m[rows])


class Reached(NamedTuple):
    """What m origins reach: rows ``offset[i]:offset[i + 1]`` belong to origin i, nodes ascending.

    Attributes
    ----------
    offset
        int64 (m + 1,).
    node, time_ds, length_m
        int32, int32 deciseconds, float32 metres.
    """

    offset: Int64Array
    node: Int32Array
    time_ds: Int32Array
    length_m: Float32Array


def nearest_k(net: Net, seeds: Seeds, k: int, limit_ds: int = MAX_DS) -> Nearest:
    """The k nearest facilities of every node.

    Parameters
    ----------
    net
        Incoming arcs (`pack_incoming`), so that times run from the node to the facility.
    seeds
        The facilities' places on the net, in any order.
    k
        1 to `MAX_K`.
    limit_ds
        Greatest time in deciseconds, inclusive.

    Returns
    -------
    Nearest
        For all nodes.

    Raises
    ------
    InputError
        If k, the limit or a seed is out of range.
    """
    rows = search_rows(net, seeds, k, limit_ds)
    return rows_to_nearest(rows, k, limit_ds)


def search_rows(net: Net, seeds: Seeds, k: int, limit_ds: int) -> Rows:
    """As `nearest_k`, but the packed labels as they are, which `geo.network.whatif` goes on with."""
    validate(net, seeds, k, limit_ds)
    rows = empty_rows(len(net.indptr) - 1, k, limit_ds)
    spread(net, rows, to_offers(*seeds_in_order(seeds)), None)
    return rows


def seeds_in_order(seeds: Seeds) -> tuple[Array, Array, Array, Array]:
    """Node, time, length, facility with the types that the kernels are compiled for."""
    return (
        np.ascontiguousarray(seeds.node, np.int32),
        np.ascontiguousarray(seeds.time_ds, np.int32),
        np.ascontiguousarray(seeds.length_m, np.float32),
        np.ascontiguousarray(seeds.facility, np.int32),
    )


def rows_to_nearest(rows: Rows, k: int, limit_ds: int) -> Nearest:
    """Labels as facility, time and length; in their own memory, so the rows are used up."""
    facility = np.empty(len(rows.label), dtype=np.int32)
    time_ds = rows.label.view(np.int32)
    _take_apart(rows.label, rows.length_m, facility, time_ds, empty_label(limit_ds))
    time_ds = time_ds[: len(rows.label)]
    return Nearest(facility.reshape(-1, k), time_ds.reshape(-1, k), rows.length_m.reshape(-1, k))


def one_to_many(
    net: Net, origins: Seeds, n_origins: int, limit_ds: int, *, threads: int | None = None
) -> Reached:
    """All nodes within a limit of each origin, every origin by itself.

    Parameters
    ----------
    net
        Out-going arcs, so that times run from the origin; incoming ones for times to it.
    origins
        Their places on the net; ``facility`` is the origin's number, ascending.
    n_origins
        How many there are; one without seeds reaches nothing.
    limit_ds
        Greatest time in deciseconds, inclusive.
    threads
        How many search side by side; as many as there are processors if not given. The answer is the same.

    Returns
    -------
    Reached
        Work follows what is reached, not the size of the net; 8 bytes per node and thread are kept for the next
        search.
    """
    validate(net, origins, 1, limit_ds)
    places = _to_places(origins, n_origins)

    def search(part: tuple[int, int]) -> Reached:
        desk = DESKS.take(len(net.indptr) - 1)
        found = Reached(*search_each(net, _part(places, part), limit_ds, desk))
        DESKS.give_back(desk)
        return found

    return _in_a_row(
        map_in_order(search, split_evenly(n_origins, threads, per_thread=PARTS, least=FEWEST), threads)
    )


def many_to_many(
    net: Net,
    origins: Seeds,
    targets: Seeds,
    shape: tuple[int, int],
    limit_ds: int = MAX_DS,
    *,
    threads: int | None = None,
) -> tuple[Int32Array, Float32Array]:
    """Times and lengths from every origin to every target.

    Parameters
    ----------
    net
        Out-going arcs.
    origins, targets
        Their places on the net; ``facility`` is the number, ascending.
    shape
        Number of origins and of targets.
    limit_ds
        Greatest time in deciseconds, inclusive.
    threads
        As in `one_to_many`.

    Returns
    -------
    tuple of int32 and float32 arrays of that shape
        -1 and NaN beyond the limit.
    """
    validate(net, origins, 1, limit_ds)
    validate(net, targets, 1, limit_ds)
    places, arriving = _to_places(origins, shape[0]), (*seeds_in_order(targets), shape[1])

    def search(part: tuple[int, int]) -> tuple[Int32Array, Float32Array]:
        desk = DESKS.take(len(net.indptr) - 1)
        found = search_matrix(net, _part(places, part), limit_ds, desk, arriving)
        DESKS.give_back(desk)
        return found

    parts = map_in_order(search, split_evenly(shape[0], threads, per_thread=PARTS, least=FEWEST), threads)
    time_ds, length_m = (np.concatenate(found) for found in zip(*parts, strict=True))
    return time_ds, length_m


def _part(places: Places, part: tuple[int, int]) -> Places:
    """Some of the origins."""
    return places._replace(begin=places.begin[part[0] : part[1] + 1])


def _in_a_row(parts: list[Reached]) -> Reached:
    if len(parts) == 1:
        return parts[0]
    count = np.concatenate([[0], *(np.diff(part.offset) for part in parts)])
    node, time_ds, length_m = (np.concatenate(columns) for columns in list(zip(*parts, strict=True))[1:])
    return Reached(np.cumsum(count), node, time_ds, length_m)


def _to_places(origins: Seeds, n_origins: int) -> Places:
    node, time_ds, length_m, number = seeds_in_order(origins)
    begin = np.searchsorted(number, np.arange(n_origins + 1)).astype(np.int64)
    return Places(node, time_ds, length_m, begin)


def flood(net: Net, seeds: Seeds) -> npt.NDArray[np.bool_]:
    """Whether any way at all leads from a seed to each node, however long: shape (n,)."""
    node = seeds.node[seeds.time_ds >= 0]
    return np.asarray(search_any(net.indptr, net.arcs, np.ascontiguousarray(node, np.int32)))


def validate(net: Net, seeds: Seeds, k: int, limit_ds: int) -> None:
    """Refuse what the kernels would read past their arrays for."""
    if not 1 <= k <= MAX_K or not 0 <= limit_ds <= MAX_DS:
        raise InputError(
            f"Gesucht werden 1 bis {MAX_K} nächste Einrichtungen bis zu {MAX_DS} Zehntelsekunden, "
            f"nicht {k} bis zu {limit_ds}."
        )
    n_nodes = len(net.indptr) - 1
    if len(seeds.node) and not (seeds.node.min() >= 0 and seeds.node.max() < n_nodes):
        raise InputError(
            f"Einrichtungen liegen auf Knoten außerhalb des Straßennetzes (0 bis {n_nodes - 1})."
        )
    if len(seeds.facility) and not (seeds.facility.min() >= 0 and seeds.time_ds.max() <= MAX_DS):
        raise InputError("Einrichtungen brauchen Nummern ab 0 und Zeiten, die in der Suche Platz haben.")


@compiled
def _take_apart(label: Array, length_m: Array, facility: Array, time_ds: Array, empty: Whole) -> None:
    """Write times over the labels: the i-th time (4 bytes) never lies behind the i-th label (8 bytes)."""
    for i in range(U(len(label))):
        here = label[i]
        found = here < empty
        facility[i] = (here & LOWER_BITS) >> 1 if found else NONE
        time_ds[i] = here >> TIME_BITS if found else NONE
        length_m[i] = length_m[i] if found else np.float32(np.nan)
