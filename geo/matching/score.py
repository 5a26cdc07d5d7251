"""How alike two projects are: weighted parts, each between 0 and 1, or unknown (methods.md, section 7)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from scipy.sparse import csr_matrix

from geo.domain import Phase
from geo.matching.weights import Part, Weights
from geo.units import METRES_PER_KM, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

Shares = dict[Part, float | None]
PartT = TypeVar("PartT", bound=str)


class Weighted(Protocol[PartT]):
    """Whatever says how much each part of a score counts."""

    @property
    def parts(self) -> Mapping[PartT, float]:
        """Weight of each part."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a project or of a draft; empty or None where it says nothing.

    Attributes
    ----------
    need
        Layer that it answers to.
    gaps
        Shortfall by layer, from 0 to 1, of the Ortsteile concerned; None where it has none or nothing is computed.
    places
        Positions of its Zentren in metres, EPSG:25832.
    """

    key: str
    title: str
    summary: str
    need: str = ""
    handlungsfelder: frozenset[str] = frozenset()
    target_groups: frozenset[str] = frozenset()
    phase: Phase | None = None
    gaps: Mapping[str, float] | None = None
    places: tuple[tuple[float, float], ...] = field(default=())

    @property
    def text(self) -> tuple[str, str]:
        """Title and summary."""
        return self.title, self.summary


def measure_parts(one: Profile, other: Profile, text: float | None, weights: Weights) -> Shares:
    """The parts of the score; None where one of the two says nothing.

    Parameters
    ----------
    text
        Similarity of the texts (`geo.matching.vectors`), None where one has no word that counts.
    """
    minutes = travel_minutes(one, other, weights)
    return {
        Part.NEED: _compare_needs(one.need, other.need, weights),
        Part.HANDLUNGSFELD: overlap(one.handlungsfelder, other.handlungsfelder),
        Part.TEXT: None if text is None else min(1.0, max(0.0, text) / weights.text.full_at),
        Part.TARGET_GROUP: overlap(one.target_groups, other.target_groups),
        Part.PHASE: _compare_phases(one.phase, other.phase),
        Part.GAPS: compare_gaps(one.gaps, other.gaps),
        Part.TRAVEL_TIME: None if minutes is None else max(0.0, 1 - minutes / weights.travel.limit_min),
    }


def find_weights(shares: Mapping[PartT, float | None], weights: Weighted[PartT]) -> dict[PartT, float]:
    """Weights of the parts that are known, scaled to the sum of 1; empty where none is known."""
    known = {part: weights.parts[part] for part, share in shares.items() if share is not None}
    whole = sum(known.values())
    return {part: weight / whole for part, weight in known.items()} if whole else {}


def find_score(shares: Mapping[PartT, float | None], weights: Weighted[PartT]) -> float:
    """The weighted mean of the known parts, from 0 to 1."""
    return sum(weight * (shares[part] or 0) for part, weight in find_weights(shares, weights).items())


def compare_texts(draft: csr_matrix, others: csr_matrix) -> list[float | None]:
    """Similarity of one text to each of others; None where one of the two has no word that counts.

    Parameters
    ----------
    draft, others
        Vectors of shape (1, columns) and (texts, columns).
    """
    if not draft.nnz:
        return [None] * others.shape[0]
    found = np.asarray((others @ draft.T).todense()).ravel()
    return [
        float(value) if filled else None
        for value, filled in zip(found, np.diff(others.indptr) > 0, strict=True)
    ]


def overlap(one: Collection[str], other: Collection[str]) -> float | None:
    """What two sets share, of all that is in either (Jaccard); None where one is empty."""
    if not one or not other:
        return None
    return len(set(one) & set(other)) / len(set(one) | set(other))


def compare_gaps(one: Mapping[str, float] | None, other: Mapping[str, float] | None) -> float | None:
    """Shared shortfall, of the larger of both (Ruzicka); None where one is unknown or neither misses anything."""
    if one is None or other is None:
        return None
    layers = set(one) | set(other)
    either = sum(max(one.get(layer, 0.0), other.get(layer, 0.0)) for layer in layers)
    both = sum(min(one.get(layer, 0.0), other.get(layer, 0.0)) for layer in layers)
    return both / either if either else None


def travel_minutes(one: Profile, other: Profile, weights: Weights) -> float | None:
    """Minutes by car between the nearest places of both, by the straight-line model; None without places."""
    if not one.places or not other.places:
        return None
    away = np.asarray(one.places)[:, None, :] - np.asarray(other.places)[None, :, :]
    way_km = float(np.sqrt((away**2).sum(axis=2)).min()) * weights.travel.detour_factor / METRES_PER_KM
    return way_km / weights.travel.speed_kmh * SECONDS_PER_HOUR / SECONDS_PER_MINUTE


def _compare_needs(one: str, other: str, weights: Weights) -> float | None:
    if not one or not other:
        return None
    if one == other:
        return 1.0
    return weights.needs.related_share if weights.needs.is_related(one, other) else 0.0


def _compare_phases(one: Phase | None, other: Phase | None) -> float | None:
    """Nearness in the course of a project: neighbours differ by one step."""
    if one is None or other is None:
        return None
    steps: Sequence[Phase] = list(Phase)
    return 1 - abs(steps.index(one) - steps.index(other)) / (len(steps) - 1)
