"""Isochrones of a Zentrum on request, with the people who live inside."""

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import mapping

from geo.analysis.isochrones import IsochroneSettings, isochrones
from geo.analysis.pieces import Reached
from geo.crs import EDGE
from geo.db import read
from geo.domain import Mode, coarsen_people
from geo.errors import InputError, NotFoundError
from geo.network.engine import reachable
from geo.network.router import Router
from geo.network.snap import Snap
from geo.results import Isochrone
from geo.service.catalogue import to_parameters
from geo.service.cells import find_cells
from geo.service.figures import to_mode
from geo.service.opened import OpenVerbund, get_run_row
from geo.service.speeds import change_speed_of, describe_speed
from geo.service.streets import get_router
from geo.units import DS_PER_SECOND, METRES_PER_KM, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

MOST_MINUTES = 60
MOST_LIMITS = 6
DECIMALS = 6
HULL_RATIO = 0.3  # own setting: between the tightest hull (0) and the convex one (1)


def to_minutes(text: str) -> list[float]:
    """Read limits as users write them: ``5,10,15``.

    Raises
    ------
    InputError
        If there is something else than numbers.
    """
    try:
        return [float(part) for part in text.split(",")]
    except ValueError as error:
        raise InputError(
            f"„{text}“ (minutes) braucht Zahlen, durch Komma getrennt, z. B. 5,10,15."
        ) from error


def list_isochrones(
    opened: OpenVerbund,
    zentrum_id: str,
    mode: str,
    minutes: list[float],
    *,
    speed_kmh: float | None = None,
    hull: bool = False,
) -> list[Isochrone]:
    """Areas reached from a Zentrum within each of some minutes, the smallest first.

    Parameters
    ----------
    opened, zentrum_id, mode
        Where from, and how.
    minutes
        1 to 6 limits.
    speed_kmh
        One of `geo.service.speeds.list_speeds` in place of the speed of the run.
    hull
        Whether the ground between reached streets is filled; else the area is strips along them.

    Raises
    ------
    NotFoundError
        If there is no such Zentrum.
    InputError
        If a limit or speed is out of range, or the Zentrum lies outside of the street data.
    NoDataError
        If no street network is loaded.
    """
    means = to_mode(mode)
    limits = sorted(set(minutes))
    if not limits or len(limits) > MOST_LIMITS or limits[0] <= 0 or limits[-1] > MOST_MINUTES:
        raise InputError(
            f"Bitte 1 bis {MOST_LIMITS} Zeiten über 0 und bis {MOST_MINUTES} Minuten angeben (minutes=5,10,15)."
        )
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        zentren = read.read_frame(connection, "zentrum", opened.verbund_id).set_index("zentrum_id")
        cells = find_cells(connection, opened)
    if zentrum_id not in zentren.index:
        raise NotFoundError(f"Das Zentrum „{zentrum_id}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
    parameters = change_speed_of(to_parameters(run), means, speed_kmh)
    router = get_router(opened, means, parameters)
    settings = IsochroneSettings(
        walk_kmh=parameters.speed_kmh[Mode.WALK], hull_ratio=HULL_RATIO if hull else None
    )
    snap = router.snap(shapely.get_coordinates(zentren.loc[[zentrum_id]].geometry.to_numpy()))
    if snap.outside[0]:
        raise InputError(f"{zentren.loc[zentrum_id, 'name']} liegt außerhalb des geladenen Straßennetzes.")
    reached = _reach(router, snap, limits[-1] * SECONDS_PER_MINUTE + settings.tolerance_s)
    areas = isochrones(router.graph, reached, [limit * SECONDS_PER_MINUTE for limit in limits], settings)
    people = _people_inside(areas, cells)
    shapes = shapely.transform(areas.geometry.to_crs(EDGE).to_numpy(), lambda xy: xy.round(DECIMALS))
    return [
        Isochrone(
            zentrum_id=zentrum_id,
            mode=means,
            minutes=row.limit_s / SECONDS_PER_MINUTE,
            speed_kmh=None if means is Mode.CAR else parameters.speed_kmh[means],
            speed_text=describe_speed(means, parameters),
            tolerance_s=row.tolerance_s,
            area_km2=round(row.geometry.area / 1e6, 3),
            residents=inside,
            complete=row.complete,
            snap_m=round(float(snap.snap_m[0]), 1),
            geometry=mapping(shape),
            run_id=run["run_id"],
        )
        for row, inside, shape in zip(areas.itertuples(), people, shapes, strict=True)
    ]


def _reach(router: Router, snap: Snap, limit_s: float) -> Reached:
    found = reachable(router, snap, int(limit_s * DS_PER_SECOND))
    walk_ds = snap.snap_m / (router.walk_kmh * METRES_PER_KM / SECONDS_PER_HOUR) * DS_PER_SECOND
    return Reached(
        found.node.astype(np.int64),
        found.time_ds.astype(np.int64),
        snap.edge.astype(np.int64),
        snap.fraction,
        np.floor(walk_ds + 0.5).astype(np.int64),
    )


def _people_inside(areas: gpd.GeoDataFrame, cells: gpd.GeoDataFrame) -> list[int | None]:
    """Residents of the cells whose centre lies inside, in tens; None where no grid is loaded."""
    if cells.empty:
        return [None] * len(areas)
    points, residents = cells.geometry.to_numpy(), cells["residents"].to_numpy()
    shapely.prepare(shapes := areas.geometry.to_numpy())
    return [coarsen_people(float(residents[shapely.intersects(shape, points)].sum())) for shape in shapes]
