"""The tables of a run on the street network: Zentren, links, cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.analysis.network_time import Places, iterate_reach, reach_table_network, to_places
from geo.areas.near import find_street_ways, link_table
from geo.domain import Mode, Scope, State
from geo.layers import list_layers
from geo.network.graph import Graph
from geo.network.parameters import RunParameters
from geo.network.router import Router, to_router

STATE_KEYS = [str(state) for state in State]


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
    zentren = inputs.zentren
    centres = to_places(zentren["zentrum_id"], zentren["ags"], zentren.geometry, inputs.areas)
    cells = inputs.cells.sort_values("ordinal")
    homes = to_places(cells["ordinal"], cells["ags"], cells.geometry, inputs.areas)
    parts: dict[str, list[pd.DataFrame]] = {"reachability": [], "link": [], "cell_result": []}
    for graph in graphs.values():
        router = to_router(graph, parameters)
        reach = reach_table_network(centres, inputs.facilities, list_layers(), router, parameters=parameters)
        parts["reachability"].append(reach)
        parts["link"].append(_links(inputs, router, parameters))
        if len(inputs.cells):
            parts["cell_result"].append(_cells(homes, inputs, router, parameters))
    return {table: pd.concat(found, ignore_index=True) for table, found in parts.items() if found}


def _links(inputs: NetworkInputs, router: Router, parameters: RunParameters) -> pd.DataFrame:
    ways = find_street_ways(inputs.zentren.geometry, router, parameters)
    return link_table(inputs.zentren, router.graph.mode, parameters, ways)


def _cells(homes: Places, inputs: NetworkInputs, router: Router, parameters: RunParameters) -> pd.DataFrame:
    tables = iterate_reach(
        homes,
        inputs.facilities,
        list_layers(),
        router,
        parameters=parameters,
        scopes=(Scope.ANYWHERE,),
    )
    mode = str(router.graph.mode)
    return pd.DataFrame([{"layer": layer.key, "mode": mode, **pack_cells(table)} for layer, table in tables])


def pack_cells(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Rows of one layer and mode, in the order of the cells' ordinals, as one row of lists."""
    return {
        "travel_time_s": table["travel_time_s"].round(1).tolist(),
        "distance_m": table["distance_m"].round(1).tolist(),
        "state": pd.Categorical(table["state"], categories=STATE_KEYS).codes.tolist(),
        "nearer_possible": table["nearer_possible"].tolist(),
        "snap_m": table["snap_m"].round(1).tolist(),
        "facility_snap_m": table["facility_snap_m"].round(1).tolist(),
    }
