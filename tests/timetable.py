"""Hand-made timetables, small enough to compute their answers by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from geo.network.timetable import MIN_TIME, NONE, SCHEMAS, STATION, STOP, Feed

SCHOOL_DAY, HOLIDAY = date(2026, 11, 24), date(2026, 10, 20)  # both Tuesdays; autumn holidays of NRW
SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)
SERVICES = {
    "school": [SCHOOL_DAY],
    "holidays": [HOLIDAY],
    "weekday": [SCHOOL_DAY, HOLIDAY],
    "saturday": [SATURDAY],
    "sunday": [SUNDAY],
    "daily": [SCHOOL_DAY, HOLIDAY, SATURDAY, SUNDAY],
}
ORIGIN, STEP_M = (500_000.0, 5_700_000.0), 1_000.0


def make_feed(
    trips: Iterable[Sequence[Any]],
    *,
    stops: Mapping[str, tuple[float, float]] | None = None,
    parents: Mapping[str, str] | None = None,
    services: Mapping[str, Sequence[date]] | None = None,
    transfers: Iterable[tuple[str, str, int]] = (),
) -> Feed:
    """Build a feed from rows like ``("Bus 1", 3, ["A", "B"], ["06:00", "06:10"], "school")``, one per trip.

    Parameters
    ----------
    trips
        route_short_name, route_type, stops, times, service; a time is "06:00", "25:10:30" or
        "06:00-06:02" (arrival and departure). A sixth element sets more: ``trip_id``, ``direction_id``,
        ``trip_headsign``, ``on_demand``, ``school``, ``pickup_type`` and ``drop_off_type`` (one per stop).
        Rows of the same name and type are one route.
    stops
        Positions in metres of EPSG:25832; stops that it does not name lie in a row, 1 km apart, in the
        order of their first appearance.
    parents
        Station of a stop; stations are stops of ``location_type`` 1.
    services
        Days of each service; default ``SERVICES``.
    transfers
        Stop, stop, minimum change time in seconds.
    """
    rows = [(*row, {}) if len(row) == 5 else tuple(row) for row in trips]
    parents = dict(parents or {})
    services = services or SERVICES
    names = list(dict.fromkeys([name for row in rows for name in row[2]] + list(stops or ()) + list(parents)))
    names += [name for name in dict.fromkeys(parents.values()) if name not in names]
    places = {name: (ORIGIN[0] + STEP_M * i, ORIGIN[1]) for i, name in enumerate(names)} | dict(stops or {})
    index = {name: i for i, name in enumerate(names)}
    routes = list(dict.fromkeys((row[0], row[1]) for row in rows))
    service_index = {name: i for i, name in enumerate(services)}
    days = sorted({day for dates in services.values() for day in dates})
    return Feed(
        stops=_frame(
            "stops",
            [
                (
                    n,
                    n,
                    *places[n],
                    STATION if n in parents.values() else STOP,
                    index.get(parents.get(n), NONE),
                    "",
                )
                for n in names
            ],
        ),
        routes=_frame(
            "routes", [(f"{name}|{kind}", "Verkehrsbetrieb", name, "", kind) for name, kind in routes]
        ),
        trips=_frame("trips", [_trip(i, row, routes, service_index) for i, row in enumerate(rows)]),
        stop_times=_frame(
            "stop_times", [call for i, row in enumerate(rows) for call in _calls(i, row, index)]
        ),
        services=_frame(
            "services", [(service_index[n], day) for n in services for day in sorted(services[n])]
        ),
        transfers=_frame("transfers", [(index[a], index[b], MIN_TIME, time) for a, b, time in transfers]),
        provenance={
            "file": "hand-made",
            "valid_from": days[0].isoformat(),
            "valid_to": days[-1].isoformat(),
            "timezone": "Europe/Berlin",
        },
    )


def every(minutes: int, first: str, last: str, row: Sequence[Any], step: int = 5) -> list[tuple[Any, ...]]:
    """Rows of trips from ``first`` to ``last`` departure, one every so many minutes, ``step`` minutes per stop.

    ``row`` is a row without times: route_short_name, route_type, stops, service, and further settings if any.
    """
    name, kind, stops, service, *more = row
    starts = range(seconds(first), seconds(last) + 1, 60 * minutes)
    return [
        (name, kind, stops, [clock(start + 60 * step * i) for i in range(len(stops))], service, *more)
        for start in starts
    ]


def clock(time_s: int) -> str:
    """Time like "06:00" of seconds."""
    return f"{time_s // 3600:02d}:{time_s // 60 % 60:02d}"


def seconds(text: str) -> int:
    """Seconds of a time like "06:00" or "25:10:30"."""
    hours, minutes, *rest = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + (rest[0] if rest else 0)


def _frame(name, rows):
    return pl.DataFrame(rows, schema=SCHEMAS[name], orient="row")


def _trip(i, row, routes, service_index):
    name, kind, _, _, service, more = row
    return (
        more.get("trip_id", f"{name} {i}"),
        routes.index((name, kind)),
        service_index[service],
        more.get("direction_id", NONE),
        more.get("trip_headsign", row[2][-1]),
        more.get("on_demand", False),
        more.get("school", False),
    )


def _calls(i, row, index):
    _, _, names, times, _, more = row
    assert len(names) == len(times), f"trip {i}: one time per stop"
    plain = [0] * len(names)
    pickup, drop_off = more.get("pickup_type", plain), more.get("drop_off_type", plain)
    for k, (name, text) in enumerate(zip(names, times, strict=True)):
        arrival, _, departure = text.partition("-")
        yield i, index[name], seconds(arrival), seconds(departure or arrival), k + 1, pickup[k], drop_off[k]
