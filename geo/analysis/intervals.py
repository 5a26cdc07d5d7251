"""Intervals between departures: the plain one, the one weighted by waiting, and the longest gap.

Many groups of departures are measured at once; a single one is a group of its own, so that the figure on the
command line is the figure of the map.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.units import SECONDS_PER_MINUTE

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Figures of groups of departures within a window; arrays with one entry per group.

    Attributes
    ----------
    departures
        int64; departures in the window, those of the same second once.
    plain_min
        Length of the window divided by the departures, minutes; infinite without any.
    weighted_min
        Twice the mean wait of somebody who comes at any time of the window, minutes; infinite without any.
    longest_gap_min
        Longest time of the window without a departure, its edges included, minutes; the whole window without any.
    """

    departures: IntArray
    plain_min: FloatArray
    weighted_min: FloatArray
    longest_gap_min: FloatArray


def measure_intervals(
    departures_s: npt.NDArray[np.integer],
    group: npt.NDArray[np.integer],
    n_groups: int,
    window_s: tuple[int, int],
) -> Intervals:
    """Intervals of many groups of departures.

    Parameters
    ----------
    departures_s
        Seconds of the day, in any order; several at the same second of a group count once.
    group
        Group of each departure, 0 to ``n_groups`` - 1.
    n_groups
        How many groups there are.
    window_s
        Begin and end (a, b); a departure at the end lies outside, but ends the last wait.

    Returns
    -------
    Intervals
        One entry per group.

    Notes
    -----
    With departures x1 to xn in the window and x(n+1) = min(next departure from b on, x1 + b - a),

        weighted = ((x1-a)^2 + sum (x(i+1)-xi)^2 + (x(n+1)-xn)^2 - (x(n+1)-b)^2) / (b - a)

    as VISUM defines it and OeVGK18 uses it (methods.md, 1.4).
    """
    begin, end = window_s
    length = float(end - begin)
    pairs = np.unique(np.column_stack([group, departures_s]).astype(np.int64), axis=0)
    owner, time = pairs[:, 0], pairs[:, 1].astype(np.float64)
    inside = (time >= begin) & (time < end)
    count = np.bincount(owner[inside], minlength=n_groups)
    first, last = _bounds(owner[inside], time[inside], n_groups)
    following, _ = _bounds(owner[time >= end], time[time >= end], n_groups)
    following = np.minimum(following, first + length)
    gaps, gap_owner = _gaps(owner[inside], time[inside])
    squares = np.bincount(gap_owner, weights=gaps**2, minlength=n_groups)
    longest = np.maximum(first - begin, end - last)
    np.maximum.at(longest, gap_owner, gaps)
    served = count > 0
    with np.errstate(invalid="ignore"):
        waits = (first - begin) ** 2 + squares + (following - last) ** 2 - (following - end) ** 2
    return Intervals(
        departures=count.astype(np.int64),
        plain_min=np.where(served, length / np.maximum(count, 1), np.inf) / SECONDS_PER_MINUTE,
        weighted_min=np.where(served, waits / length, np.inf) / SECONDS_PER_MINUTE,
        longest_gap_min=np.where(served, longest, length) / SECONDS_PER_MINUTE,
    )


def _bounds(owner: IntArray, time: FloatArray, n_groups: int) -> tuple[FloatArray, FloatArray]:
    """First and last departure of each group; infinite, and minus infinite, where there is none."""
    first, last = np.full(n_groups, np.inf), np.full(n_groups, -np.inf)
    np.minimum.at(first, owner, time)
    np.maximum.at(last, owner, time)
    return first, last


def _gaps(owner: IntArray, time: FloatArray) -> tuple[FloatArray, IntArray]:
    """Times between departures that follow each other in a group, and the groups they belong to."""
    same = owner[1:] == owner[:-1]
    return (time[1:] - time[:-1])[same], owner[1:][same]
