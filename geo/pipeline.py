"""The steps in order: read, store, compute, publish. Each replaces its own output whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, Engine, RowMapping
from sqlalchemy.exc import ProgrammingError

from geo import __version__
from geo.analysis.gaps import gap_table
from geo.analysis.travel_time import reach_table
from geo.areas.near import link_table
from geo.db import read, store
from geo.db.migrate import migrate
from geo.domain import Mode, Model
from geo.errors import NotFoundError
from geo.layers import list_layers
from geo.network.parameters import RunParameters, read_parameters
from geo.progress import step
from geo.settings import PROJECT_ROOT
from geo.sources.bestand import read_bestand
from geo.sources.osm_verbund import read_osm_facilities
from geo.sources.package import dataset_frame
from geo.sources.projects import read_projects
from geo.sources.verbund import VerbundPackage, read_verbund

COMPUTING_ROOMS = ("analysis", "areas", "layers", "network", "norms")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: rows per table, or nothing because the files are the same as before."""

    verbund_id: str
    rows: Mapping[str, int]
    changed: bool


def load_verbund(engine: Engine, folder: Path, *, force: bool = False) -> Loaded:
    """Read a Verbund folder, check it whole, and replace the Verbund in the database in one transaction.

    Raises
    ------
    InputError
        If anything in the folder is wrong; the database is unchanged.
    """
    with step("Datenbank vorbereiten"):
        migrate(engine)
    with step(f"Verbund lesen ({folder.name})"):
        package = read_verbund(folder)
    if not force and store.find_checksum(engine, package.id) == package.checksum:
        return Loaded(package.id, {}, changed=False)
    with step("Verbund speichern"):
        head = {
            "verbund_id": package.id,
            "title": package.title,
            "subtitle": package.subtitle,
            "checksum": package.checksum,
        }
        rows = store.write_verbund(engine, head, _frames(package))
    return Loaded(package.id, rows, changed=True)


def _frames(package: VerbundPackage) -> dict[str, pd.DataFrame]:
    return {
        "kommune": package.kommunen,
        "ortsteil": package.ortsteile,
        "zentrum": package.zentren,
        "dataset": package.dataset_frame(),
        "facility": package.facilities,
        "project": package.projects,
    }


def load_bestand(engine: Engine, verbund_id: str, file: Path) -> dict[str, int]:
    """Replace the datasets that a ``bestand.toml`` names, each in one transaction; the rest stays.

    Returns
    -------
    dict
        Facilities per dataset.

    Raises
    ------
    InputError
        If the file or one of its tables is wrong; the database is unchanged.
    NotFoundError
        If the Verbund is not loaded.
    """
    kommunen = _read_loaded(engine, verbund_id, "kommune")
    with step(f"Bestand lesen ({file.name})"):
        datasets, facilities = read_bestand(file, kommunen)
    written = {}
    for dataset in datasets:
        rows = facilities[facilities["dataset"] == dataset.key]
        with step(f"Datensatz {dataset.key} speichern"):
            written[dataset.key] = store.write_dataset(engine, verbund_id, dataset_frame([dataset]), rows)
    return written


def load_osm(engine: Engine, verbund_id: str, file: Path, date: str) -> int:
    """Replace the facilities of an OpenStreetMap extract, in one transaction; the rest stays.

    Parameters
    ----------
    engine, verbund_id
        Where to.
    file
        Extract (PBF or XML).
    date
        Date of its data, ISO.

    Raises
    ------
    InputError
        If the file is not an intact extract; the database is unchanged.
    NotFoundError
        If the Verbund is not loaded.
    """
    kommunen = _read_loaded(engine, verbund_id, "kommune")
    with step(f"OpenStreetMap lesen ({file.name})"):
        dataset, facilities = read_osm_facilities(file, kommunen, date)
    with step(f"Datensatz {dataset.key} speichern"):
        return store.write_dataset(engine, verbund_id, dataset_frame([dataset]), facilities)


