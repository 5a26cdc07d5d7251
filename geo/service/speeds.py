"""How fast somebody goes: the speed of the run, or another with a published source."""

from collections.abc import Iterable

from geo.domain import Mode
from geo.errors import InputError
from geo.network.parameters import RunParameters, list_speed_choices
from geo.render.german import NBSP, format_number
from geo.results import SpeedInfo

CAR_TEXT = "nach Straßenklasse und Tempolimit"


def list_speeds(modes: Iterable[Mode], parameters: RunParameters) -> list[SpeedInfo]:
    """Speeds that may be asked for with each mode, that of the run first; none for cars."""
    return [speed for mode in modes if mode is not Mode.CAR for speed in _of_mode(mode, parameters)]


def _of_mode(mode: Mode, parameters: RunParameters) -> list[SpeedInfo]:
    usual = parameters.speed_kmh[mode]
    titles = {usual: "wie berechnet"} | {
        choice.kmh: choice.title for choice in list_speed_choices() if choice.mode is mode
    }
    return [
        SpeedInfo(mode=mode, kmh=kmh, title=title, text=f"{title} {format_kmh(kmh)}", usual=kmh == usual)
        for kmh, title in titles.items()
    ]


def format_kmh(kmh: float) -> str:
    """Speed without idle zeros: ``5 km/h``, ``3,5 km/h``."""
    return f"{format_number(kmh, 0 if kmh == int(kmh) else 1)}{NBSP}km/h"


def describe_speed(mode: Mode, parameters: RunParameters) -> str:
    """How fast somebody goes with these parameters, in words."""
    if mode is Mode.CAR:
        return CAR_TEXT
    kmh = parameters.speed_kmh[mode]
    title = next((c.title for c in list_speed_choices() if c.mode is mode and c.kmh == kmh), mode.title)
    return f"{title} {format_kmh(kmh)}"


def change_speed_of(parameters: RunParameters, mode: Mode, speed_kmh: float | None) -> RunParameters:
    """The parameters with another speed of one mode; unchanged where None.

    Raises
    ------
    InputError
        If this speed may not be asked for.
    """
    if speed_kmh is None:
        return parameters
    if mode is Mode.CAR:
        raise InputError(f"Autos fahren {CAR_TEXT}: bitte die Geschwindigkeit (speed_kmh) weglassen.")
    known = _of_mode(mode, parameters)
    if not any(speed.kmh == speed_kmh for speed in known):
        possible = ", ".join(f"{speed.kmh:g} ({speed.title})" for speed in known)
        raise InputError(
            f"{mode.title[0].upper()}{mode.title[1:]} sind {speed_kmh:g} km/h (speed_kmh) nicht vorgesehen; "
            f"möglich sind: {possible}."
        )
    return parameters.model_copy(update={"speed_kmh": parameters.speed_kmh | {mode: speed_kmh}})
