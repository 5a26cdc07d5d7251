"""Members, possible sites and the ways between them, read for `geo.service.pooling`."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection

from geo.areas.pooling import FloatArray
from geo.areas.times import SiteTimes, measure_site_times, nearest_today_s
from geo.db import areas as stored
from geo.db import read
from geo.errors import InputError, NotFoundError
from geo.layers import list_layers
from geo.network.described import graph_key
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.render.german import format_number
from geo.results import PoolAsk
from geo.service.areas import AREA_MODE, Known
from geo.service.opened import OpenVerbund
from geo.service.projektraeume import get_row
from geo.service.streets import get_router

MOST_CANDIDATES = 150


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """Members and candidates in metres, with the ways from members to sites.

    Attributes
    ----------
    members, candidates
        Places of the area, and buildings that a member reaches within the limit.
    times
        From members to candidates.
    today_s
        Seconds from members to what there is today, infinite where nothing is known.
    router, parameters
        Streets and settings of the run; None where it has no streets for cars.
    """

    members: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    times: SiteTimes
    today_s: FloatArray
    router: Router | None
    parameters: RunParameters

    def between_s(self, chosen: list[int]) -> FloatArray:
        """Seconds from each of some candidates to each, a square matrix in their order."""
        points = self.candidates.geometry.iloc[chosen].reset_index(drop=True)
        return measure_site_times(points, points, AREA_MODE, self.parameters, self.router).time_s


def list_room_layers() -> tuple[str, ...]:
    """Layers whose buildings have rooms for a shared service."""
    return tuple(layer.key for layer in list_layers() if layer.rooms)


def find_router(opened: OpenVerbund, known: Known) -> Router | None:
    """Streets for cars of the shown run; None where it was made without.

    Raises
    ------
    NoDataError
        If the run was made with streets that are no longer there: other ways would not fit its figures.
    """
    if graph_key(AREA_MODE) not in known.run["datasets"]:
        return None
    return get_router(opened, AREA_MODE, known.parameters)


def read_sites(
    connection: Connection, opened: OpenVerbund, ask: PoolAsk, known: Known, *, limit_s: float
) -> Sites:
    """Members of the area or Projektraum, and the buildings within their limit.

    Raises
    ------
    NotFoundError
        If the area or Projektraum is unknown, or may not be seen.
    InputError
        If there are too many candidates.
    """
    router, parameters = find_router(opened, known), known.parameters
    places = stored.read_area_places(connection, opened.verbund_id)
    wanted = _read_members(connection, opened, ask, known)
    members = places[places["place_id"].isin(wanted)].sort_values("place_id", ignore_index=True)
    layers = [
        read.read_facilities(connection, opened.verbund_id, layer=key)
        for key in dict.fromkeys(list_room_layers() if ask.sites is None else ask.sites)
    ]
    buildings = gpd.GeoDataFrame(
        pd.concat(layers, ignore_index=True), geometry="geom", crs=places.crs
    ).drop_duplicates("facility_id", ignore_index=True)
    times = _times(members, buildings, parameters, router)
    near = times.time_s.min(axis=0, initial=np.inf) <= limit_s
    if near.sum() > MOST_CANDIDATES:
        raise InputError(
            f"{format_number(int(near.sum()))} mögliche Standorte sind zu viele, höchstens {MOST_CANDIDATES}: "
            "weniger Arten von Gebäuden oder eine kürzere Grenze wählen."
        )
    existing = read.read_facilities(connection, opened.verbund_id, layer=ask.service)
    return Sites(
        members=members,
        candidates=buildings[near].reset_index(drop=True),
        times=_take(times, near),
        today_s=nearest_today_s(_times(members, existing, parameters, router)),
        router=router,
        parameters=parameters,
    )


def _read_members(connection: Connection, opened: OpenVerbund, ask: PoolAsk, known: Known) -> list[str]:
    if ask.raum_id is not None:
        return [member["place_id"] for member in get_row(connection, opened, ask.raum_id)["members"]]
    members = stored.read_members(connection, known.run["run_id"])
    inside: list[str] = members.loc[members["area_id"] == ask.area_id, "place_id"].tolist()
    if not inside:
        raise NotFoundError(f"Den Raum „{ask.area_id}“ gibt es im gezeigten Lauf nicht.")
    return inside


def _times(
    a: gpd.GeoDataFrame, b: gpd.GeoDataFrame, parameters: RunParameters, router: Router | None
) -> SiteTimes:
    return measure_site_times(a.geometry, b.geometry, AREA_MODE, parameters, router)


def _take(times: SiteTimes, columns: npt.NDArray[np.bool_]) -> SiteTimes:
    return SiteTimes(times.time_s[:, columns], times.on_network[:, columns])
