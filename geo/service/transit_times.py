"""Door-to-door travel times by bus and rail in the words of users."""

from typing import Any

import pandas as pd

from geo.analysis.destinations import car_norm_of
from geo.db import transit as stored
from geo.domain import Rank, State
from geo.errors import NotFoundError
from geo.layers import get_layer
from geo.network.door_summary import CLOSED, NO_STOP, NO_TRIP, TOO_LONG
from geo.network.transit_parameters import TransitParameters, read_transit_parameters
from geo.norms import get_norm
from geo.render.german import NBSP, format_limit, format_minutes, format_number
from geo.results import TransitTime
from geo.service.catalogue import read_zentren, to_norm_info
from geo.service.opened import OpenVerbund
from geo.service.transit import NO_TIMETABLE, TransitRun, read_transit_run, to_clock, to_day_type, to_iso
from geo.units import SECONDS_PER_MINUTE

RANKS = tuple(str(rank) for rank in Rank)
NO_RANK = "Rang unbekannt"
AT_PLACE_S = 60.0  # so near the place is the Zentrum itself
REASONS = {
    NO_STOP: "keine Haltestelle in der Nähe",
    NO_TRIP: "keine Fahrt dorthin",
    TOO_LONG: "zu weit",
    CLOSED: "geschlossen, wenn man ankommt",
}
ALWAYS, HALF = 1.0, 0.5


def target_title(target: str) -> str:
    """German words of a target: "eigenes Grundzentrum", "nächstes Mittelzentrum", "Grundschule"."""
    if target == Rank.GRUNDZENTRUM:
        return "Zentrum der eigenen Kommune"
    return f"nächstes {Rank(target).title}" if target in RANKS else get_layer(target).title


def check_target(target: str) -> str:
    """A rank or the key of a layer.

    Raises
    ------
    NotFoundError
        If it is neither.
    """
    if target not in RANKS:
        get_layer(target)
    return target


