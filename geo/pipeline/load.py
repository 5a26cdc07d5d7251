"""Read and store: a Verbund, datasets of facilities, OpenStreetMap with its streets, projects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, Engine, RowMapping
from sqlalchemy.exc import ProgrammingError

from geo.db import facilities as stored
from geo.db import read, store
from geo.db.migrate import migrate
from geo.db.writer import one_writer
from geo.domain import Mode
from geo.errors import InputError, NotFoundError
from geo.pipeline.corrections import correct, join, replace_datasets, validate_corrections
from geo.pipeline.fetch import Streets, find_streets, forget_given, note_given, to_streets
from geo.pipeline.network import build_graphs
from geo.progress import step
from geo.settings import Settings
from geo.sources.bestand import read_bestand
from geo.sources.config import VerbundConfig, read_config
from geo.sources.geofabrik import read_extract_date
from geo.sources.gtfs import TIMETABLE_KEY
from geo.sources.homes import ADDRESS_KEY
from geo.sources.osm_facilities import FACILITIES_KEY, bound_completeness, read_osm_facilities
from geo.sources.package import dataset_frame
from geo.sources.population import GRID_KEY
from geo.sources.projects import read_projects
from geo.sources.verbund import VerbundPackage, read_verbund


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did.

    Attributes
    ----------
    verbund_id
        Of the Verbund.
    rows
        Per table, or per dataset; empty where the files are the same as before.
    changed
        Whether anything was written.
    corrections
        What the corrections did, in German; empty where there are none.
    """

    verbund_id: str
    rows: Mapping[str, int]
    changed: bool
    corrections: str = ""


@dataclass(frozen=True, slots=True)
class LoadedOsm:
    """What `load_osm` did: files, date of the data, facilities, nodes of each street graph, corrections."""

    files: tuple[str, ...]
    date: str
    n_facilities: int
    n_nodes: Mapping[Mode, int]
    corrections: str


