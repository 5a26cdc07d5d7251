"""Shared project areas on request: those of the run, or near areas with other limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, RowMapping

from geo.areas.near_areas import AreaLimits, near_areas, to_limits
from geo.areas.times import to_matrix
from geo.crs import EDGE
from geo.db import areas as stored
from geo.db import read
from geo.domain import Mode
from geo.errors import InputError, NotFoundError
from geo.layers import get_layer
from geo.network.parameters import RunParameters
from geo.norms import get_norm
from geo.render.german import format_limit, format_minutes, format_number, format_people
from geo.results import Area, AreaMember, AreaPlace, Areas, AreaSolution, Island, NearAsk, Titled
from geo.service import area_words as words
from geo.service.catalogue import to_parameters, to_run_info
from geo.service.opened import OpenVerbund, get_run_row
from geo.units import SECONDS_PER_MINUTE

AREA_MODE = Mode.CAR
KINDS = ("near", "twin")
MOST_MEMBERS, MOST_MINUTES = 30, 60.0


@dataclass(frozen=True, slots=True)
class Known:
    """What all answers about areas are made of: run, places by id, their order, times by car."""

    run: RowMapping
    parameters: RunParameters
    places: Mapping[str, AreaPlace]
    frame: pd.DataFrame
    times: pd.DataFrame


def read_known(connection: Connection, opened: OpenVerbund, *, place_id: str | None = None) -> Known:
    """Read places and times of the shown run; of one place only where asked."""
    run = get_run_row(connection, opened)
    frame = stored.read_area_places(connection, opened.verbund_id)
    return Known(
        run=run,
        parameters=to_parameters(run),
        places=to_area_places(frame),
        frame=pd.DataFrame(frame.drop(columns="geom")),
        times=stored.read_times(connection, run["run_id"], AREA_MODE, place_id=place_id),
    )


def to_area_places(frame: Any) -> dict[str, AreaPlace]:
    """Places as records by id."""
    degrees = frame.to_crs(EDGE)
    return {
        row["place_id"]: AreaPlace(
            **{key: row[key] for key in ("place_id", "name", "ags", "kommune", "partner")},
            networks=list(row["networks"]),
            residents=None if pd.isna(row["residents"]) else int(row["residents"]),
            lon=round(row["geom"].x, 5),
            lat=round(row["geom"].y, 5),
        )
        for row in degrees.to_dict("records")
    }


def list_area_places(opened: OpenVerbund) -> list[AreaPlace]:
    """Zentren and partner places, by municipality and name: who may be a member of a Projektraum."""
    with opened.connect() as connection:
        places = to_area_places(stored.read_area_places(connection, opened.verbund_id))
    return sorted(places.values(), key=lambda place: (place.partner, place.kommune, place.name))


def read_areas(opened: OpenVerbund, kind: str = "near", service: str | None = None) -> Areas:
    """Areas that the run has published.

    Parameters
    ----------
    opened
        Where from.
    kind
        ``near`` or ``twin``.
    service
        Key of a layer; all where None. Twins have none.

    Raises
    ------
    NotFoundError
        If the kind or the service is unknown.
    """
    if kind not in KINDS:
        raise NotFoundError(f"Die Art „{kind}“ gibt es nicht; möglich sind: {', '.join(KINDS)}.")
    if service is not None:
        get_layer(service)
    with opened.connect() as connection:
        known = read_known(connection, opened)
        run_id = known.run["run_id"]
        areas = stored.read_areas(connection, run_id, kind=kind, service=service)
        members = stored.read_members(connection, run_id)
        solutions = stored.read_solutions(connection, run_id) if kind == "near" else {}
        asked = kind == "near" and (service is not None or areas.empty)
        in_need, none = _read_need(connection, opened, run_id, service) if asked else ([], "")
    records = to_areas(areas, members, known)
    shown = {key: figures for key, figures in solutions.items() if service in (None, key)}
    return _answer(
        kind, service, known, limits=to_limits(known.parameters), areas=records, none=none
    ).model_copy(
        update={
            "islands": find_islands(in_need, records, known, to_limits(known.parameters)),
            "solutions": [to_solution(key, figures, known) for key, figures in shown.items()],
        }
    )


def answer_near(opened: OpenVerbund, ask: NearAsk) -> Areas:
    """Near areas of one service with other limits, on the times of the run.

    Raises
    ------
    NotFoundError
        If the service is unknown.
    InputError
        If a limit is out of range.
    """
    get_layer(ask.service)
    with opened.connect() as connection:
        known = read_known(connection, opened)
        in_need, none = _read_need(connection, opened, known.run["run_id"], ask.service)
    limits = _validate_limits(ask, known.parameters)
    ids = known.frame["place_id"].tolist()
    found = near_areas(
        known.frame,
        to_matrix(known.times, ids),
        ask.service,
        known.frame["place_id"].isin(in_need).to_numpy(dtype=np.bool_),
        limits=limits,
    )
    records = to_areas(found.areas.assign(run_id=known.run["run_id"]), found.members, known)
    return _answer("near", ask.service, known, limits=limits, areas=records, none=none).model_copy(
        update={
            "islands": find_islands(in_need, records, known, limits),
            "solutions": [to_solution(ask.service, found.figures, known)],
        }
    )


def _validate_limits(ask: NearAsk, parameters: RunParameters) -> AreaLimits:
    usual = to_limits(parameters)
    limit_min = usual.limit_s / SECONDS_PER_MINUTE if ask.limit_min is None else ask.limit_min
    most = min(MOST_MINUTES, parameters.areas["search_min"])
    if not 1 <= limit_min <= most:
        raise InputError(
            f"Die Grenze (limit_min) muss zwischen 1 und {format_number(most)} Minuten liegen, nicht {limit_min:g}."
        )
    residents = usual.min_residents if ask.min_residents is None else ask.min_residents
    if not 0 <= residents <= 1e7:
        raise InputError(
            f"Die kleinste Einwohnerzahl (min_residents) muss 0 oder größer sein, nicht {residents:g}."
        )
    members = usual.max_members if ask.max_members is None else ask.max_members
    if not 2 <= members <= MOST_MEMBERS:
        raise InputError(
            f"Ein Raum (max_members) kann 2 bis {MOST_MEMBERS} Mitglieder haben, nicht {members}."
        )
    return AreaLimits(limit_min * SECONDS_PER_MINUTE, residents, members)


def _read_need(
    connection: Connection, opened: OpenVerbund, run_id: str, service: str | None
) -> tuple[list[str], str]:
    """Places that miss the norm of a service; where there is none, why, in a sentence. No places of all services."""
    if service is None:
        missed = not read.read_gaps(connection, run_id).empty
        return [], "" if missed else words.NO_NEED_AT_ALL
    places = sorted(set(read.read_gaps(connection, run_id, layer=service)["ortsteil_id"]))
    loaded = service in read.count_facilities(connection, opened.verbund_id)
    return places, "" if places else words.describe_no_need(get_layer(service), loaded=loaded)


def to_areas(areas: pd.DataFrame, members: pd.DataFrame, known: Known) -> list[Area]:
    """Rows of the tables as records; without members, and areas, that a later load has dissolved."""
    inside = dict(list(members.groupby("area_id")))
    records = [_to_area(row, inside[row["area_id"]], known) for row in areas.to_dict("records")]
    return [area for area in records if len(area.kommunen) > 1]


def _to_area(row: dict[str, Any], members: pd.DataFrame, known: Known) -> Area:
    rows = [each for each in members.to_dict("records") if each["place_id"] in known.places]
    places = [known.places[each["place_id"]] for each in rows]
    near = row["kind"] == "near"
    hub = known.places.get(row["hub_id"]) if near else None
    layer = get_layer(row["service"]) if near else None
    if layer is not None:
        reason = words.describe_near(
            layer,
            places,
            n_in_need=sum(each["in_need"] for each in rows),
            people=row["residents_in_need"],
            spread_s=row["spread"],
            hub=hub.name if hub else "aufgelöst",
        )
    else:
        reason = words.describe_twins(len(places), row["both_missed"], row["both_met"])
    reason += words.describe_dissolved(len(members) - len(rows))
    kommunen = {place.ags: place.kommune for place in places}
    return Area(
        area_id=row["area_id"],
        kind=row["kind"],
        service=row["service"],
        service_title=layer.title if layer else "",
        title=words.title_area(places, hub),
        kommunen=[Titled(key=ags, title=name) for ags, name in sorted(kommunen.items(), key=lambda k: k[1])],
        hub=hub,
        members=[_to_member(each, known.places[each["place_id"]], hub) for each in rows],
        residents=row["residents"],
        residents_in_need=row["residents_in_need"],
        spread=row["spread"],
        reason=reason,
        run_id=row["run_id"],
    )


def _to_member(row: dict[str, Any], place: AreaPlace, hub: AreaPlace | None) -> AreaMember:
    time_s = None if pd.isna(row["time_to_hub_s"]) else float(row["time_to_hub_s"])
    living = "Einwohner nicht bekannt"
    if place.residents is not None:
        living = f"{format_people(place.residents)} Einwohner"
    if hub is None or time_s is None:
        text = living
    elif hub.place_id == place.place_id:
        text = f"Treffpunkt, {living}"
    else:
        text = f"{format_minutes(time_s)}, {living}"
    return AreaMember(place=place, in_need=row["in_need"], time_to_hub_s=time_s, text=text)


def to_solution(service: str, figures: Mapping[str, Any], known: Known) -> AreaSolution:
    """How well the areas of a service were found, as a record."""
    unknown = any(place.residents is None and not place.partner for place in known.places.values())
    return AreaSolution(
        service=service,
        service_title=get_layer(service).title,
        sentence=words.describe_solution(figures, unknown=unknown),
        **{
            name: figures[name]
            for name in ("n_in_need", "residents_in_need", "covered", "covered_gap", "total_gap", "seconds")
        },
    )


def find_islands(in_need: list[str], areas: list[Area], known: Known, limits: AreaLimits) -> list[Island]:
    """Places in need that stand in no area, each with its nearest place abroad; the farthest off first."""
    inside = {member.place.place_id for area in areas for member in area.members}
    islands = []
    for place_id in in_need:
        if place_id in inside or place_id not in known.places:
            continue
        place = known.places[place_id]
        nearest, time_s = find_nearest_abroad(place, known)
        text = words.describe_island(place, nearest, time_s=time_s, limit_s=limits.limit_s)
        within = time_s is not None and time_s <= limits.limit_s
        islands.append(Island(place=place, nearest=nearest, travel_time_s=time_s, within=within, text=text))
    return sorted(islands, key=lambda island: (-(island.travel_time_s or np.inf), island.place.place_id))


def find_nearest_abroad(place: AreaPlace, known: Known) -> tuple[AreaPlace | None, float | None]:
    """The nearest place of another municipality, and its time in seconds."""
    times = known.times
    mine = times[(times["a_id"] == place.place_id) | (times["b_id"] == place.place_id)]
    for row in mine.itertuples():
        other = known.places.get(row.b_id if row.a_id == place.place_id else row.a_id)
        if other is not None and other.ags != place.ags:
            return other, float(row.travel_time_s)
    return None, None


def _answer(
    kind: Any, service: str | None, known: Known, *, limits: AreaLimits, areas: list[Area], none: str
) -> Areas:
    norm = get_norm(known.parameters.link_norm)
    minutes = limits.limit_s / SECONDS_PER_MINUTE
    return Areas(
        kind=kind,
        service=service,
        sentence=none or words.describe_areas(kind, areas, known.parameters.areas["twin_cut"]),
        limit_text=format_limit(minutes, "min"),
        limit_source=f"{norm.title}, {norm.source}" if minutes == norm.value else "eigene Angabe",
        model_note=to_run_info(known.run).model_note,
        areas=areas,
        islands=[],
        solutions=[],
        run_id=known.run["run_id"],
    )
