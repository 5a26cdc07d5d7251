"""Shared project areas of a run: travel times between places, near areas of each service, twins."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from geo.areas.near import find_street_ways
from geo.areas.near_areas import AREA_COLUMNS, MEMBER_COLUMNS, near_areas, to_limits
from geo.areas.times import measure_ways, time_table
from geo.areas.twins import to_profiles, twin_tables
from geo.crs import STORAGE
from geo.domain import Mode
from geo.network.between import Ways
from geo.network.graph import Graph
from geo.network.parameters import RunParameters
from geo.network.router import to_router
from geo.pipeline.inputs import RunInputs
from geo.progress import step

AREA_MODE = Mode.CAR


def compute_areas(
    inputs: RunInputs,
    graphs: Mapping[Mode, Graph],
    parameters: RunParameters,
    *,
    reach: pd.DataFrame,
    gap: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Tables ``place_time``, ``area``, ``area_member``, ``area_solution``, ``twin``.

    Parameters
    ----------
    inputs
        Places, people, partners.
    graphs
        Street graphs by mode; the straight-line model stands in where there is none.
    parameters
        Settings of the run.
    reach, gap
        Reachability and gaps of the run.
    """
    places = to_area_places(inputs)
    with step("Projekträume rechnen"):
        ways = {
            mode: measure_ways(places.geometry, mode, parameters, _ways(places, graphs.get(mode), parameters))
            for mode in Mode
        }
        times = [time_table(places, ways[mode], mode, parameters) for mode in Mode]
        found = [
            near_areas(
                places,
                ways[AREA_MODE].time_s,
                str(service),
                places["place_id"].isin(rows["ortsteil_id"]).to_numpy(),
                limits=to_limits(parameters),
            )
            for service, rows in gap.groupby("layer")
        ]
        groups, members, twins = twin_tables(
            to_profiles(reach, places[~places["partner"]]), parameters.areas["twin_cut"]
        )
    return {
        "place_time": pd.concat(times, ignore_index=True),
        "area": _stack([*(each.areas for each in found), groups], AREA_COLUMNS),
        "area_member": _stack([*(each.members for each in found), members], MEMBER_COLUMNS),
        "area_solution": pd.DataFrame(
            [
                {"service": service, "figures": each.figures}
                for service, each in zip(sorted(gap["layer"].unique()), found, strict=True)
            ],
            columns=["service", "figures"],
        ),
        "twin": twins,
    }


def to_area_places(inputs: RunInputs) -> gpd.GeoDataFrame:
    """Zentren and partner places: place_id, ags, residents (missing of partners), partner, geom; ordered by id."""
    return join_area_places(inputs.zentren, inputs.ortsteile, inputs.partners)


def join_area_places(
    zentren: gpd.GeoDataFrame, ortsteile: gpd.GeoDataFrame, partners: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Tables of a Verbund as places of `to_area_places`."""
    residents = ortsteile.set_index("ortsteil_id")["residents_scaled"].astype("Int64")
    frame = pd.DataFrame(
        {
            "place_id": [*zentren["zentrum_id"], *partners["place_id"]],
            "ags": [*zentren["ags"], *partners["ags"]],
            "residents": pd.array(
                [*residents.reindex(zentren["zentrum_id"]), *[pd.NA] * len(partners)], dtype="Int64"
            ),
            "partner": [False] * len(zentren) + [True] * len(partners),
        }
    )
    points = [*zentren.geometry, *partners.geometry]
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, crs=STORAGE), crs=STORAGE).sort_values(
        "place_id", ignore_index=True
    )


def _ways(places: gpd.GeoDataFrame, graph: Graph | None, parameters: RunParameters) -> Ways | None:
    return (
        None if graph is None else find_street_ways(places.geometry, to_router(graph, parameters), parameters)
    )


def _stack(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
