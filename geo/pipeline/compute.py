"""Compute and publish: reachability, gaps and links of a loaded Verbund as one run."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from geo import __version__
from geo.analysis.gaps import gap_table
from geo.analysis.travel_time import reach_table
from geo.areas.near import link_table
from geo.db import read, store
from geo.domain import Mode, Model
from geo.layers import list_layers
from geo.network.described import describe_graphs
from geo.network.graph import Graph
from geo.network.parameters import RunParameters, read_parameters
from geo.network.timetable import Feed
from geo.network.transit_parameters import read_transit_parameters
from geo.pipeline.areas import compute_areas
from geo.pipeline.inputs import RunInputs, read_inputs
from geo.pipeline.load import get_loaded
from geo.pipeline.on_network import NetworkInputs, compute_on_network
from geo.pipeline.transit import compute_transit, describe_feed
from geo.progress import step
from geo.settings import PROJECT_ROOT

COMPUTING_ROOMS = ("analysis", "areas", "layers", "network", "norms")


@dataclass(frozen=True, slots=True)
class Computed:
    """A run: its id, rows per table, and whether it had to be computed."""

    run_id: str
    rows: Mapping[str, int]
    changed: bool


def compute(
    engine: Engine,
    verbund_id: str,
    changes: dict[str, float] | None = None,
    *,
    graphs: Mapping[Mode, Graph] | None = None,
    feed: Feed | None = None,
    force: bool = False,
) -> Computed:
    """Compute reachability, gaps, shared areas, bus and rail (where there is a timetable) of a Verbund as one run.

    The id of a run is made from all that goes in (data, parameters, streets, timetable, code), so the same input is
    the same run, and is not computed again while it is the latest.

    Parameters
    ----------
    engine, verbund_id
        Where from and where to.
    changes
        Settings of the run that differ from the defaults.
    graphs
        Street graphs by mode; without them the straight-line model stands in.
    feed
        The timetable; without it nothing is said of bus and rail.
    force
        Compute in any case.

    Raises
    ------
    NotFoundError
        If the Verbund is not loaded.
    InputError
        If a parameter is unknown or out of range.
    """
    parameters = read_parameters(changes)
    run = _describe_run(engine, verbund_id, parameters, graphs or {}, feed)
    with engine.connect() as connection:
        latest = read.find_run(connection, verbund_id)
    if latest is not None and latest["run_id"] == run["run_id"] and not force:
        return Computed(run["run_id"], {}, changed=False)
    with engine.connect() as connection:
        inputs = read_inputs(connection, verbund_id)
    with step(f"Erreichbarkeit rechnen ({Model(run['model']).title})"):
        frames = _compute_frames(inputs, parameters, graphs or {})
    frames |= compute_areas(inputs, graphs or {}, parameters, reach=frames["reachability"], gap=frames["gap"])
    frames |= compute_transit(inputs, graphs or {}, parameters, feed=feed, reach=frames["reachability"])
    with step("Ergebnisse veröffentlichen"):
        store.write_run(engine, run, frames)
    return Computed(run["run_id"], {table: len(frame) for table, frame in frames.items()}, changed=True)


def _compute_frames(
    inputs: RunInputs, parameters: RunParameters, graphs: Mapping[Mode, Graph]
) -> dict[str, pd.DataFrame]:
    if graphs:
        network = NetworkInputs(inputs.zentren, inputs.cells, inputs.facilities, inputs.areas)
        frames = compute_on_network(network, graphs, parameters)
    else:
        links = [link_table(inputs.zentren, mode, parameters) for mode in Mode]
        frames = {
            "reachability": reach_table(
                inputs.zentren, inputs.facilities, inputs.areas, list_layers(), parameters
            ),
            "link": pd.concat(links, ignore_index=True),
        }
    residents = inputs.ortsteile.set_index("ortsteil_id")["residents_scaled"]
    return frames | {"gap": gap_table(frames["reachability"], residents)}


def _describe_run(
    engine: Engine,
    verbund_id: str,
    parameters: RunParameters,
    graphs: Mapping[Mode, Graph],
    feed: Feed | None,
) -> dict[str, Any]:
    """All that goes into a run, and the id that follows from it."""
    with engine.connect() as connection:
        verbund = get_loaded(connection, verbund_id)
        datasets = {row["key"]: row["sha256"] for row in read.read_datasets(connection, verbund_id)}
    described = {
        "verbund_id": verbund_id,
        "model": str(Model.NETWORK if graphs else Model.CROWFLY),
        "code_version": code_version(),
        "parameters": {**parameters.to_flat(), **(read_transit_parameters().to_flat() if feed else {})},
        "datasets": {
            **datasets,
            "verbund": verbund["checksum"],
            **describe_graphs(graphs),
            **describe_feed(feed),
        },
    }
    digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()
    return {**described, "run_id": digest[:8]}


@cache
def code_version() -> str:
    """Version of Mitten and a fingerprint of the code and norms that numbers depend on."""
    digest = hashlib.sha256()
    for room in COMPUTING_ROOMS:
        for path in sorted((PROJECT_ROOT / "geo" / room).rglob("*.*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"
