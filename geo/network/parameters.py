"""Settings of a run: speeds, detour factor, limits. Defaults come from ``travel.toml`` with their source."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from geo.domain import Mode
from geo.errors import InputError

AREA_KEYS = ("limit_min", "min_residents", "max_members", "search_min", "twin_cut")


class RunParameters(BaseModel):
    """What a run was computed with; stored with its results and printed on every report.

    Attributes
    ----------
    detour_factor
        Length of the way divided by the straight line, at least 1.
    speed_kmh
        Mean speed by mode.
    limit_min
        Search limit by mode for layers without a norm.
    search_min
        How far the search on the street network goes, by mode.
    link_norm
        Id of the norm within which two Zentren are linked.
    areas
        Settings of shared project areas: `AREA_KEYS`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    detour_factor: float = Field(ge=1.0, le=3.0)
    speed_kmh: dict[Mode, float]
    limit_min: dict[Mode, float]
    search_min: dict[Mode, float]
    link_norm: str
    areas: dict[str, float]

    def __hash__(self) -> int:
        """Frozen, though the fields are dictionaries: the key of caches."""
        return hash(tuple(self.to_flat().items()))

    def to_flat(self) -> dict[str, float | str | int]:
        """One flat row of key and value, for the run table and the foot of a report."""
        flat: dict[str, float | str | int] = {
            "detour_factor": self.detour_factor,
            "link_norm": self.link_norm,
        }
        for mode in Mode:
            flat[f"speed_kmh.{mode}"] = self.speed_kmh[mode]
            flat[f"limit_min.{mode}"] = self.limit_min[mode]
            flat[f"search_min.{mode}"] = self.search_min[mode]
        flat |= {f"areas.{key}": self.areas[key] for key in AREA_KEYS}
        return flat


class SpeedChoice(BaseModel):
    """A speed with a published source that may stand in for that of the run.

    Attributes
    ----------
    mode, kmh
        Whose speed, in km/h.
    title
        Who goes so fast, in German.
    source
        Where the figure comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode
    kmh: float = Field(gt=0)
    title: str
    source: str


@cache
def list_speed_choices() -> tuple[SpeedChoice, ...]:
    """All of them, the usual one of each mode first."""
    return tuple(SpeedChoice.model_validate(choice) for choice in _read_defaults()["speed_choice"])


def _read_defaults() -> dict[str, Any]:
    return tomllib.loads((files("geo.network") / "travel.toml").read_text("utf-8"))


def read_parameters(changes: dict[str, float] | None = None) -> RunParameters:
    """The defaults, with some of them changed.

    Parameters
    ----------
    changes
        Flat keys as in `RunParameters.to_flat`, e.g. ``{"speed_kmh.walk": 3.5}``.

    Raises
    ------
    InputError
        If a key is unknown or a value out of range.
    """
    defaults = _read_defaults()
    values: dict[str, dict[str, float]] = {
        "crowfly": dict(defaults["crowfly"]),
        "speed_kmh": dict(defaults["speed_kmh"]),
        "limit_min": dict(defaults["limit_min"]),
        "search_min": dict(defaults["search_min"]),
        "areas": dict(defaults["areas"]),
    }
    for key, value in (changes or {}).items():
        table, _, name = f"crowfly.{key}".rpartition(".") if "." not in key else key.rpartition(".")
        if name not in values.get(table, {}):
            known = ", ".join(
                name if group == "crowfly" else f"{group}.{name}"
                for group in values
                for name in values[group]
            )
            raise InputError(f"Den Parameter „{key}“ gibt es nicht; möglich sind: {known}.")
        if not value > 0:
            raise InputError(f"Der Parameter „{key}“ muss größer als 0 sein, nicht {value}.")
        values[table][name] = value
    try:
        return RunParameters.model_validate(
            {
                "detour_factor": values["crowfly"]["detour_factor"],
                "speed_kmh": values["speed_kmh"],
                "limit_min": values["limit_min"],
                "search_min": values["search_min"],
                "link_norm": defaults["links"]["norm"],
                "areas": values["areas"],
            }
        )
    except ValidationError as error:
        raise InputError("Der Umwegfaktor (detour_factor) muss zwischen 1 und 3 liegen.") from error
