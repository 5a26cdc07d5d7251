"""What ``maxspeed`` and ``duration`` say, in km/h and seconds."""

import re
from collections.abc import Mapping

KMH_PER_MPH = 1.609344
KMH_PER_KNOT = 1.852
_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph|knots)?$")
_ZONE = re.compile(r"^DE:(?:zone:?)?(\d+)$", re.IGNORECASE)
_CLOCK = re.compile(r"^(?:(\d+):)?(\d+):(\d{2})$")
_ISO = re.compile(r"^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$")
SECONDS_PER_MINUTE, SECONDS_PER_HOUR = 60, 3600


def parse_maxspeed(text: str, words: Mapping[str, float]) -> float | None:
    """Speed limit in km/h; None where the text tells none ("signals", a typing error).

    Parameters
    ----------
    text
        Value of ``maxspeed``; of several (``50;30``) the lowest counts.
    words
        What words such as ``none`` or ``DE:urban`` mean.
    """
    found = [speed for part in text.split(";") if (speed := _parse_one(part.strip(), words)) is not None]
    return min(found, default=None)


def _parse_one(text: str, words: Mapping[str, float]) -> float | None:
    if text in words:
        return words[text]
    if zone := _ZONE.match(text):
        return float(zone[1])
    if number := _NUMBER.match(text):
        unit = {"mph": KMH_PER_MPH, "knots": KMH_PER_KNOT}.get(number[2] or "", 1.0)
        return float(number[1]) * unit or None
    return None


def parse_duration(text: str) -> float | None:
    """Seconds of ``H:MM``, ``H:MM:SS``, plain minutes, or ISO 8601 (``PT1H5M``); None if it is none of these."""
    text = text.strip()
    seconds = 0
    if text.isdecimal():
        seconds = int(text) * SECONDS_PER_MINUTE
    elif clock := _CLOCK.match(text):
        hours, minutes, rest = (clock[1], clock[2], clock[3]) if clock[1] else (clock[2], clock[3], "0")
        seconds = int(hours) * SECONDS_PER_HOUR + int(minutes) * SECONDS_PER_MINUTE + int(rest)
    elif iso := _ISO.match(text):
        hours, minutes, rest = (value or "0" for value in iso.groups())
        seconds = int(hours) * SECONDS_PER_HOUR + int(minutes) * SECONDS_PER_MINUTE + int(rest)
    return float(seconds) or None