def find_zentrum_name(opened: OpenVerbund, zentrum_id: str) -> tuple[str, str]:
    """Name of a Zentrum and of its municipality.

    Raises
    ------
    NotFoundError
        If there is no such Zentrum.
    """
    zentren = read_zentren(opened).set_index("zentrum_id")
    if zentrum_id not in zentren.index:
        raise NotFoundError(f"Das Zentrum „{zentrum_id}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
    return str(zentren.loc[zentrum_id, "name"]), str(zentren.loc[zentrum_id, "kommune"])


def list_transit_times(
    opened: OpenVerbund,
    *,
    zentrum: str | None = None,
    target: str | None = None,
    day_type: str | None = "school",
    window: str | None = None,
) -> list[TransitTime]:
    """Travel times, filtered; none where no timetable has been computed.

    Parameters
    ----------
    opened
        Where from.
    zentrum, target
        Origin and target (``grundzentrum``, ``mittelzentrum``, ``oberzentrum`` or the key of a layer), or all.
    day_type, window
        Kind of days or all, and key of a window or all.

    Raises
    ------
    NotFoundError
        If there is no such Zentrum, target or window.
    """
    day = None if day_type is None else str(to_day_type(day_type))
    settings = read_transit_parameters()
    if zentrum is not None:
        find_zentrum_name(opened, zentrum)
    if target is not None:
        check_target(target)
    windows = {each.key: each.title for each in settings.windows}
    if window is not None and window not in windows:
        raise NotFoundError(f"Das Zeitfenster „{window}“ gibt es nicht; möglich sind: {', '.join(windows)}.")
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
        rows = stored.read_times(
            connection, run.run_id, zentrum_id=zentrum, target=target, day_type=day, window=window
        )
    plain = rows.astype(object).where(rows.notna(), None).to_dict("records")
    order = {key: number for number, key in enumerate(windows)}
    plain.sort(
        key=lambda row: (row["kommune"], row["zentrum"], row["target"], row["day_type"], order[row["window"]])
    )
    return [_to_time(row, run, windows[row["window"]], settings) for row in plain]


def _to_time(
    row: dict[Any, Any], run: TransitRun, window_title: str, settings: TransitParameters
) -> TransitTime:
    day = to_day_type(row["day_type"])
    state = State(row["state"])
    ratio = row["p50_s"] / row["car_s"] if row["p50_s"] and row["car_s"] else None
    car_min = to_minutes(row["car_s"])
    return TransitTime(
        zentrum_id=row["zentrum_id"],
        zentrum=row["zentrum"],
        ags=row["ags"],
        kommune=row["kommune"],
        target=row["target"],
        target_title=target_title(row["target"]),
        target_id=row["target_id"],
        target_name=row["target_name"],
        day_type=day,
        date=to_iso(run.days.get(day)),
        window=row["window"],
        window_title=window_title,
        state=state,
        state_title=state_title(row, state),
        reason=REASONS.get(row["reason"], ""),
        share_connected=_rounded(row["share"], 3),
        share_on_foot=_rounded(row["walk_share"], 3),
        share_hours_unknown=_rounded(row["hours_unknown_share"], 3),
        p25_min=to_minutes(row["p25_s"]),
        p50_min=to_minutes(row["p50_s"]),
        p75_min=to_minutes(row["p75_s"]),
        changes=row["changes"],
        waiting_min=to_minutes(row["waiting_s"]),
        text=time_text(row),
        nearer_possible=bool(row["nearer_possible"]),
        norm=to_norm_info(get_norm(row["norm_id"])) if row["norm_id"] else None,
        limit_min=row["limit_min"],
        limit_text=format_limit(row["limit_min"], "min"),
        norm_met=row["norm_met"],
        walk_min=to_minutes(row["walk_s"]),
        bike_min=to_minutes(row["bike_s"]),
        car_min=car_min,
        car_norm_met=_car_norm_met(row, car_min),
        pt_car_ratio=_rounded(ratio, 1),
        snap_m=_rounded(row["snap_m"], 1),
        stay_min=settings.stay_min,
        share_return=_rounded(row["return_share"], 3),
        last_way_home=to_clock(row["last_ride_s"]) or None,
        return_text=return_text(row),
        residents_scaled=row["residents_scaled"],
        run_id=run.run_id,
    )


def state_title(row: dict[Any, Any], state: State) -> str:
    """State of a figure in words, with the reason where there is no way."""
    if state is State.REACHED and row["walk_share"] == ALWAYS:
        return "am Ort" if _at_place(row) else "zu Fuß schneller"
    if state is State.DATA_MISSING:
        return State.DATA_MISSING.title if row["target_id"] is None else NO_TIMETABLE
    return REASONS.get(row["reason"], state.title) if state is State.NOT_CONNECTED else state.title


def _at_place(row: dict[Any, Any]) -> bool:
    return row["p50_s"] is not None and row["p50_s"] <= AT_PLACE_S


def time_text(row: dict[Any, Any]) -> str:
    """A figure in words: "53 min (39 bis 78 min)", "in 40 % der Minuten", "zu Fuß 22 min", or the state."""
    state = State(row["state"])
    if state not in (State.REACHED, State.OUTSIDE_DATA_AREA) or not row["share"]:
        return state_title(row, state)
    if row["walk_share"] == ALWAYS:
        return "am Ort" if _at_place(row) else f"zu Fuß {format_minutes(row['p50_s'])}"
    bound = "höchstens " if row["nearer_possible"] else ""
    share = f"in {format_number(100 * row['share'])}{NBSP}% der Minuten"
    if row["p50_s"] is None:
        return f"nur {share} eine Verbindung"
    text = bound + format_minutes(row["p50_s"])
    if (
        row["p25_s"] is not None
        and row["p75_s"] is not None
        and row["p75_s"] - row["p25_s"] >= SECONDS_PER_MINUTE
    ):
        low, high = (format_number(round(row[name] / SECONDS_PER_MINUTE)) for name in ("p25_s", "p75_s"))
        text += f" ({low} bis {high})"
    return text if row["share"] == ALWAYS else f"{text}, {share}"


def return_text(row: dict[Any, Any]) -> str:
    """The way home in words: "letzte Heimfahrt 19:18 Uhr", "am selben Tag nicht zurück"."""
    if row["return_share"] is None or State(row["state"]) is State.DATA_MISSING:
        return ""
    if row["return_share"] == 0:
        return "am selben Tag nicht zurück" if row["share"] else ""
    if row["last_ride_s"] is None:
        return "zurück zu Fuß"
    often = "" if row["return_share"] >= HALF else ", nicht nach jeder Hinfahrt"
    return f"letzte Heimfahrt {to_clock(row['last_ride_s'])}{NBSP}Uhr{often}"


def _car_norm_met(row: dict[Any, Any], car_min: float | None) -> bool | None:
    if row["target"] not in RANKS or row["norm_id"] is None or car_min is None:
        return None
    return car_min <= car_norm_of(Rank(row["target"])).value


def to_minutes(seconds: float | None) -> float | None:
    """Minutes of seconds, one digit; None where there are none."""
    return None if seconds is None or pd.isna(seconds) else round(float(seconds) / SECONDS_PER_MINUTE, 1)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None or pd.isna(value) else round(float(value), digits)
