"""Near areas as an integer program: which places belong together, exactly or with a bound (OR-Tools CP-SAT).

An area is named by one of its members in need, its hub (the meeting point). ``joined[i, h]`` says that place i belongs
to the area of hub h. A place belongs to one area at most; each two members of an area lie within the limit; an area
spans two municipalities, has enough residents and not too many members. First as many people in need as possible are
covered, then, among all ways to cover so many, the sum of the times to the hubs is least.
"""

import time
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from geo.areas.near_question import IntArray, NearQuestion, NearSolution, find_parts, weights
from geo.areas.near_start import find_start

SEED = 61
SOLVER_WORK = 2.0  # own setting: deterministic time per search and part: the same input gives the same areas


def solve_near(question: NearQuestion, work: float = SOLVER_WORK) -> NearSolution:
    """Near areas of one service.

    Parameters
    ----------
    question
        Places and limits.
    work
        Deterministic time of each of the two searches, per part of the graph that hangs together.
    """
    start = time.perf_counter()
    hub = np.full(len(question.ags), -1, dtype=np.int64)
    covered = bound = total = total_bound = 0
    for part in find_parts(question):
        found = _solve_part(question, part, work)
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


def _solve_part(question: NearQuestion, part: IntArray, work: float) -> NearSolution:
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
    start = _to_start(question, part, joined, weight)
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


def _to_start(question: NearQuestion, part: IntArray, joined: "Joined", weight: IntArray) -> "_Search":
    """What a greedy rule finds: the search is never worse, also where its time is too short to find anything."""
    values = dict.fromkeys(joined, False)
    position = {int(place): i for i, place in enumerate(part)}
    covered = 0
    for area in find_start(question, part):
        needy = area[question.in_need[area]]
        hub = needy[question.time_s[np.ix_(area, needy)].sum(axis=0).argmin()]
        for place in area:
            values[position[int(place)], position[int(hub)]] = True
        covered += int(weight[[position[int(place)] for place in area]].sum())
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
