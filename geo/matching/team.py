"""Who of all would cover together what a project looks for: an exact cover by OR-Tools CP-SAT.

First as many roles as possible are covered, then by as few members as possible, then as many roles as possible
well, then with as many members as possible from other municipalities, then with the best scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SEED = 61
STEPS = 1000  # a score as a whole number
SOLVER_WORK = 5.0  # own setting: deterministic time; 20 roles and 200 actors need less than a tenth


@dataclass(frozen=True, slots=True)
class Team:
    """A team.

    Attributes
    ----------
    members
        Columns of the actors that belong to it, in ascending order.
    covered_by
        Per role the column of the member that covers it; None where nobody does.
    """

    members: tuple[int, ...]
    covered_by: tuple[int | None, ...]

    @property
    def n_covered(self) -> int:
        """Number of roles that somebody covers."""
        return sum(member is not None for member in self.covered_by)


def choose_team(
    scores: npt.NDArray[np.float64],
    across: Sequence[bool],
    *,
    covers_from: float,
    good_from: float,
    most_members: int,
) -> Team:
    """The team that covers most.

    Parameters
    ----------
    scores
        Shape (roles, actors): how well an actor's best offer fits a role, from 0 to 1; 0 where it offers nothing.
    across
        Per actor whether it is from another municipality than the project.
    covers_from
        Score from which on a role counts as covered.
    good_from
        Score from which on it counts as covered well.
    most_members
        Largest team.
    """
    # Late: OR-Tools takes longer to import than most commands to answer.
    from ortools.sat.python import cp_model

    n_roles = scores.shape[0]
    pairs = [(int(r), int(a)) for r, a in np.argwhere(scores >= covers_from)]
    if not pairs:
        return Team((), (None,) * n_roles)
    model = cp_model.CpModel()
    joins = {a: model.new_bool_var(f"joins {a}") for a in sorted({a for _, a in pairs})}
    covers = {(r, a): model.new_bool_var(f"{a} covers {r}") for r, a in pairs}
    for role in range(n_roles):
        model.add_at_most_one(var for (r, _), var in covers.items() if r == role)
    for (_, a), var in covers.items():
        model.add_implication(var, joins[a])
    model.add(sum(joins.values()) <= most_members)
    # Each aim outweighs all that follow it.
    fit = sum(round(STEPS * scores[pair]) * var for pair, var in covers.items())
    abroad = sum(var for a, var in joins.items() if across[a])
    well = sum(var for pair, var in covers.items() if scores[pair] >= good_from)
    per_abroad = n_roles * STEPS + 1
    per_well = per_abroad * (most_members + 1)
    per_member = per_well * (n_roles + 1)
    per_role = per_member * (most_members + 1)
    roles, members = sum(covers.values()), sum(joins.values())
    model.maximize(per_role * roles - per_member * members + per_well * well + per_abroad * abroad + fit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = SOLVER_WORK
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Team((), (None,) * n_roles)
    chosen = {r: a for (r, a), var in covers.items() if solver.boolean_value(var)}
    return Team(tuple(sorted(set(chosen.values()))), tuple(chosen.get(role) for role in range(n_roles)))
