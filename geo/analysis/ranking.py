"""Which Ortsteile are worst off, by people affected and by mean shortfall, and how far weights decide that.

A score is the weighted mean of an Ortsteil's figures over the layers. Which weights are right is a political
question, so the ranking is computed for many: uniformly drawn from the simplex of all weights that sum to 1
(Dirichlet with parameter 1, fixed seed), or from a neighbourhood of the chosen ones, and with each layer alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import InputError

FloatArray = NDArray[np.float64]
RANK_COLUMNS = ["score", "rank", "rank_best", "rank_worst", "rank_p05", "rank_p50", "rank_p95", "share_top"]
ROUND_DIGITS = 12  # scores closer than this are equal: rounding of sums must not make a rank


@dataclass(frozen=True, slots=True)
class WeightSpace:
    """From which weights the sensitivity is computed.

    Attributes
    ----------
    draws
        Number of random weightings.
    seed
        Of the random numbers: the same seed is the same result.
    spread
        1: all of the simplex, with each layer alone as well. Below 1: weights
        ``(1 - spread) * chosen + spread * drawn``, the neighbourhood of the chosen weighting.
    top
        How many places count as "the worst" in ``share_top``.
    """

    draws: int = 1000
    seed: int = 61
    spread: float = 1.0
    top: int = 10

    def __post_init__(self) -> None:
        if self.draws < 1 or self.top < 1 or not 0 < self.spread <= 1:
            raise InputError(
                "Die Empfindlichkeit braucht draws und top ab 1 und spread über 0 bis 1: bitte berichtigen."
            )


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking and its sensitivity.

    Attributes
    ----------
    table
        Indexed by Ortsteil: ``score``; ``rank`` with the chosen weights (1 is worst off, equals share the better
        place); ``rank_best`` and ``rank_worst`` over all weightings, ``rank_p05``, ``rank_p50``, ``rank_p95`` over
        the drawn ones; ``share_top``, the share of drawn weightings in which it is among the worst. Missing
        for Ortsteile without a figure in one of the layers.
    layers
        Layers that were used.
    layers_without_data
        Layers asked for in which no Ortsteil has a figure; left out.
    kendall_mean, kendall_min
        Kendall's tau-b between the chosen and the drawn rankings: 1 the same order, 0 none, -1 reversed;
        None where fewer than two Ortsteile are ranked or all have the same score.
    """

    table: pd.DataFrame
    layers: tuple[str, ...]
    layers_without_data: tuple[str, ...]
    kendall_mean: float | None
    kendall_min: float | None


def rank_ortsteile(
    figures: pd.DataFrame, weights: Mapping[str, float] | None = None, space: WeightSpace | None = None
) -> Ranking:
    """Rank Ortsteile by one measure, and vary the weights.

    Parameters
    ----------
    figures
        One row per Ortsteil, one column per layer; more is worse (``residents_missed`` or ``poverty_gap`` of
        `geo.analysis.coverage.norm_table`, pivoted). Missing where nothing is known.
    weights
        Per layer, not negative; the layers that are named are used. All layers alike where None.
    space
        Which weightings to try; defaults where None.

    Raises
    ------
    InputError
        If a weight is negative, unknown or all are 0, or there is no figure at all.
    """
    space = space or WeightSpace()
    chosen = _validate_weights(figures, weights)
    known = figures[list(chosen)].astype(np.float64)
    used = [layer for layer in chosen if known[layer].notna().any()]
    if not used or not sum(chosen[layer] for layer in used) > 0:
        raise InputError(
            "Für diese Rangliste gibt es keine Zahlen: bitte Einrichtungsarten mit Daten wählen."
        )
    ranked = known[used].dropna()
    base = np.array([chosen[layer] for layer in used], dtype=np.float64)
    table, taus = _sensitivity(ranked, base / base.sum(), space)
    return Ranking(
        table=table.reindex(figures.index),
        layers=tuple(used),
        layers_without_data=tuple(layer for layer in chosen if layer not in used),
        kendall_mean=None if taus is None else float(taus.mean()),
        kendall_min=None if taus is None else float(taus.min()),
    )


