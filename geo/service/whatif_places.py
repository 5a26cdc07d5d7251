"""The places that a what-if is told for: read and put on the streets once, kept for the next question."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import Connection, RowMapping

from geo.analysis.limits import Limit, find_limit
from geo.analysis.network_time import Located, Yardstick, certain_within
from geo.analysis.travel_time import distance_to_edge
from geo.analysis.whatif import Watched
from geo.db import read
from geo.domain import Mode
from geo.layers import get_layer
from geo.network.join import join_points, take_points
from geo.network.router import Router
from geo.network.snap import Snap, distance_to_data_edge
from geo.service.catalogue import to_parameters
from geo.service.cells import find_cells, read_counted_text
from geo.service.fresh import find_newer, is_of_residents, validate_fresh
from geo.service.kept import Kept
from geo.service.opened import OpenVerbund, get_run_row, get_verbund_row
from geo.service.streets import get_router
from geo.units import DS_PER_MINUTE, DS_PER_SECOND

MOST_PLACES, MOST_QUESTIONS = 3, 8


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Zentren, and behind them the places of residents (cells of a grid, addresses), on the streets of one mode.

    Attributes
    ----------
    zentren
        Columns zentrum_id, name, kommune, residents_scaled.
    homes
        Columns ortsteil_id and residents, one row per place; None where the run knows no grid.
    counted_text
        Where people are counted; empty where the run knows no grid.
    points, snap
        All places, Zentren first.
    """

    zentren: pd.DataFrame
    homes: pd.DataFrame | None
    counted_text: str
    points: gpd.GeoSeries
    snap: Snap


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A layer and a mode of a run, ready to be asked what would change; ``now`` are the figures of the Zentren."""

    watched: Watched
    places: Places
    now: pd.DataFrame
    limit: Limit
    run_id: str


def get_question(opened: OpenVerbund, layer: str, mode: Mode) -> Question:
    """Places and facilities of the shown run, ready for what-ifs.

    Raises
    ------
    NotFoundError
        If the layer is unknown.
    NoDataError
        If no street network is loaded, or streets, facilities or places are not those of the run.
    """
    spec = get_layer(layer)
    with opened.connect() as connection:
        run, verbund = get_run_row(connection, opened), get_verbund_row(connection, opened)
        datasets = read.read_datasets(connection, opened.verbund_id)
    newer = find_newer(run, verbund, datasets)
    validate_fresh(spec, newer, datasets)
    router = get_router(opened, mode, to_parameters(run))
    stamp = (opened.engine, opened.verbund_id, run["run_id"], verbund["loaded_at"], router)

    def make() -> Question:
        with opened.connect() as connection:
            # A grid that is newer than the run has no figures beside which its people could stand.
            places = _places.get(
                stamp,
                lambda: _read_places(
                    connection, opened, router, with_cells=not any(map(is_of_residents, newer))
                ),
            )
            return _read_question(connection, opened, (layer, run), router, places)

    return _questions.get((*stamp, layer), make)


_places: Kept[tuple[object, ...], Places] = Kept(MOST_PLACES)
_questions: Kept[tuple[object, ...], Question] = Kept(MOST_QUESTIONS)


def _read_places(connection: Connection, opened: OpenVerbund, router: Router, *, with_cells: bool) -> Places:
    zentren = read.read_frame(connection, "zentrum", opened.verbund_id)
    ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
    cells = find_cells(connection, opened)
    points, homes, counted = zentren.geometry, None, ""
    snap = router.snap(shapely.get_coordinates(points.to_numpy()))
    if with_cells and len(cells):
        homes = pd.DataFrame(cells[["ortsteil_id", "residents"]])
        counted = read_counted_text(connection, opened, cells)
        points = pd.concat([points, cells.geometry], ignore_index=True)
        snap = join_points(snap, router.snap(shapely.get_coordinates(cells.geometry.to_numpy())))
    named = pd.DataFrame(zentren[["zentrum_id", "name", "kommune"]])
    named["residents_scaled"] = (
        ortsteile["residents_scaled"].reindex(named["zentrum_id"]).to_numpy(dtype=np.float64, na_value=np.nan)
    )
    return Places(named, homes, counted, points, snap)


def _read_question(
    connection: Connection, opened: OpenVerbund, asked: tuple[str, RowMapping], router: Router, places: Places
) -> Question:
    layer, run = asked
    parameters, mode = to_parameters(run), router.graph.mode
    facilities = read.read_facilities(connection, opened.verbund_id, layer=layer)
    areas = read.read_complete_areas(connection, opened.verbund_id)["geom"]
    limit = find_limit(get_layer(layer), mode, parameters)
    edge_m = distance_to_edge(places.points, areas.get(layer))
    snap = router.snap(shapely.get_coordinates(facilities.geometry.to_numpy()))
    # As in a run: to what lies outside of the known roads no way is known.
    known = np.flatnonzero(~snap.outside)
    located = Located(facilities["facility_id"].to_numpy(dtype=object)[known], take_points(snap, known))
    street_edge_m = distance_to_data_edge(router.graph, shapely.get_coordinates(places.points.to_numpy()))
    limit_ds = int(parameters.search_min[mode] * DS_PER_MINUTE)
    certain_s = certain_within(edge_m, street_edge_m, router)
    yardstick = Yardstick(limit, certain_s, limit_ds / DS_PER_SECOND)
    watched = Watched(router, places.snap, located, yardstick, limit_ds)
    now = watched.now(np.arange(len(places.zentren)))
    return Question(watched, places, now, limit, run["run_id"])
