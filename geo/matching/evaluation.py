"""How good the ranking is on labelled pairs: precision and recall at 5, planted twins first, calibration."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from geo.domain import Phase
from geo.errors import InputError
from geo.matching.score import Profile
from geo.matching.vocabulary import FOLDER

TOP: Final = 5
MOST_SHOWN: Final = 10  # as many as a user sees: the pairs that the calibration is about

Label = Literal["same", "related", "different"]
Labels = dict[frozenset[str], Label]
LABELS: Final[dict[str, Label]] = {"same": "same", "related": "related", "different": "different"}


@dataclass(frozen=True)
class LabelledSet:
    """Project texts with judged pairs; ``halves`` says for what each text was used."""

    profiles: tuple[Profile, ...]
    halves: Mapping[str, str]
    labels: Labels

    def find_label(self, one: str, other: str) -> Label:
        """Judgement of a pair; what nobody called alike is different."""
        return self.labels.get(frozenset((one, other)), "different")


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures over the queries of a set.

    Attributes
    ----------
    precision_at_5, recall_at_5
        Over the ``n_queries`` queries with at least five same-or-related texts, so that 1 can be reached.
    twins_first
        Share of the ``n_twin_queries`` queries with planted twins (two or more in other words) that find all of these
        before anything that is neither the same nor related.
    twins_on_top
        Share of them where the twins stand before the related ones too.
    """

    precision_at_5: float
    recall_at_5: float
    twins_first: float
    twins_on_top: float
    n_queries: int
    n_twin_queries: int


def read_labelled(folder: Path = FOLDER) -> LabelledSet:
    """Read ``projekttexte.csv`` and ``paare.csv``.

    Raises
    ------
    InputError
        If a pair names a text that is not there, or a label is none of the three.
    """
    rows = _read_rows(folder / "projekttexte.csv")
    profiles = tuple(map(_to_profile, rows))
    halves = {row["key"]: row["half"] for row in rows}
    labels: Labels = {}
    for number, row in enumerate(_read_rows(folder / "paare.csv"), start=2):
        if not {row["a"], row["b"]} <= set(halves) or row["a"] == row["b"]:
            raise InputError(f"paare.csv, Zeile {number}: „{row['a']}“ oder „{row['b']}“ ist kein Text.")
        labels[frozenset((row["a"], row["b"]))] = _to_label(row["label"], number)
    return LabelledSet(profiles, halves, labels)


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _to_label(text: str, number: int) -> Label:
    label = LABELS.get(text)
    if label:
        return label
    raise InputError(f"paare.csv, Zeile {number}: „{text}“ ist nicht same, related oder different.")


def _to_profile(row: Mapping[str, str]) -> Profile:
    return Profile(
        key=row["key"],
        title=row["title"],
        summary=row["summary"],
        need=row["need"],
        handlungsfelder=frozenset(filter(None, row["handlungsfelder"].split(";"))),
        target_groups=frozenset(filter(None, row["target_groups"].split(";"))),
        phase=Phase(row["phase"]) if row["phase"] else None,
    )


def measure_quality(
    found: LabelledSet, scores: npt.NDArray[np.float64], halves: Iterable[str] | None = None
) -> Quality:
    """Quality of a ranking.

    Parameters
    ----------
    scores
        Shape (texts, texts), in the order of ``found.profiles``; each text asks, all others answer.
    halves
        Only queries of these; all if not given.
    """
    asked = set(halves) if halves is not None else set(found.halves.values())
    queries = [
        _rank(found, scores, row)
        for row, profile in enumerate(found.profiles)
        if found.halves[profile.key] in asked
    ]
    judged = [labels for labels in queries if sum(label != "different" for label in labels) >= TOP]
    twins = [labels for labels in queries if labels.count("same") >= 2]
    hits = [sum(label != "different" for label in labels[:TOP]) for labels in judged]
    relevant = [sum(label != "different" for label in labels) for labels in judged]
    return Quality(
        precision_at_5=_mean([hit / TOP for hit in hits]),
        recall_at_5=_mean([hit / all_ for hit, all_ in zip(hits, relevant, strict=True)]),
        twins_first=_mean([_twins_before(labels, ("different",)) for labels in twins]),
        twins_on_top=_mean([_twins_before(labels, ("different", "related")) for labels in twins]),
        n_queries=len(judged),
        n_twin_queries=len(twins),
    )


def _rank(found: LabelledSet, scores: npt.NDArray[np.float64], row: int) -> list[Label]:
    """Labels of all other texts, the highest score first."""
    key = found.profiles[row].key
    order = [other for other in np.argsort(-scores[row], kind="stable") if other != row]
    return [found.find_label(key, found.profiles[other].key) for other in order]


def _twins_before(labels: Sequence[Label], others: tuple[str, ...]) -> float:
    first = next((at for at, label in enumerate(labels) if label in others), len(labels))
    return float(labels[:first].count("same") == labels.count("same"))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def find_shown_pairs(
    found: LabelledSet, scores: npt.NDArray[np.float64], halves: Iterable[str]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Scores of the first ten answers to each query of some halves, and 1 where the pair is the same or related."""
    asked, values, alike = set(halves), [], []
    for row, profile in enumerate(found.profiles):
        if found.halves[profile.key] not in asked:
            continue
        order = [other for other in np.argsort(-scores[row], kind="stable") if other != row][:MOST_SHOWN]
        values += [scores[row, other] for other in order]
        alike += [found.find_label(profile.key, found.profiles[other].key) != "different" for other in order]
    return np.asarray(values), np.asarray(alike, dtype=np.float64)
