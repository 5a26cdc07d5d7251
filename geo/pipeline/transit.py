"""Results of bus and rail of a run: stops, classes, travel times, mobility gaps."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from geo.analysis.cell_classes import CELL_CLASS_COLUMNS, cell_class_table
from geo.analysis.gap_rows import gap_rows, make_benches
from geo.analysis.network_time import to_places
from geo.analysis.on_demand_lines import on_demand_lines
from geo.analysis.stop_figures import service_table, stop_frame
from geo.analysis.transit_classes import Settled, class_table
from geo.analysis.transit_scene import (
    Timetable,
    TransitScene,
    compute_times,
    open_timetable,
    open_worlds,
)
from geo.domain import DayType, Mode
from geo.layers import list_layers
from geo.network.graph import Graph
from geo.network.parameters import RunParameters
from geo.network.router import Router, to_router
from geo.network.timetable import Feed, read_feed
from geo.network.transit_parameters import read_transit_parameters
from geo.norms.gueteklassen import list_methods
from geo.pipeline.inputs import RunInputs
from geo.progress import step
from geo.settings import Settings


def open_feed(settings: Settings, verbund_id: str) -> Feed | None:
    """The timetable that was loaded for a Verbund; None where none was.

    Raises
    ------
    InputError
        If it is damaged.
    """
    folder = settings.timetable_dir / verbund_id
    return read_feed(folder) if folder.is_dir() else None


def describe_feed(feed: Feed | None) -> dict[str, str]:
    """What a run depends on: the fingerprint of the timetable and its reference days, by the key of the run."""
    if feed is None:
        return {}
    days = feed.provenance.get("reference_days", {})
    chosen = ",".join(f"{day}:{on}" for day, on in sorted(days.items()))
    return {"fahrplan.gerechnet": f"{feed.provenance.get('sha256', '')}/{chosen}"}


def reference_days(feed: Feed) -> dict[DayType, date | None]:
    """Dates of the kinds of days, as they were chosen when the timetable was loaded."""
    chosen: Mapping[str, str | None] = feed.provenance.get("reference_days", {})
    return {
        day: date.fromisoformat(on) if (on := chosen.get(str(day))) is not None else None for day in DayType
    }


def compute_transit(
    inputs: RunInputs,
    graphs: Mapping[Mode, Graph],
    parameters: RunParameters,
    *,
    feed: Feed | None,
    reach: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Tables of bus and rail; without a timetable only gaps on foot and by bike, marked as not judged.

    Parameters
    ----------
    inputs
        Places, people, facilities.
    graphs
        Street graphs by mode; without them the straight-line model stands in.
    parameters
        Settings of the run.
    feed
        The timetable.
    reach
        Reachability of the run.
    """
    routers = {mode: to_router(graph, parameters) for mode, graph in graphs.items()}
    scene = to_scene(inputs, routers, parameters)
    if feed is None:
        times = compute_times(scene, {})
        return {"pt_gap": gap_rows(scene, reach, times, {}, inputs.costs)}
    timetable = open_timetable(feed, reference_days(feed))
    methods = list_methods()
    with step("Güteklassen rechnen"):
        zentren, cells = scene.to_settled(feed.stops, methods)
        classes = class_table(timetable.departures, timetable.groups, methods, zentren, cells)
        in_cells = pd.DataFrame(columns=CELL_CLASS_COLUMNS)
        if cells is not None:
            in_cells = cell_class_table(timetable.departures, methods, cells)
        services = service_table(timetable, methods)
    with step("Reisezeiten mit Bus und Bahn rechnen"):
        worlds = open_worlds(scene, timetable)
        times = compute_times(scene, worlds)
    with step("Mobilitätslücken rechnen"):
        benches = make_benches(scene, timetable, worlds, zentren.pairs["network"])
        gaps = gap_rows(scene, reach, times, benches, inputs.costs)
    days = pd.DataFrame([{"day_type": str(day), "date": on} for day, on in timetable.days.items()])
    return {
        "pt_run_day": days,
        "pt_run_stop": stop_frame(timetable),
        "pt_service": services,
        "pt_class": classes.assign(on_demand=_on_demand(classes, timetable, zentren)),
        "pt_cell_class": in_cells,
        "pt_time": times,
        "pt_gap": gaps,
    }


def to_scene(inputs: RunInputs, routers: Mapping[Mode, Router], parameters: RunParameters) -> TransitScene:
    """Places, people and streets, without a timetable."""
    residents = inputs.ortsteile.set_index("ortsteil_id")["residents_scaled"]
    zentren = inputs.zentren.assign(residents_scaled=inputs.zentren["zentrum_id"].map(residents))
    places = to_places(zentren["zentrum_id"], zentren["ags"], zentren.geometry, inputs.areas)
    return TransitScene(
        zentren=zentren,
        cells=inputs.cells,
        facilities=inputs.facilities,
        centres=inputs.centres,
        edge_m=places.edge_m,
        layers=list_layers(),
        routers=routers,
        run=parameters,
        transit=read_transit_parameters(),
    )


def _on_demand(classes: pd.DataFrame, timetable: Timetable, zentren: Settled) -> pd.Series:
    """Names of the lines that run on demand near each Ortsteil on each kind of days."""
    radius_m = max(method.rings[-1].upper_m for method in list_methods())
    found: dict[tuple[str, str], list[str]] = {}
    for day, departures in timetable.departures.items():
        lists: list[list[str]] = [[] for _ in zentren.ortsteil_id]
        if departures is not None:
            lists = on_demand_lines(timetable.feed, departures, zentren.pairs["network"], radius_m)
        for ortsteil, names in zip(zentren.ortsteil_id, lists, strict=True):
            found[str(ortsteil), str(day)] = names
    keys = zip(classes["ortsteil_id"], classes["day_type"], strict=True)
    return pd.Series([found[key] for key in keys], index=classes.index, dtype=object)
