"""Settings of door-to-door travel by bus and rail. Defaults come from ``transit.toml`` with their source."""

import tomllib
from importlib.resources import files
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from geo.errors import InputError

SECONDS_PER_MINUTE = 60


def _clock_to_s(value: object) -> object:
    """Seconds of a time like "06:00" or "24:00"."""
    if not isinstance(value, str):
        return value
    hours, _, minutes = value.partition(":")
    return int(hours) * 3600 + int(minutes) * SECONDS_PER_MINUTE


Clock = Annotated[int, BeforeValidator(_clock_to_s), Field(ge=0, le=28 * 3600)]
Minutes = Annotated[float, Field(gt=0, le=24 * 60)]


class Window(BaseModel):
    """When people leave: every minute from the begin up to, not including, the end.

    Attributes
    ----------
    key, title
        For tables and for people.
    begin, end
        Seconds after midnight.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: str
    begin: Clock
    end: Clock

    @model_validator(mode="after")
    def _ends_later(self) -> "Window":
        if self.end <= self.begin:
            raise ValueError("ends before it begins")
        return self


class TransitParameters(BaseModel):
    """What door-to-door travel was computed with.

    Attributes
    ----------
    access_min, footpath_min
        Longest walk to the first or from the last stop, and between two rides, minutes.
    walk_min
        Longest walk that counts as a connection by itself; shorter than a ride, any walk within the limit counts.
    min_change_s
        Least time for a change, besides the walk.
    rides
        Greatest number of rides.
    limit_min
        Longest travel time; beyond it is "zu weit".
    step_s
        Time between two departures looked at.
    stay_min
        Stay before the way back.
    home_by
        When one must be home the same day, seconds after midnight.
    open_min
        How long a facility must still be open on arrival.
    windows
        When people leave.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    access_min: Minutes
    footpath_min: Minutes
    walk_min: Minutes
    min_change_s: int = Field(ge=0, le=3600)
    rides: int = Field(ge=1, le=8)
    limit_min: Minutes
    step_s: int = Field(gt=0, le=3600)
    stay_min: Annotated[float, Field(ge=0, le=24 * 60)]
    home_by: Clock
    open_min: Annotated[float, Field(ge=0, le=24 * 60)]
    windows: tuple[Window, ...] = Field(min_length=1)

    @property
    def access_s(self) -> int:
        """Longest walk to or from a stop in seconds."""
        return round(self.access_min * SECONDS_PER_MINUTE)

    @property
    def footpath_s(self) -> int:
        """Longest walk between two rides in seconds."""
        return round(self.footpath_min * SECONDS_PER_MINUTE)

    @property
    def walk_s(self) -> int:
        """Longest walk that is a connection by itself, in seconds."""
        return round(self.walk_min * SECONDS_PER_MINUTE)

    @property
    def limit_s(self) -> int:
        """Longest travel time in seconds."""
        return round(self.limit_min * SECONDS_PER_MINUTE)

    @property
    def stay_s(self) -> int:
        """Stay before the way back in seconds."""
        return round(self.stay_min * SECONDS_PER_MINUTE)

    @property
    def open_s(self) -> int:
        """How long a facility must still be open, in seconds."""
        return round(self.open_min * SECONDS_PER_MINUTE)

    def departures_s(self, window: Window) -> npt.NDArray[np.int64]:
        """Departures of a window, ascending, seconds after midnight."""
        return np.arange(window.begin, window.end, self.step_s, dtype=np.int64)

    def to_flat(self) -> dict[str, float | str | int]:
        """One flat row of key and value, for the run table and the foot of a report."""
        flat: dict[str, float | str | int] = {
            f"transit.{name}": value for name, value in self if isinstance(value, int | float)
        }
        for window in self.windows:
            flat[f"transit.window.{window.key}"] = f"{_to_clock(window.begin)}-{_to_clock(window.end)}"
        flat["transit.home_by"] = _to_clock(self.home_by)
        return flat


def read_transit_parameters(changes: dict[str, float | str] | None = None) -> TransitParameters:
    """The defaults, with some of them changed.

    Parameters
    ----------
    changes
        By name as in `TransitParameters`, e.g. ``{"access_min": 15, "home_by": "22:00"}``; a window as
        ``{"window.morning": "05:00-08:00"}``.

    Raises
    ------
    InputError
        If a name is unknown or a value out of range.
    """
    table = tomllib.loads((files("geo.network") / "transit.toml").read_text("utf-8"))
    values = {**table["walk"], **table["search"], **table["stay"]}
    windows = {window["key"]: window for window in table["window"]}
    for name, value in (changes or {}).items():
        if name.startswith("window.") and name.removeprefix("window.") in windows:
            begin, _, end = str(value).partition("-")
            windows[name.removeprefix("window.")] |= {"begin": begin, "end": end}
        elif name in values:
            values[name] = value
        else:
            known = ", ".join([*values, *(f"window.{key}" for key in windows)])
            raise InputError(f"Den Parameter „{name}“ gibt es nicht; möglich sind: {known}.")
    try:
        return TransitParameters.model_validate(values | {"windows": tuple(windows.values())})
    except (ValidationError, ValueError) as error:
        where = error.errors()[0]["loc"] if isinstance(error, ValidationError) else ()
        name = ".".join(str(part) for part in where) or "window"
        raise InputError(
            f"Der Parameter „{name}“ für Bus und Bahn ist keine gültige Angabe: bitte Zahlen größer als 0 und "
            "Uhrzeiten wie 06:00 angeben, das Ende nach dem Anfang."
        ) from error


def _to_clock(seconds: int) -> str:
    minutes = seconds // SECONDS_PER_MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
