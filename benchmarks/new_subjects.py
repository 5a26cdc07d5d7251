"""What a planner finds who types a title and a summary on a subject that the labelled set does not have.

Texts of ``data/matching/neue_themen.csv`` ask, each for the others on its topic, among these and the labelled ones.
Those marked ``extended`` were read while the word lists grew; ``untouched`` ones were not: they tell what to expect.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.matching.evaluation import TOP
from geo.matching.matcher import Matcher
from geo.matching.score import Profile
from geo.matching.vocabulary import FOLDER

LISTS = ("extended", "untouched")
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A text with what it is about; ``lists`` is empty for a labelled text, which is only found."""

    topic: str
    lists: str
    profile: Profile


def read_asked(folder: Path = FOLDER) -> list[Asked]:
    """Texts on new subjects, then the labelled ones, all with title and summary only."""
    rows = [row for name in ("neue_themen.csv", "projekttexte.csv") for row in _read_rows(folder / name)]
    return [
        Asked(row["topic"], row.get("lists", ""), Profile(row["key"], row["title"], row["summary"]))
        for row in rows
    ]


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measure_new_subjects(matcher: Matcher, texts: list[Asked]) -> dict[str, dict[str, float]]:
    """What is shown, by ``lists``.

    Returns
    -------
    dict
        Shares of the ``n_queries``: with one on their topic among the five shown first (``found``), whose first one is
        on their topic (``first``), that are shown nothing (``nothing``).
    """
    scores = matcher.score_all([text.profile for text in texts])
    return {lists: _measure(texts, scores, lists, matcher.weights.levels.remote) for lists in LISTS}


def _measure(texts: list[Asked], scores: np.ndarray, lists: str, least: float) -> dict[str, float]:
    shown = [
        [
            texts[other].topic == text.topic
            for other in np.argsort(-scores[row], kind="stable")
            if other != row and scores[row, other] >= least
        ][:TOP]
        for row, text in enumerate(texts)
        if text.lists == lists
    ]
    return {
        "found": round(sum(map(any, shown)) / len(shown), DIGITS),
        "first": round(sum(fits[0] for fits in shown if fits) / len(shown), DIGITS),
        "nothing": round(sum(not fits for fits in shown) / len(shown), DIGITS),
        "n_queries": len(shown),
    }