def _sensitivity(
    ranked: pd.DataFrame, base: FloatArray, space: WeightSpace
) -> tuple[pd.DataFrame, FloatArray | None]:
    """Ranks with the chosen weights and over all tried ones, and tau of the drawn ones."""
    values = ranked.to_numpy(dtype=np.float64)
    score = values @ base
    rank = rank_worst_first(score[None, :])
    ranks = rank_worst_first(_weightings(base, space) @ values.T)
    drawn, every = ranks[: space.draws], np.vstack([rank, ranks])
    low, middle, high = np.sort(drawn, axis=0)[_quantile_rows(space.draws)]
    figures = [
        score, rank[0], every.min(axis=0), every.max(axis=0), low, middle, high,
        (drawn <= space.top).mean(axis=0),
    ]  # fmt: skip
    table = pd.DataFrame(dict(zip(RANK_COLUMNS, figures, strict=True)), index=ranked.index)
    whole = [name for name in RANK_COLUMNS if name.startswith("rank")]
    return table.astype(dict.fromkeys(whole, "Int64")), kendall_tau(score, drawn)


def _quantile_rows(n_draws: int) -> NDArray[np.int64]:
    """Rows of the sorted draws that are their 5th, 50th and 95th percentile (a rank that occurred)."""
    rows: NDArray[np.int64] = np.ceil(np.array([0.05, 0.50, 0.95]) * n_draws).astype(np.int64) - 1
    return rows


def rank_worst_first(scores: FloatArray) -> NDArray[np.int64]:
    """Ranks of each row of scores (k, n): 1 for the highest, equals share the better place."""
    rounded = np.round(scores, ROUND_DIGITS)
    ordered = np.sort(-rounded, axis=1)
    rows = [np.searchsorted(row, -wanted, side="left") for row, wanted in zip(ordered, rounded, strict=True)]
    return np.array(rows, dtype=np.int64).reshape(scores.shape) + 1


def kendall_tau(score: FloatArray, ranks: NDArray[np.int64]) -> FloatArray | None:
    """Kendall's tau-b of one order of n by score with k others by rank (k, n); None where it is not defined.

    An order in which all are equal has no tau; it is left out.
    """
    first, second = np.triu_indices(len(score), k=1)
    rounded = np.round(score, ROUND_DIGITS)
    own = np.sign(rounded[first] - rounded[second])
    if not own.any():
        return None
    taus = []
    for rank in ranks:
        other = np.sign(rank[second] - rank[first])
        if other.any():
            taus.append(float(own @ other) / float(np.sqrt(np.count_nonzero(own) * np.count_nonzero(other))))
    return np.array(taus) if taus else None


def _weightings(base: FloatArray, space: WeightSpace) -> FloatArray:
    """Weightings as rows that sum to 1, the drawn ones first."""
    drawn = np.random.default_rng(space.seed).dirichlet(np.ones(len(base)), size=space.draws)
    # The corners are the extremes of the simplex; without them a range could look too narrow.
    tried = np.vstack([drawn, np.eye(len(base))])
    return np.asarray((1 - space.spread) * base + space.spread * tried)


def _validate_weights(figures: pd.DataFrame, weights: Mapping[str, float] | None) -> dict[str, float]:
    chosen = dict.fromkeys(map(str, figures.columns), 1.0) if weights is None else dict(weights)
    for layer, weight in chosen.items():
        if layer not in figures:
            raise InputError(
                f"Für das Gewicht „{layer}“ gibt es keine Spalte: bitte den Schlüssel berichtigen."
            )
        if not (weight >= 0 and isfinite(weight)):
            raise InputError(f"Das Gewicht „{layer}“ muss eine Zahl ab 0 sein, nicht {weight}.")
    return chosen
