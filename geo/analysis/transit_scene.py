"""What stays the same while timetables change: places, people, streets; classes and travel times of any feed on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
import shapely

from geo.analysis.departures import departure_table
from geo.analysis.destinations import Destination, Origins, list_centres, list_services, split_by_kommune
from geo.analysis.stop_groups import StopGroups, describe_groups
from geo.analysis.stop_pairs import StopPairs, find_crow_pairs, find_street_pairs
from geo.analysis.transit_classes import ADDRESSES, GRID, Settled, class_table
from geo.analysis.transit_times import TIME_COLUMNS, add_street_times, time_table
from geo.domain import DayType, HomeKind, Mode
from geo.layers.spec import LayerSpec
from geo.network.door_to_door import DoorToDoor, open_day
from geo.network.kernels_trips import Links
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.network.timetable import Feed
from geo.network.transit_parameters import TransitParameters
from geo.network.walks import CrowflyWalks, StreetWalks, Walks
from geo.norms import find_norm_for
from geo.norms.gueteklassen import Method

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
Days = Mapping[DayType, date | None]


@dataclass(frozen=True, eq=False)
class TransitScene:
    """Places, people and streets of a Verbund.

    Attributes
    ----------
    zentren
        Columns zentrum_id, ags, name, kind, residents_scaled (missing where unknown), points in EPSG:25832.
    cells
        Population grid: ortsteil_id (missing outside), residents, points; empty without one.
    facilities, centres
        As `geo.analysis.destinations` reads them.
    edge_m
        Per layer key and Zentrum the metres to the edge of the area where the layer is known completely.
    layers
        Layers that are destinations.
    routers
        Streets by mode; empty in the straight-line model.
    run, transit
        Settings of the run, and of travel by bus and rail.
    """

    zentren: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    centres: gpd.GeoDataFrame
    edge_m: Mapping[str, FloatArray]
    layers: Sequence[LayerSpec]
    routers: Mapping[Mode, Router]
    run: RunParameters
    transit: TransitParameters

    @cached_property
    def walks(self) -> Walks:
        """Walks on the streets, or along the straight line without any."""
        beyond = CrowflyWalks(self.run)
        router = self.routers.get(Mode.WALK)
        return beyond if router is None else StreetWalks(router, beyond)

    @cached_property
    def trips(self) -> list[tuple[Origins, list[Destination]]]:
        """From where to where, municipality by municipality."""
        return [
            (
                origins,
                list_centres(origins, self.zentren, self.centres)
                + list_services(origins, self.facilities, self.layers, self.edge_m),
            )
            for origins in split_by_kommune(self.zentren)
        ]

    @property
    def walk_limit_m(self) -> dict[str, float]:
        """Norm for the length of the way on foot, by layer, where there is one."""
        norms = {layer.key: find_norm_for(layer.norms, Mode.WALK) for layer in self.layers}
        return {key: norm.value for key, norm in norms.items() if norm is not None and norm.unit == "m"}

    def to_settled(self, stops: pl.DataFrame, methods: Sequence[Method]) -> tuple[Settled, Settled | None]:
        """Zentren and cells with the stops near by, as far as any of the methods looks."""
        radius_m = max(method.rings[-1].upper_m for method in methods)
        stops_xy = stops.select("x", "y").to_numpy()
        people = (
            self.zentren["residents_scaled"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        )
        ids = self.zentren["zentrum_id"].to_numpy(dtype=object)
        zentren = Settled(ids, people, self._find_pairs(_xy(self.zentren), stops_xy, radius_m))
        if self.cells.empty:
            return zentren, None
        owner = self.cells["ortsteil_id"].astype(object).where(self.cells["ortsteil_id"].notna(), None)
        residents = self.cells["residents"].to_numpy(dtype=np.float64)
        pairs = self._find_pairs(_xy(self.cells), stops_xy, radius_m)
        basis = np.where(self.cells["kind"] == HomeKind.ADDRESS, ADDRESSES, GRID).astype(object)
        return zentren, Settled(owner.to_numpy(dtype=object), residents, pairs, basis)

    def _find_pairs(
        self, points_xy: FloatArray, stops_xy: FloatArray, radius_m: float
    ) -> dict[str, StopPairs]:
        router = self.routers.get(Mode.WALK)
        if router is None:
            network = find_crow_pairs(points_xy, stops_xy, radius_m, self.run.detour_factor)
        else:
            network = find_street_pairs(router, points_xy, stops_xy, radius_m)
        return {"crow": find_crow_pairs(points_xy, stops_xy, radius_m), "network": network}


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """A feed with its stops put together, and its departures by kind of days (None where it has no such day)."""

    feed: Feed
    groups: StopGroups
    days: Days
    departures: Mapping[DayType, pl.DataFrame | None]


def open_timetable(feed: Feed, days: Days) -> Timetable:
    """Departures of the reference days of a feed."""
    groups = describe_groups(feed.stops)
    departures = {day: None if on is None else departure_table(feed, groups, on) for day, on in days.items()}
    return Timetable(feed, groups, days, departures)


def compute_classes(scene: TransitScene, timetable: Timetable, methods: Sequence[Method]) -> pd.DataFrame:
    """Quality classes of all Ortsteile (`geo.analysis.transit_classes.class_table`)."""
    zentren, cells = scene.to_settled(timetable.feed.stops, methods)
    return class_table(timetable.departures, timetable.groups, methods, zentren, cells)


def open_worlds(
    scene: TransitScene,
    timetable: Timetable,
    *,
    keep: BoolArray | None = None,
    footpaths: Links | None = None,
) -> dict[DayType, DoorToDoor]:
    """Reference days ready for questions; none without a date.

    Parameters
    ----------
    scene, timetable
        Streets; feed and days.
    keep
        Which trips count; by default all but those on demand.
    footpaths
        Those between the stops of this feed, if they are at hand.
    """
    worlds: dict[DayType, DoorToDoor] = {}
    for day, on in timetable.days.items():
        if on is None:
            continue
        world = open_day(timetable.feed, on, scene.walks, scene.transit, keep=keep, footpaths=footpaths)
        worlds[day], footpaths = world, world.transit.footpaths
    return worlds


def compute_times(
    scene: TransitScene,
    worlds: Mapping[DayType, DoorToDoor],
    *,
    on_streets: bool = True,
) -> pd.DataFrame:
    """Travel times from all Zentren to all destinations on the reference days.

    Parameters
    ----------
    scene
        Places and streets.
    worlds
        Of `open_worlds`.
    on_streets
        Whether times by bike and car are asked for, too.

    Returns
    -------
    DataFrame
        `geo.analysis.transit_times.TIME_COLUMNS`; no rows for kinds of days without a date.
    """
    parts = []
    for day, world in worlds.items():
        for origins, destinations in scene.trips:
            table = time_table(world, day, origins, destinations)
            if on_streets:
                table = add_street_times(table, origins, destinations, scene.routers, scene.run)
            parts.append(table)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=TIME_COLUMNS)


def _xy(places: gpd.GeoDataFrame) -> FloatArray:
    xy: FloatArray = shapely.get_coordinates(places.geometry.to_numpy()).reshape(-1, 2)
    return xy
