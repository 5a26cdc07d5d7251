"""Rows of actors and projects as lines that can be matched, of what the person of a connection may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping

from geo.db import actors, similar
from geo.domain import Direction, Phase, Resource
from geo.matching.actors import Line, get_actor_matcher
from geo.matching.score import Profile
from geo.results import Wish

MOST_LINES = 5000
Places = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Lines:
    """Lines, and beside each the row that it comes from."""

    lines: list[Line]
    rows: list[RowMapping]

    @property
    def cut(self) -> bool:
        """Whether there may be more than are compared."""
        return len(self.rows) >= MOST_LINES


def read_entry_lines(connection: Connection, verbund_id: str, direction: Direction) -> Lines:
    """What all actors offer, or look for; of more than `MOST_LINES` those of the actors changed last."""
    rows = actors.read_lines(connection, verbund_id, direction, MOST_LINES)
    places = _read_places(connection, verbund_id, rows)
    return Lines([to_entry_line(row, places) for row in rows], rows)


def read_project_lines(connection: Connection, verbund_id: str, project_id: str = "") -> Lines:
    """What projects that go on look for, one line a wish; of one that does not say it, one line in all."""
    rows = actors.read_seeking_projects(connection, verbund_id, project_id, MOST_LINES)
    places = _read_places(connection, verbund_id, rows)
    lines, of = [], []
    for row in rows:
        found = _to_project_lines(row, places)
        lines += found
        of += [row] * len(found)
    return Lines(lines, of)


def to_entry_line(row: RowMapping, places: Places) -> Line:
    """An entry with its actor as a line."""
    return Line(
        owner=row["actor_id"],
        text=row["text"],
        kind=Resource(row["resource"]),
        profile=Profile(
            key=row["actor_id"],
            title=get_actor_matcher().weights.text.shorten(row["text"]),
            summary="",
            need=row["need"],
            handlungsfelder=frozenset(filter(None, [row["handlungsfeld"]])),
            places=tuple(places[key] for key in row["zentren"] if key in places),
        ),
        ags=frozenset(row["ags"]),
    )


def _to_project_lines(row: RowMapping, places: Places) -> list[Line]:
    """A wish without need or Handlungsfeld has those of its project."""
    shorten = get_actor_matcher().weights.text.shorten
    wishes = [Wish.model_validate(wish) for wish in row["seeks"]]
    told: list[tuple[str, str, str, Resource | None, str, str | None]] = [
        (wish.text, shorten(wish.text), "", wish.resource, wish.need, wish.handlungsfeld) for wish in wishes
    ]
    if not wishes:
        told = [(row["title"], row["title"], row["summary"], None, "", None)]
    return [
        Line(
            owner=row["project_id"],
            text=text,
            kind=kind,
            profile=Profile(
                key=row["project_id"],
                title=title,
                summary=summary,
                need=need or row["need"],
                handlungsfelder=frozenset([field] if field else row["handlungsfelder"]),
                phase=Phase(row["phase"]),
                places=tuple(places[key] for key in row["zentren"] if key in places),
            ),
            ags=frozenset(row["ags"]),
        )
        for text, title, summary, kind, need, field in told
    ]


def _read_places(connection: Connection, verbund_id: str, rows: Sequence[RowMapping]) -> Places:
    zentren = sorted({key for row in rows for key in row["zentren"]})
    return similar.read_places(connection, verbund_id, zentren)
