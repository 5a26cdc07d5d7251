"""Where places together open a shared service: sites chosen by an integer program (OR-Tools CP-SAT).

Two classic questions: at most p sites that as many people as possible reach within the limit (maximal covering location
problem, Church and ReVelle 1974), and at most p sites with the least person-time (p-median, Hakimi 1964). A site may
need a number of people to carry itself; then everybody goes to the nearest open site, nobody is sent on to make it pay.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from geo.areas.near_model import SEED, SOLVER_WORK
from geo.domain import Aim
from geo.errors import InputError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Threshold:
    """People that one site needs, and where the number is from."""

    people: int
    source: str


NO_THRESHOLD = Threshold(0, "keine Schwelle")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolQuestion:
    """Places and candidate sites.

    Attributes
    ----------
    people
        (n,) people of each place, whole numbers.
    time_s
        (n, m) seconds from each place to each site, infinite where there is no way.
    limit_s
        Longest time that counts as reached, seconds.
    threshold
        People that a site needs.
    """

    people: IntArray
    time_s: FloatArray
    limit_s: float
    threshold: Threshold = NO_THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSolution:
    """Sites and how good they are.

    Attributes
    ----------
    sites
        Columns of the open sites, ascending; empty where none carries itself.
    site_of
        (n,) column of the site that each place goes to, -1 where none.
    reached, reached_bound
        People within the limit of their site; the most that any choice could reach (the number itself where the aim is
        time).
    person_s, person_bound_s
        Seconds of all people with a site, whole seconds; the least that any choice could need (reaching as many, where
        the aim is reach).
    """

    sites: tuple[int, ...]
    site_of: IntArray
    reached: int
    reached_bound: int
    person_s: int
    person_bound_s: int

    @property
    def proven(self) -> bool:
        """Whether no choice can be better."""
        return self.reached == self.reached_bound and self.person_s == self.person_bound_s


def pool(question: PoolQuestion, p: int, aim: Aim = Aim.REACH, work: float = SOLVER_WORK) -> PoolSolution:
    """Choose at most p sites.

    Parameters
    ----------
    question
        Places and sites.
    p
        Most sites.
    aim
        REACH: most people within the limit and, among all choices that reach as many, least person-time. TIME: least
        person-time of everybody, whatever the limit.
    work
        Deterministic time of each search.

    Raises
    ------
    InputError
        If p is below 1, or the aim is time and a place has no way to a site.
    """
    if p < 1:
        raise InputError(f"Die Zahl der Standorte muss mindestens 1 sein, nicht {p}.")
    if aim is Aim.TIME and not np.isfinite(question.time_s).all():
        raise InputError(
            "Für die kürzeste Zeit aller braucht jeder Ort einen Weg zu jedem Standort; "
            "mindestens einer fehlt. Den Standort weglassen oder nach Erreichten wählen."
        )
    allowed = np.isfinite(question.time_s)
    if aim is Aim.REACH:
        allowed &= question.time_s <= question.limit_s
    choice = _Choice(question, p, allowed)
    if aim is Aim.REACH:
        return _most_reached(choice, work)
    return _least_time(choice, work)


def nearest_s(time_s: FloatArray, sites: Sequence[int]) -> FloatArray:
    """Seconds to the nearest of the sites, shape (n,); infinite where there is none."""
    nearest: FloatArray = time_s[:, list(sites)].min(axis=1, initial=np.inf)
    return nearest


class _Choice:
    """The integer program: ``opened[j]`` says that site j opens, ``goes[i, j]`` that place i goes there."""

    def __init__(self, question: PoolQuestion, p: int, allowed: npt.NDArray[np.bool_]) -> None:
        self.question, self.model = question, cp_model.CpModel()
        n, m = question.time_s.shape
        self.opened = [self.model.new_bool_var(f"open {j}") for j in range(m)]
        self.goes = {
            (int(i), int(j)): self.model.new_bool_var(f"{i} to {j}") for i, j in np.argwhere(allowed)
        }
        for (_, j), var in self.goes.items():
            self.model.add_implication(var, self.opened[j])
        for i in range(n):
            self.model.add_at_most_one(self._from(i))
        self.model.add(sum(self.opened) <= p)
        if question.threshold.people > 0:
            self._need_people()
        self.people = sum(int(question.people[i]) * var for (i, _), var in self.goes.items())
        self.cost = {
            (i, j): int(question.people[i]) * round(question.time_s[i, j]) for i, j in self.goes
        }  # person-seconds
        self.time = sum(self.cost[key] * var for key, var in self.goes.items())

    def _from(self, i: int) -> list[cp_model.IntVar]:
        return [var for (place, _), var in self.goes.items() if place == i]

    def _need_people(self) -> None:
        times, people = self.question.time_s, self.question.people
        for j, opened in enumerate(self.opened):
            coming = sum(int(people[i]) * var for (i, to), var in self.goes.items() if to == j)
            self.model.add(coming >= self.question.threshold.people * opened)
        for (i, j), var in self.goes.items():
            for nearer in np.flatnonzero(times[i] < times[i, j]):
                self.model.add_implication(var, ~self.opened[int(nearer)])

    def send_all(self) -> None:
        for i in range(len(self.question.people)):
            self.model.add_exactly_one(self._from(i))

    def search(self, work: float) -> tuple[dict[tuple[int, int], bool], int, int] | None:
        """Who goes where, objective and bound; None where nothing was found."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = SEED
        solver.parameters.max_deterministic_time = work
        if solver.solve(self.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        goes = {key: solver.boolean_value(var) for key, var in self.goes.items()}
        return goes, round(solver.objective_value), round(solver.best_objective_bound)


def _most_reached(choice: _Choice, work: float) -> PoolSolution:
    if not choice.goes:
        return _nobody(choice.question, 0)
    choice.model.maximize(choice.people)
    first = choice.search(work)
    if first is None:
        return _nobody(choice.question, int(choice.question.people.sum()))
    goes, reached, bound = first
    choice.model.add(choice.people >= reached)
    choice.model.minimize(choice.time)
    for key, value in goes.items():
        choice.model.add_hint(choice.goes[key], value)
    second = choice.search(work)
    goes, _, least = second if second else (goes, 0, 0)
    return _to_solution(choice, goes, bound, least)


def _least_time(choice: _Choice, work: float) -> PoolSolution:
    if not choice.goes:
        return _nobody(choice.question, 0)
    choice.send_all()
    choice.model.minimize(choice.time)
    found = choice.search(work)
    if found is None:
        return _nobody(choice.question, int(choice.question.people.sum()))
    return _to_solution(choice, found[0], None, found[2])


def _to_solution(
    choice: _Choice, goes: dict[tuple[int, int], bool], bound: int | None, least: int
) -> PoolSolution:
    question = choice.question
    site_of = _sites_of(choice, goes)
    sent = np.flatnonzero(site_of >= 0)
    inside = sent[question.time_s[sent, site_of[sent]] <= question.limit_s]
    reached = int(question.people[inside].sum())
    return PoolSolution(
        sites=tuple(sorted({int(j) for j in site_of[sent]})),
        site_of=site_of,
        reached=reached,
        reached_bound=reached if bound is None else bound,
        person_s=sum(choice.cost[int(i), int(site_of[i])] for i in sent),
        person_bound_s=least,
    )


def _sites_of(choice: _Choice, goes: dict[tuple[int, int], bool]) -> IntArray:
    people, times = choice.question.people, choice.question.time_s
    site_of = np.full(len(people), -1, dtype=np.int64)
    for (i, j), value in goes.items():
        if value and people[i] > 0:
            site_of[i] = j
    # Places without people weigh nothing in the program: they open no site, and follow to the nearest.
    sites = sorted({int(j) for j in site_of if j >= 0})
    for i in np.flatnonzero(people == 0).tolist():
        ways = [(times[i, j], j) for j in sites if (i, j) in choice.goes]
        if ways:
            site_of[i] = min(ways)[1]
    return site_of


def _nobody(question: PoolQuestion, bound: int) -> PoolSolution:
    return PoolSolution(
        sites=(),
        site_of=np.full(len(question.people), -1, dtype=np.int64),
        reached=0,
        reached_bound=bound,
        person_s=0,
        person_bound_s=0,
    )
