"""Thought up once ("konzeptioniert einmal"): which projects have a twin, and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from geo.matching.matcher import Matcher
from geo.matching.score import Profile, find_score, measure_parts

TEXT_FROM: Final = 0.2  # similarity of texts below which a pair is not looked at

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TwinCount:
    """Projects with a twin, by what came of it.

    Attributes
    ----------
    n_with_twin
        Projects that another one is like.
    n_joined, n_adopted, n_alone
        Of these: joined or linked with one; else a module given or taken; else neither.
    n_spared
        Concepts that need not be written if those that are alone joined: of each group of twins all of these but
        one, or all if the group has somebody to join.
    """

    n_with_twin: int
    n_joined: int
    n_adopted: int
    n_alone: int
    n_spared: int


def find_twins(matcher: Matcher, profiles: Sequence[Profile], vectors: csr_matrix) -> Pairs:
    """Pairs of places in ``profiles`` whose score is called similar.

    Parameters
    ----------
    vectors
        Texts of ``profiles``, one row each.
    """
    texts = coo_matrix(vectors @ vectors.T)
    return [
        (one, other)
        for one, other, text in zip(texts.row.tolist(), texts.col.tolist(), texts.data.tolist(), strict=True)
        if one < other
        and text >= TEXT_FROM
        and find_score(measure_parts(profiles[one], profiles[other], text, matcher.weights), matcher.weights)
        >= matcher.weights.levels.similar
    ]


def count_twins(n: int, pairs: Pairs, joined: Collection[int], adopted: Collection[int]) -> TwinCount:
    """What came of ``n`` projects with twins; ``joined`` and ``adopted`` are places in the same list."""
    ends = np.asarray(pairs, dtype=int).reshape(-1, 2)
    graph = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
    _, group = connected_components(graph, directed=False)
    twins = set(ends.ravel().tolist())
    n_joined = len(twins & set(joined))
    n_adopted = len(twins & set(adopted) - set(joined))
    alone = twins - set(joined) - set(adopted)
    spared = 0
    for each in {int(group[place]) for place in alone}:
        inside = [place for place in twins if group[place] == each]
        left = sum(place in alone for place in inside)
        spared += left - (left == len(inside))
    return TwinCount(len(twins), n_joined, n_adopted, len(alone), spared)
