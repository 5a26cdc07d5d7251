"""The tables of a run on the street network: Zentren, links, cells."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.analysis.network_time import DS_PER_MINUTE, Places, reach_table_network
from geo.areas.near import Ways, link_table
from geo.domain import Mode, Scope, State
from geo.layers import list_layers
from geo.network.graph import Graph
from geo.network.parameters import RunParameters, read_parameters
from geo.network.search import Streets, find_matrix
from geo.network.streets import change_speed


@dataclass(frozen=True, slots=True)
class NetworkInputs:
    """Frames of a loaded Verbund, and per layer key the area where it is known completely."""

    zentren: gpd.GeoDataFrame
    cells: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    areas: Mapping[str, BaseGeometry]


def compute_on_network(
    inputs: NetworkInputs, graphs: Mapping[Mode, Graph], parameters: RunParameters
) -> dict[str, pd.DataFrame]:
    """Tables ``reachability`` and ``link``, and ``cell_result`` where a population grid is loaded."""
    parts: dict[str, list[pd.DataFrame]] = {"reachability": [], "link": [], "cell_result": []}
    for graph in graphs.values():
        streets = to_streets(graph, parameters)
        parts["reachability"].append(_reach(inputs, streets, parameters))
        parts["link"].append(_links(inputs, streets, parameters))
        if len(inputs.cells):
            parts["cell_result"].append(_cells(inputs, streets, parameters))
    return {table: pd.concat(found, ignore_index=True) for table, found in parts.items() if found}


def to_streets(graph: Graph, parameters: RunParameters) -> Streets:
    """Streets at the speeds of a run: walking and cycling scale with their setting, cars go by their table."""
    mode = graph.mode
    factor = 1.0 if mode is Mode.CAR else parameters.speed_kmh[mode] / read_parameters().speed_kmh[mode]
    scaled = graph if factor == 1.0 else change_speed(graph, factor)
    return Streets(scaled, parameters.speed_kmh[Mode.WALK])


def _reach(inputs: NetworkInputs, streets: Streets, parameters: RunParameters) -> pd.DataFrame:
    places = Places(inputs.zentren["zentrum_id"], inputs.zentren["ags"], inputs.zentren.geometry)
    return reach_table_network(
        places, inputs.facilities, inputs.areas, list_layers(), streets, parameters=parameters
    )


def _links(inputs: NetworkInputs, streets: Streets, parameters: RunParameters) -> pd.DataFrame:
    mode = streets.graph.mode
    points = streets.snap(np.asarray(shapely.get_coordinates(inputs.zentren.geometry.to_numpy())))
    ways = Ways(*find_matrix(streets, points, int(parameters.search_min[mode] * DS_PER_MINUTE)))
    return link_table(inputs.zentren, mode, parameters, ways)


def _cells(inputs: NetworkInputs, streets: Streets, parameters: RunParameters) -> pd.DataFrame:
    homes = Places(inputs.cells["ordinal"], inputs.cells["ags"], inputs.cells.geometry)
    table = reach_table_network(
        homes,
        inputs.facilities,
        inputs.areas,
        list_layers(),
        streets,
        parameters=parameters,
        scopes=(Scope.ANYWHERE,),
    )
    return pack_cells(table)


def pack_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Rows per cell (``zentrum_id`` is its ordinal) as one row of arrays per layer and mode."""
    position = {str(state): number for number, state in enumerate(State)}
    rows = []
    for (layer, mode), part in table.sort_values("zentrum_id").groupby(["layer", "mode"], sort=False):
        rows.append(
            {
                "layer": layer,
                "mode": mode,
                "travel_time_s": part["travel_time_s"].round(1).tolist(),
                "distance_m": part["distance_m"].round(1).tolist(),
                "state": part["state"].map(position).tolist(),
                "nearer_possible": part["nearer_possible"].tolist(),
            }
        )
    return pd.DataFrame(rows)
