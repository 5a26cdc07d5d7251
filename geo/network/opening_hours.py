"""When facilities are open on a day, from OpenStreetMap's ``opening_hours`` (library: opening-hours-py, MIT/Apache)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt
from opening_hours import (  # type: ignore[attr-defined]  # ParserError is there, only its type is not
    OpeningHours,
    ParserError,
    State,
)

BoolArray = npt.NDArray[np.bool_]
Int32Array = npt.NDArray[np.int32]

COUNTRY = "DE"  # public holidays of the whole country; those of single Länder are not known to the library
NEVER_S, ALWAYS_S = np.int32(2**30), np.int32(-(2**30))
Interval = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """Opening hours of m facilities on one day.

    Attributes
    ----------
    begin_s, end_s
        int32 (m, k); intervals in seconds after midnight of the day, which may go on into the next; columns that
        a facility does not need hold an interval that never comes.
    known
        Whether the hours are known, shape (m,). Unknown hours count as open all day, and figures say so.
    """

    begin_s: Int32Array
    end_s: Int32Array
    known: BoolArray

    def is_open(self, arrival_s: npt.NDArray[np.integer], least_s: int) -> BoolArray:
        """Whether facilities are open at arrivals of shape (..., m) and stay so for a time in seconds."""
        found = np.zeros(arrival_s.shape, np.bool_)
        for k in range(self.begin_s.shape[1]):
            found |= (self.begin_s[:, k] <= arrival_s) & (arrival_s + least_s <= self.end_s[:, k])
        return found


def read_opening(texts: Sequence[str | None], day: date) -> Opening:
    """Read opening hours for one day.

    Parameters
    ----------
    texts
        Values of the tag; empty or None where there is none.
    day
        The date; an interval that begins before midnight of the next day goes on.

    Returns
    -------
    Opening
        Hours that cannot be read, that are only by appointment, or that carry a comment are unknown.
    """
    read = {text: _read_one(text, day) if text else None for text in set(texts)}
    rows = [read[text] for text in texts]
    width = max([1, *(len(row) for row in rows if row is not None)])
    begin = np.full((len(rows), width), NEVER_S, np.int32)
    end = np.full((len(rows), width), NEVER_S, np.int32)
    for i, row in enumerate(rows):
        for k, (start, stop) in enumerate([(int(ALWAYS_S), int(NEVER_S))] if row is None else row):
            begin[i, k], end[i, k] = start, stop
    return Opening(begin, end, np.array([row is not None for row in rows], np.bool_))


def always_open(count: int) -> Opening:
    """Places that need no hours, a town centre for instance: known to be open at any time."""
    shape = (count, 1)
    return Opening(np.full(shape, ALWAYS_S), np.full(shape, NEVER_S), np.ones(count, np.bool_))


def join_openings(parts: Sequence[Opening]) -> Opening:
    """Facilities of several goals, one goal after the other."""
    width = max([1, *(part.begin_s.shape[1] for part in parts)])
    empty = np.full((0, width), NEVER_S)

    def widen(times: Int32Array) -> Int32Array:
        return np.pad(times, ((0, 0), (0, width - times.shape[1])), constant_values=NEVER_S)

    return Opening(
        np.concatenate([empty, *(widen(part.begin_s) for part in parts)]),
        np.concatenate([empty, *(widen(part.end_s) for part in parts)]),
        np.concatenate([np.empty(0, np.bool_), *(part.known for part in parts)]),
    )


def _read_one(text: str, day: date) -> list[Interval] | None:
    """Intervals of a day; None where the text does not say."""
    midnight = datetime.combine(day, time())
    try:
        hours = OpeningHours(text, country=COUNTRY)
        found = list(_read_states(hours, midnight))
    except ParserError:
        return None
    if any(state == State.UNKNOWN for _, _, state in found):
        return None
    return [(begin, end) for begin, end, state in found if state == State.OPEN and begin < end]


def _read_states(hours: OpeningHours, midnight: datetime) -> Iterator[tuple[int, int, State]]:
    """States from midnight to the end of the next day, in seconds after midnight; open with a comment is unknown."""
    for begin, end, state, comment in hours.intervals(midnight, midnight + timedelta(days=2)):
        span = ((begin - midnight).total_seconds(), (end - midnight).total_seconds())
        yield int(span[0]), int(span[1]), State.UNKNOWN if state == State.OPEN and comment else state