def load_verbund(engine: Engine, folder: Path, *, force: bool = False) -> Loaded:
    """Read a Verbund folder, check it whole, and replace the Verbund in the database in one transaction.

    What ``mitten load`` has added to it stays (OpenStreetMap, grid, timetable). Corrections are applied to all of it.

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
        return _store_verbund(engine, folder, package)


def _store_verbund(engine: Engine, folder: Path, package: VerbundPackage) -> Loaded:
    datasets, facilities = package.dataset_frame(), package.facilities
    with engine.connect() as connection:
        seen = stored.read_seen(connection, package.id)
        loaded = [row["key"] for row in read.read_datasets(connection, package.id)]
        addresses = [key for key in loaded if key.startswith(ADDRESS_KEY)]
        for key in (GRID_KEY, TIMETABLE_KEY, *addresses):  # from files of their own, they stay
            own = stored.read_dataset(connection, package.id, key)
            datasets = pd.concat([datasets, own], ignore_index=True) if len(own) else datasets
        if FACILITIES_KEY not in set(datasets["key"]):
            added = stored.read_dataset(connection, package.id, FACILITIES_KEY)
            older = stored.read_all(connection, package.id)
            facilities = join(facilities, older[older["dataset"] == FACILITIES_KEY])
            datasets = pd.concat([datasets, added], ignore_index=True) if len(added) else datasets
    corrected = correct(folder, package.kommunen, facilities, seen)
    if corrected.datasets:
        datasets = pd.concat([datasets, dataset_frame(corrected.datasets)], ignore_index=True)
    head = {
        "verbund_id": package.id,
        "title": package.title,
        "subtitle": package.subtitle,
        "checksum": package.checksum,
    }
    frames = {
        "kommune": package.kommunen,
        "ortsteil": package.ortsteile,
        "zentrum": package.zentren,
        "dataset": datasets,
        "facility": corrected.facilities,
        "project": package.projects,
        "actor": package.actors,
        "centre": package.centres,
        "unit_cost": package.unit_costs,
        "on_demand_service": package.on_demand,
        "partner_place": package.partners,
    }
    rows = store.write_verbund(engine, head, frames)
    with one_writer(engine, package.id) as connection:
        stored.write_seen(connection, package.id, corrected.seen)
    return Loaded(package.id, rows, changed=True, corrections=corrected.sentence)


def load_bestand(engine: Engine, folder: Path, file: Path) -> Loaded:
    """Replace the datasets that a ``bestand.toml`` names, all in one transaction; the rest stays.

    Parameters
    ----------
    engine
        Where to.
    folder
        Of the Verbund, for its corrections.
    file
        ``bestand.toml``.

    Returns
    -------
    Loaded
        Facilities per dataset.

    Raises
    ------
    InputError
        If the file, one of its tables or a correction is wrong; the database is unchanged.
    NotFoundError
        If the Verbund is not loaded.
    """
    verbund_id = read_config(folder).id
    kommunen = read_loaded(engine, verbund_id, "kommune")
    with step(f"Bestand lesen ({file.name})"):
        datasets, fresh = read_bestand(file, kommunen)
    with step("Einrichtungen speichern"):
        corrected = replace_datasets(engine, folder, kommunen, datasets, fresh)
    counts = {dataset.key: int((fresh["dataset"] == dataset.key).sum()) for dataset in datasets}
    return Loaded(verbund_id, counts, changed=True, corrections=corrected.sentence)


def load_osm(
    engine: Engine, settings: Settings, folder: Path, files: Sequence[Path] = (), *, date: str = ""
) -> LoadedOsm:
    """Replace the facilities from OpenStreetMap, in one transaction, and build the street graphs.

    Parameters
    ----------
    engine, settings
        Where to; where downloads and graphs are kept.
    folder
        Of the Verbund.
    files
        Extracts (PBF or XML); none: what ``mitten fetch osm`` has left.
    date
        Of the data, ISO; empty: as the files state it.

    Raises
    ------
    InputError
        If there is no file, one is damaged or states no date, or a correction is wrong; the database is
        unchanged.
    NotFoundError
        If the Verbund is not loaded.
    """
    config = read_config(folder)
    kommunen = read_loaded(engine, config.id, "kommune")
    streets = (
        _describe_given(config, kommunen, files, date)
        if files
        else _find_fetched(settings, folder, kommunen, date)
    )
    with step(f"OpenStreetMap lesen ({', '.join(path.name for path in streets.paths)})"):
        record, fresh = read_osm_facilities(
            streets.paths, kommunen, streets.date, area=streets.facility_area, known=streets.known is not None
        )
        # Before the graphs: a wrong correction, like a damaged file, changes neither them nor the database.
        validate_corrections(engine, folder, kommunen, [record], fresh)
    graphs = build_graphs(settings, config.id, streets)
    if streets.known is None:
        record = bound_completeness(record, kommunen, next(iter(graphs.values())).data_area)
    if config.fetch is not None and not files:
        record = replace(record, licence=config.fetch.licence, attribution=config.fetch.attribution)
    with step("Einrichtungen speichern"):
        corrected = replace_datasets(engine, folder, kommunen, [record], fresh)
    if files:
        note_given(settings, config.id, files, date=streets.date)
    else:
        forget_given(settings, config.id)
    n_nodes = {mode: graph.n_nodes for mode, graph in graphs.items()}
    names = tuple(path.name for path in streets.paths)
    return LoadedOsm(names, streets.date, len(fresh), n_nodes, corrected.sentence)


def _describe_given(
    config: VerbundConfig, kommunen: gpd.GeoDataFrame, files: Sequence[Path], date: str
) -> Streets:
    dates = [date or read_extract_date(file) for file in files]
    for file, found in zip(files, dates, strict=True):
        if not found:
            raise InputError(
                f"{file.name} sagt nicht, von wann die Daten sind: bitte mit --stand angeben, etwa 2026-11-01."
            )
    return to_streets(config, kommunen, files, date=min(dates))


def _find_fetched(settings: Settings, folder: Path, kommunen: gpd.GeoDataFrame, date: str) -> Streets:
    found = find_streets(settings, folder, kommunen, fetched_only=True)
    if found is None:
        raise InputError(
            f"Für den Verbund „{read_config(folder).id}“ ist nichts von OpenStreetMap heruntergeladen: bitte zuerst "
            "„mitten fetch osm“ ausführen oder eine Datei angeben."
        )
    stated = date or found.date
    if not stated:
        raise InputError(
            f"{found.paths[0].name} sagt nicht, von wann die Daten sind: bitte mit --stand angeben, etwa 2026-11-01."
        )
    return replace(found, date=stated)


def load_projekte(engine: Engine, verbund_id: str, file: Path) -> int:
    """Replace the projects of a Verbund by those of a CSV, in one transaction.

    Raises
    ------
    InputError
        If the file is wrong; the database is unchanged.
    NotFoundError
        If the Verbund is not loaded.
    """
    zentren = read_loaded(engine, verbund_id, "zentrum")
    dataset, projects = read_projects(file, zentren)
    return store.write_projects(engine, verbund_id, dataset_frame([dataset]), projects)


def read_loaded(engine: Engine, verbund_id: str, table: str) -> gpd.GeoDataFrame:
    """Rows of a loaded Verbund; a `NotFoundError` where it is not loaded."""
    with engine.connect() as connection:
        get_loaded(connection, verbund_id)
        return read.read_frame(connection, table, verbund_id)


def get_loaded(connection: Connection, verbund_id: str) -> RowMapping:
    """Row of a loaded Verbund; a `NotFoundError` where it is not loaded."""
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
