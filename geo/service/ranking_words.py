"""The ranking in the words of users: places, what stands first, how far the weights decide."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from geo.analysis.ranking import Ranking, WeightSpace
from geo.domain import Mode, coarsen_people
from geo.render.german import format_number, format_people, format_share
from geo.render.style import COLOURS, LETTERS
from geo.results import ClassBreak, RankMeasure, RankPlace

Basis = Literal["cells", "zentrum"]
MeasureKey = Literal["people", "shortfall"]

AT_ZENTRUM = "Alle Menschen eines Ortsteils sind an seinem Zentrum gezählt."
TITLES: dict[MeasureKey, str] = {"people": "nach Menschen", "shortfall": "nach Abstand"}
STEADY, WAVERING = 0.8, 0.6  # own setting: which share of the first stays there, for the words
GOOD, POOR, WORST = 0, 3, 4  # positions among the classes of the palette


@dataclass(frozen=True, slots=True)
class Placed:
    """A ranking by one measure (None: nothing to rank), and how many places count as the first."""

    key: MeasureKey
    ranked: Ranking | None
    top: int

    @property
    def table(self) -> pd.DataFrame:
        """Ortsteile that have a place, the worst off first."""
        if self.ranked is None:
            return pd.DataFrame(columns=["score", "rank"])
        return self.ranked.table.dropna(subset="rank").sort_values("rank", kind="stable")


def to_places(placed: Placed, basis: Basis) -> dict[str, RankPlace]:
    """Place of each ranked Ortsteil."""
    return {str(area): _to_place(placed, row, basis) for area, row in placed.table.iterrows()}


def _to_place(placed: Placed, row: pd.Series, basis: Basis) -> RankPlace:
    best, worst = int(row["rank_best"]), int(row["rank_worst"])
    # With the weight of one service alone the mean is a count of people in cells or at addresses.
    coarse = basis == "cells" and placed.key == "people"
    return RankPlace(
        score=coarsen_people(row["score"]) if coarse else round(float(row["score"]), 4),
        text=_score_text(placed.key, float(row["score"])),
        rank=int(row["rank"]),
        rank_best=best,
        rank_worst=worst,
        rank_p05=int(row["rank_p05"]),
        rank_p95=int(row["rank_p95"]),
        share_top=round(float(row["share_top"]), 3),
        range_text=f"Platz {best}" if best == worst else f"Platz {best}–{worst}",
        class_letter=LETTERS[_class_of(row, placed.top)],
    )


def _class_of(row: pd.Series, top: int) -> int:
    if row["score"] == 0:
        return GOOD
    return WORST if row["rank"] <= top else POOR


def _score_text(key: MeasureKey, score: float) -> str:
    if key == "people":
        return "niemand" if score == 0 else format_people(score)
    return format_share(score)


def to_measure(placed: Placed, names: pd.Series, mode: Mode) -> RankMeasure:
    """The ranking as a whole; ``names`` of the Ortsteile by id."""
    ranked, table = placed.ranked, placed.table
    leaders = _leaders(placed, names)
    first = table[(table["rank"] <= placed.top) & (table["score"] > 0)]
    kept = float(first["share_top"].mean()) if len(first) else None
    return RankMeasure(
        key=placed.key,
        title=TITLES[placed.key],
        leader=leaders[0] if leaders else "",
        sentence=_sentence(placed, leaders, mode),
        sensitivity=_sensitivity(placed, kept),
        n_ranked=len(table),
        top=placed.top,
        draws=WeightSpace().draws,
        share_kept=None if kept is None else round(kept, 3),
        kendall_mean=None if ranked is None else ranked.kendall_mean,
        kendall_min=None if ranked is None else ranked.kendall_min,
        classes=_classes(placed.top),
    )


def _classes(top: int) -> list[ClassBreak]:
    first = "Platz 1" if top == 1 else f"Platz 1 bis {top}"
    labels = {GOOD: "keine Norm verfehlt", POOR: f"ab Platz {top + 1}", WORST: first}
    return [
        ClassBreak(letter=LETTERS[at], colour=COLOURS[at], upper=None, label=label, norm_met=at == GOOD)
        for at, label in labels.items()
    ]


def _leaders(placed: Placed, names: pd.Series) -> list[str]:
    """Who stands first; nobody where nothing is ranked, or nothing is missed."""
    table = placed.table
    if table.empty or table["score"].iloc[0] == 0:
        return []
    return [names[area] for area in table.index[table["rank"] == 1]]


def _sentence(placed: Placed, leaders: list[str], mode: Mode) -> str:
    """Which Ortsteil stands first, and with which figure."""
    table, ranked = placed.table, placed.ranked
    if ranked is None:
        return f"Für eine Rangliste {mode.title} liegen keine Zahlen vor."
    if not leaders:
        return f"Keine Norm wird {mode.title} verfehlt, soweit Daten vorliegen."
    first = f"{leaders[0]} steht" if len(leaders) == 1 else f"{_shorten(leaders)} stehen"
    figure = _score_text(placed.key, float(table["score"].iloc[0]))
    several = "" if len(ranked.layers) == 1 else " im Mittel der Dienste"
    if placed.key == "people":
        reason = f"Dort leben{several} {figure} Menschen weiter weg, als die Norm {mode.title} erlaubt."
    else:
        reason = f"Dort ist der Weg {mode.title}{several} {figure} länger, als die Norm erlaubt."
    return f"{first} an erster Stelle: {reason}"


def _shorten(leaders: list[str]) -> str:
    others = len(leaders) - 1
    return f"{leaders[0]} und {leaders[1]}" if others == 1 else f"{leaders[0]} und {others} weitere"


def _sensitivity(placed: Placed, kept: float | None) -> str:
    """One sentence on what other weights would change."""
    if placed.ranked is None or kept is None:
        return ""
    if len(placed.ranked.layers) == 1:
        return "Nur ein Dienst zählt: Gewichte ändern nichts."
    words = "wenig" if kept >= STEADY else "merklich" if kept >= WAVERING else "stark"
    draws = format_number(WeightSpace().draws)
    if placed.top == 1:
        stays = f"bleibt der erste Platz in {format_share(kept)} der Fälle derselbe"
    else:
        stays = f"bleiben von den ersten {placed.top} im Mittel {format_number(kept * placed.top, 1)} vorn"
    return f"Die Gewichte entscheiden {words} mit: Bei {draws} zufälligen Gewichtungen {stays}."
