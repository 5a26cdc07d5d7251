"""Shared sites for the members of an area: read, chosen by `geo.areas.pooling`, told in sentences."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Connection

from geo.areas.near_areas import to_limits
from geo.areas.pooling import FloatArray, PoolQuestion, Threshold, nearest_s
from geo.areas.sharing import Comparison, Rota, compare, plan_rota
from geo.crs import EDGE
from geo.db import areas as stored
from geo.db import read
from geo.errors import InputError, NotFoundError
from geo.layers import get_layer
from geo.network import crowfly
from geo.network.parameters import RunParameters
from geo.norms import get_norm
from geo.render.german import format_limit, format_minutes, format_number
from geo.results import PoolAsk, Pooling, PoolSite, PoolWay
from geo.service import pooling_words as words
from geo.service.areas import AREA_MODE, MOST_MINUTES, Known, read_known, to_area_places
from geo.service.opened import OpenVerbund
from geo.service.projektraeume import get_row
from geo.units import SECONDS_PER_MINUTE

MOST_SITES, MOST_CANDIDATES = 10, 150
MODEL_NOTE = (
    "Luftlinienmodell: Wege zu den Standorten aus Luftlinie, Umwegfaktor und mittlerem Tempo des Laufs"
)


@dataclass(frozen=True, slots=True, eq=False)
class _Sites:
    """Members and candidates in metres, with seconds from members to sites, between sites, and to what there is."""

    members: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    time_s: FloatArray
    between_s: FloatArray
    today_s: FloatArray


def answer_pool(opened: OpenVerbund, ask: PoolAsk) -> Pooling:
    """Shared sites for the members of an area or Projektraum.

    Raises
    ------
    NotFoundError
        If the service, a layer of sites, the area or the Projektraum is unknown (or may not be seen).
    InputError
        If a number is out of range, a threshold has no source, or there are too many candidates.
    """
    for key in (ask.service, *ask.sites):
        get_layer(key)
    with opened.connect() as connection:
        known = read_known(connection, opened)
        limit_s = _validate(ask, known.parameters)
        sites = _read_sites(connection, opened, ask, known, limit_s)
    people = sites.members["residents"].fillna(0).to_numpy(dtype=np.int64)
    question = PoolQuestion(
        people=people,
        time_s=sites.time_s,
        limit_s=limit_s,
        threshold=Threshold(ask.min_people, ask.min_people_source.strip()),
    )
    place_ags = sites.members["ags"].to_numpy(dtype=object)
    site_ags = sites.candidates["ags"].to_numpy(dtype=object)
    found = compare(question, place_ags, site_ags, sites.today_s, ask.count)
    return _to_answer(ask, known, sites, question, found)


def _validate(ask: PoolAsk, parameters: RunParameters) -> float:
    """The limit in seconds, once all that is asked makes sense."""
    if (ask.area_id is None) == (ask.raum_id is None):
        raise InputError("Bitte entweder einen Raum (area_id) oder einen Projektraum (raum_id) angeben.")
    if not ask.sites:
        raise InputError("Bitte mindestens eine Art von Gebäuden (sites) angeben, z. B. town_hall.")
    if not 1 <= ask.count <= MOST_SITES:
        raise InputError(f"Die Zahl der Standorte (count) muss 1 bis {MOST_SITES} sein, nicht {ask.count}.")
    if not 0 <= ask.min_people <= 10_000_000:
        raise InputError(f"Die Schwelle (min_people) muss 0 oder größer sein, nicht {ask.min_people}.")
    if ask.min_people and not ask.min_people_source.strip():
        raise InputError(
            "Zur Schwelle gehört ihre Quelle (min_people_source), z. B. „Angabe des Betreibers“."
        )
    usual = to_limits(parameters).limit_s / SECONDS_PER_MINUTE
    minutes = usual if ask.limit_min is None else ask.limit_min
    if not 1 <= minutes <= MOST_MINUTES:
        raise InputError(
            f"Die Grenze (limit_min) muss zwischen 1 und {MOST_MINUTES:g} Minuten liegen, nicht {minutes:g}."
        )
    return minutes * SECONDS_PER_MINUTE


def _read_sites(
    connection: Connection, opened: OpenVerbund, ask: PoolAsk, known: Known, limit_s: float
) -> _Sites:
    places = stored.read_area_places(connection, opened.verbund_id)
    wanted = _read_members(connection, opened, ask, known)
    members = places[places["place_id"].isin(wanted)].sort_values("place_id", ignore_index=True)
    layers = [
        read.read_facilities(connection, opened.verbund_id, layer=key) for key in dict.fromkeys(ask.sites)
    ]
    candidates = gpd.GeoDataFrame(
        pd.concat(layers, ignore_index=True), geometry="geom", crs=places.crs
    ).drop_duplicates("facility_id", ignore_index=True)
    existing = read.read_facilities(connection, opened.verbund_id, layer=ask.service)
    near = _times(members, candidates, known.parameters).min(axis=0, initial=np.inf) <= limit_s
    candidates = candidates[near].reset_index(drop=True)
    if len(candidates) > MOST_CANDIDATES:
        raise InputError(
            f"{format_number(len(candidates))} mögliche Standorte sind zu viele, höchstens {MOST_CANDIDATES}: "
            "weniger Arten von Gebäuden oder eine kürzere Grenze wählen."
        )
    today = _times(members, existing, known.parameters)
    return _Sites(
        members,
        candidates,
        _times(members, candidates, known.parameters),
        _times(candidates, candidates, known.parameters),
        nearest_s(today, range(today.shape[1])),
    )


def _read_members(connection: Connection, opened: OpenVerbund, ask: PoolAsk, known: Known) -> list[str]:
    if ask.raum_id is not None:
        return [member["place_id"] for member in get_row(connection, opened, ask.raum_id)["members"]]
    members = stored.read_members(connection, known.run["run_id"])
    inside: list[str] = members.loc[members["area_id"] == ask.area_id, "place_id"].tolist()
    if not inside:
        raise NotFoundError(f"Den Raum „{ask.area_id}“ gibt es im gezeigten Lauf nicht.")
    return inside


def _times(a: gpd.GeoDataFrame, b: gpd.GeoDataFrame, parameters: RunParameters) -> FloatArray:
    a_xy, b_xy = (shapely.get_coordinates(frame.geometry.to_numpy()).reshape(-1, 2) for frame in (a, b))
    return crowfly.to_time_s(
        crowfly.to_path_m(crowfly.distances(a_xy, b_xy), parameters), AREA_MODE, parameters
    )


def _to_answer(
    ask: PoolAsk, known: Known, sites: _Sites, question: PoolQuestion, found: Comparison
) -> Pooling:
    shared, norm = found.shared, get_norm(known.parameters.link_norm)
    minutes = question.limit_s / SECONDS_PER_MINUTE
    rota = plan_rota(shared.sites, sites.between_s)
    records = _to_records(sites, question, found, rota)
    limit, people = format_limit(minutes, "min"), int(question.people.sum())
    # Partners, whose residents are not known, need no site of their own.
    n_kommunen = sites.members.loc[question.people > 0, "ags"].nunique()
    return Pooling(
        service=ask.service,
        service_title=get_layer(ask.service).title,
        sentence=words.describe_pool(shared, records, people, limit=limit, threshold=question.threshold),
        comparison=words.describe_comparison(found, n_kommunen),
        rota=words.describe_rota(rota, records),
        limit_text=limit,
        limit_source=f"{norm.title}, {norm.source}" if minutes == norm.value else "eigene Angabe",
        model_note=MODEL_NOTE,
        sites=records,
        ways=_to_ways(sites, found),
        reached=shared.reached,
        people=people,
        proven=shared.proven,
        reached_alone=found.reached_alone,
        saved_person_min=round(found.saved_person_s / SECONDS_PER_MINUTE),
        crossing=found.crossing,
        round_min=round(rota.round_s / SECONDS_PER_MINUTE, 1),
        n_candidates=len(sites.candidates),
        run_id=known.run["run_id"],
    )


def _to_records(sites: _Sites, question: PoolQuestion, found: Comparison, rota: Rota) -> list[PoolSite]:
    degrees = sites.candidates.to_crs(EDGE)
    records = []
    for stop in rota.stops:
        row = degrees.iloc[stop]
        title = get_layer(row["layer"]).title
        records.append(
            PoolSite(
                facility_id=row["facility_id"],
                name=row["name"] or title,
                layer=row["layer"],
                kommune=row["kommune"],
                people=int(question.people[found.shared.site_of == stop].sum()),
                lon=round(row["geom"].x, 5),
                lat=round(row["geom"].y, 5),
                text=f"{title} in {row['kommune'] or 'anderer Kommune'}",
            )
        )
    return records


def _to_ways(sites: _Sites, found: Comparison) -> list[PoolWay]:
    places = to_area_places(sites.members)
    ways = []
    for i, place_id in enumerate(sites.members["place_id"]):
        site, place = int(found.shared.site_of[i]), places[place_id]
        if site < 0:
            text = f"{place.name}: kein Standort in der Grenze"
            ways.append(PoolWay(place=place, site_id=None, travel_time_s=None, text=text))
            continue
        row, time_s = sites.candidates.iloc[site], round(float(sites.time_s[i, site]), 1)
        ways.append(
            PoolWay(
                place=place,
                site_id=row["facility_id"],
                travel_time_s=time_s,
                text=f"{place.name}: {format_minutes(time_s)} bis {row['name'] or get_layer(row['layer']).title}",
            )
        )
    return ways
