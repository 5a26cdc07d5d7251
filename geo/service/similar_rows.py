"""Rows of the register and drafts as profiles that can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from geo.db import read, similar
from geo.domain import Mode, Phase
from geo.matching.score import Profile
from geo.results import SimilarAsk

GAP_MODE = Mode.WALK


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is known of the Zentren of some projects: positions, and shortfalls of the shown run if there is one."""

    places: Mapping[str, tuple[float, float]]
    shortfalls: Mapping[str, Mapping[str, float]] | None
    run_id: str = ""

    def to_places(self, zentren: Iterable[str]) -> tuple[tuple[float, float], ...]:
        """Positions of those that exist."""
        return tuple(self.places[key] for key in zentren if key in self.places)

    def to_gaps(self, zentren: Sequence[str]) -> dict[str, float] | None:
        """Mean shortfall by layer; None where nothing is computed or no Zentrum is named."""
        known = [key for key in zentren if key in self.places]
        if self.shortfalls is None or not known:
            return None
        layers = {layer for key in known for layer in self.shortfalls.get(key, {})}
        return {
            layer: sum(min(1.0, self.shortfalls.get(key, {}).get(layer, 0.0)) for key in known) / len(known)
            for layer in sorted(layers)
        }


def read_grounds(connection: Connection, verbund_id: str, zentren: Iterable[str]) -> Grounds:
    """Positions and shortfalls of Zentren."""
    keys = sorted(set(zentren))
    run = read.find_run(connection, verbund_id)
    shortfalls = None
    if run is not None:
        shortfalls = similar.read_shortfalls(connection, run["run_id"], keys, GAP_MODE)
    places = similar.read_places(connection, verbund_id, keys)
    return Grounds(places, shortfalls, run["run_id"] if run is not None else "")


def to_profile(row: RowMapping, grounds: Grounds) -> Profile:
    """A row of the register as a profile."""
    return Profile(
        key=row["project_id"],
        title=row["title"],
        summary=row["summary"],
        need=row["need"],
        handlungsfelder=frozenset(row["handlungsfelder"]),
        target_groups=frozenset(map(_fold, row["target_groups"])),
        phase=Phase(row["phase"]),
        gaps=grounds.to_gaps(row["zentren"]),
        places=grounds.to_places(row["zentren"]),
    )


def to_draft_profile(ask: SimilarAsk, grounds: Grounds) -> Profile:
    """A draft as a profile."""
    return Profile(
        key=ask.project_id,
        title=ask.title,
        summary=ask.summary,
        need=ask.need,
        handlungsfelder=frozenset(ask.handlungsfelder),
        target_groups=frozenset(map(_fold, ask.target_groups)),
        phase=ask.phase,
        gaps=grounds.to_gaps(ask.zentren),
        places=grounds.to_places(ask.zentren),
    )


def _fold(words: str) -> str:
    return " ".join(words.split()).casefold()
