"""The norm register: published accessibility norms as data (``register.toml``), each with its source."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from geo.domain import Mode
from geo.errors import NotFoundError

__all__ = ["Norm", "find_norm_for", "get_norm", "list_norms"]


class Norm(BaseModel):
    """One published norm.

    Attributes
    ----------
    id
        Stable key.
    title
        German name of the norm.
    service
        What must be reachable, in German.
    value, unit
        Threshold; ``m`` is the length of the way, ``min`` the travel time.
    measure
        ``path``: way on the network of the mode; ``time``: travel time. The straight-line model
        stands in for both with its detour factor and says so.
    mode
        Means of transport the norm speaks of (``pt``: bus and rail, evaluated with a timetable).
    concerns
        Whom it concerns, in German.
    binding
        ``verbindlich`` or ``Richtwert``.
    requires
        Data without which the norm cannot be judged (``timetable``), or empty.
    source, date
        Where it was published, and when.
    reference
        What is known about others who reach it, in German, or empty.
    mark
        ``V`` read in the source, ``2`` read in a source that quotes it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    service: str
    value: float
    unit: Literal["m", "min"]
    measure: Literal["path", "time"]
    mode: Mode | Literal["pt"]
    concerns: str
    binding: Literal["verbindlich", "Richtwert"]
    requires: Literal["", "timetable", "ranks", "grid"] = ""
    source: str
    date: str
    reference: str = ""
    mark: Literal["V", "2"]


@cache
def list_norms() -> tuple[Norm, ...]:
    """All norms of the register, in its order."""
    register = tomllib.loads((files(__name__) / "register.toml").read_text("utf-8"))
    return tuple(Norm.model_validate(record) for record in register["norm"])


def get_norm(norm_id: str) -> Norm:
    """Return the norm of this id.

    Raises
    ------
    NotFoundError
        If the register does not hold it.
    """
    for norm in list_norms():
        if norm.id == norm_id:
            return norm
    raise NotFoundError(f"Die Norm „{norm_id}“ steht nicht im Register geo/norms/register.toml.")


def find_norm_for(norm_ids: tuple[str, ...], mode: Mode) -> Norm | None:
    """Return the norm among these that speaks of the mode and can be judged without further data."""
    for norm_id in norm_ids:
        norm = get_norm(norm_id)
        if norm.mode == mode and not norm.requires:
            return norm
    return None
