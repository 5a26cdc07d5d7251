"""German words for numbers: what map, sheet, printed report and API texts share.

Between a number and its unit stands a no-break space (U+00A0, in every font; the narrow U+202F is not).
Halves are rounded up, as readers expect, not to the even neighbour.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor

from babel.dates import format_date as _babel_date
from babel.numbers import format_decimal

from geo.domain import FEW_PEOPLE
from geo.errors import InputError
from geo.results import Unit
from geo.units import TIME_ZONE

LOCALE = "de_DE"
NBSP = "\u00a0"

METRES_BELOW = 500  # shorter ways read better in metres
WHOLE_KM_FROM = 100_000  # a tenth of a kilometre says nothing any more
SMALL_KM2 = 0.1  # the smallest area that is written as a number
WHOLE_KM2_FROM = 100


def _half_up(value: float, digits: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def format_number(value: float, digits: int = 0) -> str:
    """Write a number with German grouping and decimal comma: ``20.700``, ``5,2``.

    Parameters
    ----------
    value
        Finite number.
    digits
        Decimal places, always written out.
    """
    rounded = _half_up(value, digits)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(abs(rounded) if rounded == 0 else rounded, format=pattern, locale=LOCALE))


def format_distance(distance_m: float) -> str:
    """Length of a way: ``250 m`` below 500 m (to 10 m), ``5,2 km`` above, ``120 km`` from 100 km."""
    if distance_m < 5:
        return f"unter 10{NBSP}m"
    tens = int(_half_up(distance_m / 10, 0)) * 10
    if tens < METRES_BELOW:
        return f"{tens}{NBSP}m"
    digits = 0 if distance_m >= WHOLE_KM_FROM else 1
    return f"{format_number(distance_m / 1000, digits)}{NBSP}km"


def format_area(area_km2: float) -> str:
    """Area: ``1,2 km²``, ``unter 0,1 km²``, whole from 100 km² on."""
    if area_km2 < SMALL_KM2 / 2:
        return f"unter {format_number(SMALL_KM2, 1)}{NBSP}km²"
    return f"{format_number(area_km2, 0 if area_km2 >= WHOLE_KM2_FROM else 1)}{NBSP}km²"


def format_minutes(travel_time_s: float) -> str:
    """Travel time in whole minutes: ``12 min``; ``unter 1 min`` below half a minute."""
    minutes = int(_half_up(travel_time_s / 60, 0))
    return f"{format_number(minutes)}{NBSP}min" if minutes else f"unter 1{NBSP}min"


def format_limit(value: float, unit: Unit) -> str:
    """Exact threshold without idle zeros: ``2 km``, ``1,75 km``, ``250 m``, ``15 min``."""
    if unit == "min":
        return f"{_trimmed(value)}{NBSP}min"
    if value < METRES_BELOW or value % 10:
        return f"{_trimmed(value)}{NBSP}m"
    return f"{_trimmed(value / 1000)}{NBSP}km"


def _trimmed(value: float) -> str:
    text = format_number(value, 2)
    return text.rstrip("0").rstrip(",")


def format_value(value: float, unit: Unit, limit: float) -> str:
    """Measured value beside its limit, never rounded onto the other side of it.

    2,04 km against 2 km reads ``2,04 km``, not ``2,0 km``, which would contradict "zu weit".

    Parameters
    ----------
    value, limit
        In ``unit``: metres, or minutes.
    """
    in_km = unit == "m" and value >= METRES_BELOW - 5
    step = {"min": 1.0, "m": 100.0 if in_km else 10.0}[unit]
    shown = float(_half_up(value / step, 0)) * step
    if (shown > limit) == (value > limit):
        return format_distance(value) if unit == "m" else format_minutes(value * 60)
    finer = 0.1 if unit == "min" else (10.0 if in_km else 1.0)
    # Away from the limit, so that even 2,000.3 m against 2 km reads "2,01 km".
    steps = ceil(value / finer) if value > limit else floor(value / finer)
    if unit == "min":
        return f"{format_number(steps * finer, 1)}{NBSP}min"
    return f"{format_number(steps * finer / 1000, 2)}{NBSP}km" if in_km else f"{steps}{NBSP}m"


def format_date(day: date | datetime | str) -> str:
    """Date as ``22.11.2026``; of an ISO text also a bare month (``11/2026``) or year (``2026``).

    Moments with a time zone are turned to German time first. Other text (``2024/25``) stays as it is.
    """
    if isinstance(day, datetime):
        day = (day.astimezone(TIME_ZONE) if day.tzinfo else day).date()
    if isinstance(day, date):
        return str(_babel_date(day, "dd.MM.yyyy", locale=LOCALE))
    parts = day.strip().split("-")
    if len(parts) == 2 and all(part.isdecimal() for part in parts) and len(parts[0]) == 4:
        return f"{parts[1]}/{parts[0]}"
    try:
        return format_date(date.fromisoformat(day.strip()))
    except ValueError:
        return day


def round_people(count: float) -> int:
    """Round an estimated number of people: to 100 from 1,000 on, to 10 below; never down to nobody.

    Returns
    -------
    int
        0 only for 0; 1 to 14 people give 10 (:func:`format_people` then says "unter 10" below ten).
    """
    if count < 0:
        raise InputError(
            f"Einwohnerzahl {count}: eine Zahl von Menschen kann nicht negativ sein, bitte die Quelle prüfen."
        )
    if count == 0:
        return 0
    step = 100 if count >= 1000 else 10
    return max(FEW_PEOPLE, int(_half_up(count / step, 0)) * step)


def format_people(count: float, *, estimated: bool = True) -> str:
    """Write a number of people: ``rund 20.700`` if estimated, ``2.785`` if counted, ``unter 10`` if few."""
    if not estimated or count == 0:
        return format_number(count)
    if 0 < count < FEW_PEOPLE:
        return f"unter {FEW_PEOPLE}"
    return f"rund {format_number(round_people(count))}"


def format_share(share: float) -> str:
    """Write a share as whole percent; never 0 % or 100 % unless it is exactly that: ``71 %``, ``unter 1 %``."""
    percent = share * 100
    if 0 < percent < 1:
        return f"unter 1{NBSP}%"
    if 99 < percent < 100:
        return f"über 99{NBSP}%"
    return f"{format_number(percent)}{NBSP}%"
