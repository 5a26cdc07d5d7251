"""What sharing changes: each municipality alone against all together, and the round of a mobile service."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from geo.areas.near_model import SEED, SOLVER_WORK
from geo.areas.pooling import FloatArray, PoolQuestion, PoolSolution, nearest_s, pool
from geo.domain import Aim
from geo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Each alone against all together.

    Attributes
    ----------
    alone
        Solution of each municipality by its key: one site on its own ground, for its own people.
    shared
        Solution of all together.
    reached_alone, reached_shared
        People within the limit of the sites.
    saved_person_s
        Person-seconds that sharing saves against standing alone, where both ways are known; below 0 where it costs.
    crossing
        People whose shared site lies in another municipality.
    """

    alone: dict[str, PoolSolution]
    shared: PoolSolution
    reached_alone: int
    reached_shared: int
    saved_person_s: float
    crossing: int


def compare(
    question: PoolQuestion,
    place_ags: npt.NDArray[np.object_],
    site_ags: npt.NDArray[np.object_],
    today_s: FloatArray,
    p: int = 1,
    *,
    aim: Aim = Aim.REACH,
) -> Comparison:
    """Compare one site per municipality with p shared ones.

    Parameters
    ----------
    question
        Places and sites; its threshold holds for each site in both cases.
    place_ags, site_ags
        (n,) and (m,) municipality of each place and site.
    today_s
        (n,) seconds to what there is today, infinite where nothing is known.
    p
        Most shared sites.
    aim
        What the sites are chosen for, in both cases.

    Raises
    ------
    InputError
        If p is below 1, or the aim is time and a place has no way to a site.
    """
    shared = pool(question, p, aim)
    alone: dict[str, PoolSolution] = {}
    alone_s = today_s.copy()
    for ags in sorted(set(place_ags)):
        own, ground = np.flatnonzero(place_ags == ags), np.flatnonzero(site_ags == ags)
        times = question.time_s[np.ix_(own, ground)]
        found = pool(replace(question, people=question.people[own], time_s=times), 1, aim)
        alone_s[own] = np.minimum(today_s[own], nearest_s(times, found.sites))
        alone[ags] = _in_columns(found, ground)
    shared_s = np.minimum(today_s, nearest_s(question.time_s, shared.sites))
    known = np.isfinite(alone_s) & np.isfinite(shared_s)
    sent = np.flatnonzero(shared.site_of >= 0)
    abroad = sent[place_ags[sent] != site_ags[shared.site_of[sent]]]
    return Comparison(
        alone=alone,
        shared=shared,
        reached_alone=sum(each.reached for each in alone.values()),
        reached_shared=shared.reached,
        saved_person_s=float((question.people[known] * (alone_s[known] - shared_s[known])).sum()),
        crossing=int(question.people[abroad].sum()),
    )


def _in_columns(found: PoolSolution, ground: npt.NDArray[np.intp]) -> PoolSolution:
    """The solution with the columns of all sites instead of those of one municipality."""
    if not found.sites:
        return found
    site_of = np.where(found.site_of >= 0, ground[found.site_of], -1).astype(np.int64)
    return replace(found, sites=tuple(int(ground[j]) for j in found.sites), site_of=site_of)


@dataclass(frozen=True, slots=True)
class Rota:
    """Round of a mobile service: stops in order from the lowest column on, its seconds and the least possible."""

    stops: tuple[int, ...]
    round_s: int
    round_bound_s: int


def plan_rota(stops: tuple[int, ...], between_s: FloatArray, work: float = SOLVER_WORK) -> Rota:
    """Shortest closed round through all stops (travelling salesman as a circuit in CP-SAT).

    Parameters
    ----------
    stops
        Columns of the chosen sites.
    between_s
        (m, m) seconds from site to site, infinite where there is no way.
    work
        Deterministic time of the search.

    Raises
    ------
    InputError
        If no round joins all stops, or none was found in time.
    """
    order = sorted(stops)
    if len(order) < 2:
        return Rota(tuple(order), 0, 0)
    found = _search_round(between_s[np.ix_(order, order)], work)
    if found is None:
        raise InputError("Keine Runde verbindet alle Halte; weniger oder näher liegende Standorte wählen.")
    return Rota(tuple(order[stop] for stop in found.stops), found.round_s, found.round_bound_s)


def _search_round(time_s: FloatArray, work: float) -> Rota | None:
    reach = np.isfinite(time_s) & ~np.eye(len(time_s), dtype=np.bool_)
    if not reach.any():
        return None
    model = cp_model.CpModel()
    arcs = {(int(a), int(b)): model.new_bool_var(f"{a} to {b}") for a, b in np.argwhere(reach)}
    model.add_circuit([(a, b, var) for (a, b), var in arcs.items()])
    model.minimize(sum(round(time_s[key]) * var for key, var in arcs.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = work
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    following = {a: b for (a, b), var in arcs.items() if solver.boolean_value(var)}
    stops = [0]
    while following[stops[-1]] != 0:
        stops.append(following[stops[-1]])
    return Rota(tuple(stops), round(solver.objective_value), round(solver.best_objective_bound))