def load_projekte(engine: Engine, verbund_id: str, file: Path) -> int:
    """Replace the projects of a Verbund by those of a CSV, in one transaction.

    Raises
    ------
    InputError
        If the file is wrong; the database is unchanged.
    NotFoundError
        If the Verbund is not loaded.
    """
    zentren = _read_loaded(engine, verbund_id, "zentrum")
    dataset, projects = read_projects(file, zentren)
    return store.write_projects(engine, verbund_id, dataset_frame([dataset]), projects)


def _read_loaded(engine: Engine, verbund_id: str, table: str) -> gpd.GeoDataFrame:
    with engine.connect() as connection:
        _get_loaded(connection, verbund_id)
        return read.read_frame(connection, table, verbund_id)


def _get_loaded(connection: Connection, verbund_id: str) -> RowMapping:
    missing = (
        f"Der Verbund „{verbund_id}“ ist nicht geladen: bitte „mitten verbund load {verbund_id}“ ausführen."
    )
    try:
        row = read.find_verbund(connection, verbund_id)
    except ProgrammingError as error:
        raise NotFoundError(missing) from error
    if row is None:
        raise NotFoundError(missing)
    return row


@dataclass(frozen=True, slots=True)
class Computed:
    """A run: its id, rows per table, and whether it had to be computed."""

    run_id: str
    rows: Mapping[str, int]
    changed: bool


def compute(
    engine: Engine, verbund_id: str, changes: dict[str, float] | None = None, *, force: bool = False
) -> Computed:
    """Compute reachability, gaps and links of a loaded Verbund, and publish them as one run.

    The id of a run is made from all that goes in (data, parameters, code), so the same input is the same
    run, and is not computed again while it is the latest.

    Raises
    ------
    NotFoundError
        If the Verbund is not loaded.
    InputError
        If a parameter is unknown or out of range.
    """
    parameters = read_parameters(changes)
    run = _describe_run(engine, verbund_id, parameters)
    with engine.connect() as connection:
        latest = read.find_run(connection, verbund_id)
    if latest is not None and latest["run_id"] == run["run_id"] and not force:
        return Computed(run["run_id"], {}, changed=False)
    with step(f"Erreichbarkeit rechnen ({Model.CROWFLY.title})"):
        frames = _compute_frames(engine, verbund_id, parameters)
    with step("Ergebnisse veröffentlichen"):
        store.write_run(engine, run, frames)
    return Computed(run["run_id"], {table: len(frame) for table, frame in frames.items()}, changed=True)


def _compute_frames(engine: Engine, verbund_id: str, parameters: RunParameters) -> dict[str, pd.DataFrame]:
    with engine.connect() as connection:
        zentren = read.read_frame(connection, "zentrum", verbund_id)
        ortsteile = read.read_frame(connection, "ortsteil", verbund_id)
        facilities = read.read_facilities(connection, verbund_id)
        areas = read.read_complete_areas(connection, verbund_id)["geom"].to_dict()
    reach = reach_table(zentren, facilities, areas, list_layers(), parameters)
    residents = ortsteile.set_index("ortsteil_id")["residents_scaled"]
    links = [link_table(zentren, mode, parameters) for mode in Mode]
    return {
        "reachability": reach,
        "gap": gap_table(reach, residents),
        "link": pd.concat(links, ignore_index=True),
    }


def _describe_run(engine: Engine, verbund_id: str, parameters: RunParameters) -> dict[str, Any]:
    """All that goes into a run, and the id that follows from it."""
    with engine.connect() as connection:
        verbund = _get_loaded(connection, verbund_id)
        datasets = {row["key"]: row["sha256"] for row in read.read_datasets(connection, verbund_id)}
    described = {
        "verbund_id": verbund_id,
        "model": str(Model.CROWFLY),
        "code_version": code_version(),
        "parameters": parameters.to_flat(),
        "datasets": {**datasets, "verbund": verbund["checksum"]},
    }
    digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()
    return {**described, "run_id": digest[:8]}


@cache
def code_version() -> str:
    """Version of Mitten and a fingerprint of the code and norms that numbers depend on."""
    digest = hashlib.sha256()
    for room in COMPUTING_ROOMS:
        for path in sorted((PROJECT_ROOT / "geo" / room).glob("*.*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:8]}"
