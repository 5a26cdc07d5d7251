"""Near areas as an integer program: which places belong together, exactly or with a bound (OR-Tools CP-SAT).

An area is named by one of its members in need, its hub (the meeting point). ``joined[i, h]`` says that place i belongs
to the area of hub h. A place belongs to one area at most; each two members of an area lie within the limit; an area
spans two municipalities, has enough residents and not too many members. First as many people in need as possible are
covered, then, among all ways to cover so many, the sum of the times to the hubs is least.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from geo.areas.near_question import IntArray, NearQuestion, NearSolution, find_parts, weights
from geo.areas.near_start import find_start

SEED = 61
SOLVER_WORK = 2.0  # own setting: deterministic time per search and part: the same input gives the same areas
MOST_TOGETHER = 200  # own setting: places of a part that are solved at once; more are solved in blocks ...
BLOCK, BLOCK_WORK = 100, 0.2  # ... of so many places, each search of which takes so much deterministic time


def solve_near(
    question: NearQuestion, work: float = SOLVER_WORK, *, together: int = MOST_TOGETHER, block: int = BLOCK
) -> NearSolution:
    """Near areas of one service.

    Parameters
    ----------
    question
        Places and limits.
    work
        Deterministic time of each of the two searches, per part of the graph that hangs together.
    together
        Places up to which a part is solved at once. A larger one begins with a greedy rule; then blocks of places
        near each other are solved one after the other, twice, with what stands across their edges fixed. Its bound
        is the sum of all who could be covered, and nothing is said of the least time.
    block
        Places of a block.
    """
    start = time.perf_counter()
    hub = np.full(len(question.ags), -1, dtype=np.int64)
    covered = bound = total = total_bound = 0
    for part in find_parts(question):
        if len(part) <= together:
            found = _solve_part(question, part, find_start(question, part), work)
        else:
            found = _solve_in_blocks(question, part, min(work, BLOCK_WORK), block)
        hub[part] = np.where(found.hub >= 0, part[found.hub], -1)
        covered, bound = covered + found.covered, bound + found.covered_bound
        total, total_bound = total + found.total_s, total_bound + found.total_bound_s
    return NearSolution(
        hub=hub,
        covered=covered,
        covered_bound=bound,
        total_s=total,
        total_bound_s=total_bound,
        seconds=time.perf_counter() - start,
    )


def _solve_in_blocks(question: NearQuestion, part: IntArray, work: float, size: int) -> NearSolution:
    areas = find_start(question, part)
    for order in (part, part[::-1]):
        for block in _iterate_blocks(question, order, size):
            inside = [area for area in areas if np.isin(area, block).all()]
            fixed = [area for area in areas if not np.isin(area, block).all()]
            free = np.setdiff1d(block, np.concatenate(fixed)) if fixed else block
            if question.in_need[free].any():
                found = _solve_part(question, free, inside, work)
                areas = fixed + [free[found.hub == hub] for hub in np.unique(found.hub[found.hub >= 0])]
    hub = np.full(len(part), -1, dtype=np.int64)
    total = 0
    for area in areas:
        place = find_hub(question, area)
        hub[np.isin(part, area)] = np.flatnonzero(part == place)[0]
        total += int(np.round(question.time_s[area, place]).sum())
    weight = weights(question)[part]
    abroad = question.ags[part][:, None] != question.ags[part][None, :]
    joins = ((question.time_s[np.ix_(part, part)] <= question.limit_s) & abroad).any(axis=1)
    return NearSolution(
        hub=hub,
        covered=int(weight[hub >= 0].sum()),
        covered_bound=int(weight[joins].sum()),
        total_s=total,
        total_bound_s=0,
        seconds=0.0,
    )


def _iterate_blocks(question: NearQuestion, order: IntArray, size: int) -> Iterator[IntArray]:
    """Every place once: the first that is left, with those nearest to it."""
    left = order
    while len(left):
        nearest = np.argsort(question.time_s[left[0], left], kind="stable")[:size]
        yield np.sort(left[nearest])
        left = np.delete(left, nearest)


def find_hub(question: NearQuestion, area: IntArray) -> int:
    """The place in need of an area from which the times to all members are least."""
    needy = area[question.in_need[area]]
    return int(needy[question.time_s[np.ix_(area, needy)].sum(axis=0).argmin()])


def _solve_part(
    question: NearQuestion, part: IntArray, known: Sequence[IntArray], work: float
) -> NearSolution:
    """Search from known areas on, so that the end is never worse."""
    near = question.time_s[np.ix_(part, part)] <= question.limit_s
    hubs = np.flatnonzero(question.in_need[part])
    model = cp_model.CpModel()
    joined = {
        (int(i), int(h)): model.new_bool_var(f"{i} to {h}") for h in hubs for i in np.flatnonzero(near[h])
    }
    _constrain(model, joined, question, part)
    weight = weights(question)[part]
    people = sum(int(weight[i]) * var for (i, _), var in joined.items())
    seconds = np.round(np.where(near, question.time_s[np.ix_(part, part)], 0)).astype(np.int64)
    times = sum(int(seconds[i, h]) * var for (i, h), var in joined.items() if i != h)
    model.maximize(people)
    start = _to_start(question, part, known, joined, weight)
    first = _search(model, joined, start, work)
    model.add(people >= first.objective)
    model.minimize(times)
    spent = sum(int(seconds[key]) for key, value in first.values.items() if value)
    second = _search(model, joined, _Search(first.values, spent, 0), work)
    hub = np.full(len(part), -1, dtype=np.int64)
    for (i, h), value in second.values.items():
        if value:
            hub[i] = h
    return NearSolution(
        hub=hub,
        covered=int(weight[hub >= 0].sum()),
        covered_bound=first.bound,
        total_s=second.objective,
        total_bound_s=second.bound,
        seconds=0.0,
    )


def _to_start(
    question: NearQuestion, part: IntArray, known: Sequence[IntArray], joined: "Joined", weight: IntArray
) -> "_Search":
    values = dict.fromkeys(joined, False)
    position = {int(place): i for i, place in enumerate(part)}
    covered = 0
    for area in known:
        hub = position[find_hub(question, area)]
        for place in area:
            values[position[int(place)], hub] = True
            covered += int(weight[position[int(place)]])
    return _Search(values, covered, int(weight.sum()))


Joined = dict[tuple[int, int], cp_model.IntVar]
"""Place and hub: whether the place belongs to the area of the hub."""


def _constrain(model: cp_model.CpModel, joined: Joined, question: NearQuestion, part: IntArray) -> None:
    members: dict[int, list[int]] = {}
    for i, h in joined:
        members.setdefault(h, []).append(i)
    far = question.time_s[np.ix_(part, part)] > question.limit_s
    for i in range(len(part)):
        model.add_at_most_one(joined[i, h] for h in members if (i, h) in joined)
    for h, inside in members.items():
        used = joined[h, h]
        for i in inside:
            model.add_implication(joined[i, h], used)
        # Of places that bring neither need nor people one is enough: it lends the second municipality.
        lends = [i for i in inside if not question.in_need[part[i]] and question.people[part[i]] == 0]
        model.add_at_most_one(joined[i, h] for i in lends)
        clashes = ((i, j) for i in inside for j in inside if i < j and far[i, j])
        for i, j in clashes:
            model.add_at_most_one(joined[i, h], joined[j, h])
        abroad = [joined[i, h] for i in inside if question.ags[part[i]] != question.ags[part[h]]]
        model.add(sum(abroad) >= used)
        residents = sum(int(question.people[part[i]]) * joined[i, h] for i in inside)
        model.add(residents >= int(np.ceil(question.min_residents)) * used)
        model.add(sum(joined[i, h] for i in inside) <= question.max_members)


@dataclass(frozen=True, slots=True)
class _Search:
    """What a search found: values, what they are worth, and how good any could be at best."""

    values: dict[tuple[int, int], bool]
    objective: int
    bound: int


def _search(model: cp_model.CpModel, joined: Joined, known: _Search, work: float) -> _Search:
    """Search from what is known on, so that the end is never worse; what is known where time runs out first."""
    model.clear_hints()  # type: ignore[no-untyped-call]
    for key, value in known.values.items():
        model.add_hint(joined[key], value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = work
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return known
    return _Search(
        {key: solver.boolean_value(var) for key, var in joined.items()},
        round(solver.objective_value),
        round(solver.best_objective_bound),
    )
