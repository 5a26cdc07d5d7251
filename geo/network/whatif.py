"""What if a facility opened or closed: only the part of the street network that it changes is computed anew."""

from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.errors import InputError
from geo.network.graph import Int32Array
from geo.network.join import facility_seeds, join_points, join_rows, price_leaving, take_ends, take_points
from geo.network.kernels import Nearest, Seeds, rows_to_nearest, search_rows, seeds_in_order, validate
from geo.network.kernels_core import Log, Offers, Rows, spread
from geo.network.kernels_rows import empty_label, new_log, to_offers, undo
from geo.network.kernels_whatif import find_nodes, log_of, offer_from_neighbours, remove
from geo.network.router import Router
from geo.network.snap import Ends, Snap


class Change(NamedTuple):
    """What an opening or closing changes; rows of nodes and points that stay as they are do not appear.

    Attributes
    ----------
    node
        int32 (c,), ascending; nodes whose k nearest facilities change.
    node_before, node_after
        Their k nearest, shape (c, k).
    origin
        int64 (o,), ascending; points whose k nearest facilities change.
    origin_before, origin_after
        Their k nearest, shape (o, k).
    """

    node: Int32Array
    node_before: Nearest
    node_after: Nearest
    origin: npt.NDArray[np.int64]
    origin_before: Nearest
    origin_after: Nearest


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """The points that are watched, the ways to the ends of their edges, and their answers as things are."""

    snap: Snap
    ends: Ends
    now: Nearest


class WhatIf:
    """The k nearest facilities of one layer and mode, ready to be asked for changes. Threads take turns.

    Parameters
    ----------
    router
        Streets of one mode.
    facilities
        What there is.
    origins
        Points to tell the effect for.
    k
        2 to 5. From 2 on, closing a facility leaves the next one at hand.
    limit_ds
        Greatest time of the whole way in deciseconds, inclusive.

    Raises
    ------
    InputError
        If k or the limit is out of range.
    """

    def __init__(self, router: Router, facilities: Snap, origins: Snap, *, limit_ds: int, k: int = 2) -> None:
        if k < 2:
            raise InputError(
                "Für Szenarien werden mindestens die 2 nächsten Einrichtungen gebraucht (k ab 2)."
            )
        self._router, self._facilities, self._limit_ds = router, facilities, limit_ds
        self._seeds = facility_seeds(router, facilities)
        self._rows = search_rows(router.incoming, self._seeds, k, limit_ds)
        ends = price_leaving(router, origins)
        numbers = np.arange(len(facilities.edge), dtype=np.int32)
        now = join_rows(router, self._rows, (origins, ends), (facilities, numbers), limit_ds)
        self._points = _Points(origins, ends, now)
        self._lock = Lock()

    @property
    def now(self) -> Nearest:
        """The k nearest facilities of the points as things are."""
        return self._points.now

    def add(self, new: Snap) -> Change:
        """What changes if facilities open.

        Parameters
        ----------
        new
            Where; they are numbered on from those that exist.

        Returns
        -------
        Change
            Work follows the number of nodes that gain.
        """
        n_old = len(self._facilities.edge)
        seeds = facility_seeds(self._router, new)
        seeds = seeds._replace(facility=seeds.facility + np.int32(n_old))
        validate(self._router.incoming, seeds, len(self._rows.slots), self._limit_ds)
        numbers = np.arange(n_old + len(new.edge), dtype=np.int32)
        with self._lock:
            log = new_log(len(self._rows.label) // len(self._rows.slots), len(self._rows.slots))
            return self._run(
                to_offers(*seeds_in_order(seeds)), log, (join_points(self._facilities, new), numbers)
            )

    def close(self, facility: int) -> Change:
        """What changes if a facility closes.

        Parameters
        ----------
        facility
            Its position among the facilities.

        Returns
        -------
        Change
            Work follows the number of nodes that lose it.

        Raises
        ------
        InputError
            If there is no such facility.
        """
        n_facilities = len(self._facilities.edge)
        if not 0 <= facility < n_facilities:
            raise InputError(
                f"Die Einrichtung Nummer {facility} gibt es nicht; möglich sind 0 bis {n_facilities - 1}."
            )
        kept = np.flatnonzero(np.arange(n_facilities) != facility).astype(np.int32)
        with self._lock:
            node = find_nodes(self._rows, facility)
            log = log_of(self._rows, node)
            remove(self._rows, node, facility, empty_label(self._limit_ds))
            behind = offer_from_neighbours(self._router.outgoing, self._rows, node)
            others = (self._seeds.facility != facility) & (log.seen[self._seeds.node] == 1)
            seeds = to_offers(*seeds_in_order(Seeds(*(part[others] for part in self._seeds))))
            offers = Offers(*(np.concatenate(pair) for pair in zip(behind, seeds, strict=True)))
            return self._run(offers, log, (take_points(self._facilities, kept), kept))

    def _run(self, offers: Offers, log: Log, facilities: tuple[Snap, Int32Array]) -> Change:
        """Spread the offers, tell what changed, and put everything back, whatever happens."""
        try:
            log = spread(self._router.incoming, self._rows, offers, log) or log
            k, order = len(self._rows.slots), np.argsort(log.node[: log.size[0]])
            node = log.node[order]
            before = Rows(
                log.label.reshape(-1, k)[order].ravel(), log.length_m.reshape(-1, k)[order].ravel(), (0,) * k
            )
            return Change(
                node,
                rows_to_nearest(before, k, self._limit_ds),
                rows_to_nearest(self._row_of(node), k, self._limit_ds),
                *self._at_points(log, facilities),
            )
        finally:
            undo(self._rows, log)

    def _row_of(self, node: Int32Array) -> Rows:
        k = len(self._rows.slots)
        return Rows(
            self._rows.label.reshape(-1, k)[node].ravel(),
            self._rows.length_m.reshape(-1, k)[node].ravel(),
            self._rows.slots,
        )

    def _at_points(
        self, log: Log, facilities: tuple[Snap, Int32Array]
    ) -> tuple[npt.NDArray[np.int64], Nearest, Nearest]:
        """Points whose answer changes: only an end that changed or a facility on their edge can do that."""
        points, now = self._points, self._points.now
        there, number = self._facilities.edge, np.arange(len(self._facilities.edge))
        opened = facilities[0].edge[~np.isin(facilities[1], number)]
        closed = there[~np.isin(number, facilities[1])]
        same_edge = np.isin(points.snap.edge, np.concatenate([opened, closed]))
        maybe = same_edge | (log.seen[points.ends.node] == 1).any(axis=1)
        rows = np.flatnonzero(maybe)
        ends = take_ends(points.ends, rows)
        after = join_rows(
            self._router, self._rows, (take_points(points.snap, rows), ends), facilities, self._limit_ds
        )
        before = now.take(rows)
        same = (before.facility == after.facility) & (before.time_ds == after.time_ds)
        changed = np.flatnonzero(~same.all(axis=1))
        return (
            rows[changed],
            before.take(changed),
            after.take(changed),
        )
