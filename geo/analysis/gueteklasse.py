"""Category of a stop and class of a place, as a method of `geo.norms.gueteklassen` says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.errors import InputError
from geo.norms.gueteklassen import NO_CLASS, IntervalStep, Method, Ring

NONE = -1
"""Code of a stop without category and of a place without class."""

CodeArray = npt.NDArray[np.int8]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rating:
    """Category of a stop and class of a place near it; None where the method gives none."""

    category: str | None
    gueteklasse: str | None


def categorise(method: Method, group_key: str, interval_min: npt.ArrayLike) -> CodeArray:
    """Categories of stops by the interval of a group of vehicles.

    Parameters
    ----------
    method, group_key
        The table, and the column of it.
    interval_min
        Minutes between departures in one direction; infinite or NaN where nothing departs.

    Returns
    -------
    int8 array of the same shape
        Positions in ``method.categories``, 0 is the best; -1 beyond the last step, and where the method gives none.
    """
    code = {name: number for number, name in enumerate(method.categories)} | {NO_CLASS: NONE}
    values = np.array([*(code[step.categories[group_key]] for step in method.intervals), NONE], dtype=np.int8)
    return values[_steps_passed(interval_min, [_bound(step) for step in method.intervals])]


def classify(method: Method, category: npt.ArrayLike, distance_m: npt.ArrayLike) -> CodeArray:
    """Classes of places by the category of a stop and the distance to it.

    Parameters
    ----------
    method
        The table.
    category
        Codes as `categorise` returns them.
    distance_m
        Metres, measured as ``method.distance`` says; infinite or NaN where there is no way.

    Returns
    -------
    int8 array of the common shape
        Positions in ``method.classes``, 0 is the best; -1 beyond the last ring, and without a category.
    """
    code = {name: number for number, name in enumerate(method.classes)} | {NO_CLASS: NONE}
    rows = [[*(code[name] for name in row), NONE] for row in method.table.values()]
    table = np.array([*rows, [NONE] * (len(method.rings) + 1)], dtype=np.int8)
    # The last row stands for no category, which is code -1.
    found: CodeArray = table[
        np.asarray(category), _steps_passed(distance_m, [_bound(ring) for ring in method.rings])
    ]
    return found


def rate(method: Method, group_name: str, interval_min: float, distance_m: float) -> Rating:
    """Category and class of one place.

    Parameters
    ----------
    method, group_name
        The table, and any name of the group (`Method.find_group`).
    interval_min
        Minutes between departures in one direction.
    distance_m
        Metres to the stop.

    Raises
    ------
    NotFoundError
        If the method has no such group.
    InputError
        If the interval is not above 0, or the distance below 0.
    """
    group = method.find_group(group_name)
    if not interval_min > 0:
        raise InputError(f"Der Takt muss größer als 0 min sein, nicht {interval_min:g}.")
    if not distance_m >= 0:
        raise InputError(f"Die Entfernung muss mindestens 0 m sein, nicht {distance_m:g}.")
    category = categorise(method, group.key, interval_min)
    return Rating(
        _name(method.categories, int(category)),
        _name(method.classes, int(classify(method, category, distance_m))),
    )


def _bound(step: IntervalStep | Ring) -> tuple[float, bool]:
    return (step.upper_min if isinstance(step, IntervalStep) else step.upper_m), step.closed


def _steps_passed(value: npt.ArrayLike, bounds: Sequence[tuple[float, bool]]) -> npt.NDArray[np.intp]:
    """How many steps end before each value; all of them for what is no number."""
    values = np.asarray(value, dtype=np.float64)
    passed = np.zeros(values.shape, dtype=np.intp)
    for upper, closed in bounds:
        within = values <= upper if closed else values < upper
        passed += ~within
    return passed


def _name(names: Sequence[str], code: int) -> str | None:
    return None if code == NONE else names[code]
