"""Read and store: a Verbund, a dataset, projects, a population grid."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, Engine, RowMapping
from sqlalchemy.exc import ProgrammingError

from geo.db import read, store
from geo.db.migrate import migrate
from geo.errors import NotFoundError
from geo.progress import step
from geo.sources.bestand import read_bestand
from geo.sources.osm_verbund import read_osm_facilities
from geo.sources.package import dataset_frame
from geo.sources.projects import read_projects
from geo.sources.verbund import VerbundPackage, read_verbund


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
    kommunen = read_loaded(engine, verbund_id, "kommune")
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
    kommunen = read_loaded(engine, verbund_id, "kommune")
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
    zentren = read_loaded(engine, verbund_id, "zentrum")
    dataset, projects = read_projects(file, zentren)
    return store.write_projects(engine, verbund_id, dataset_frame([dataset]), projects)


def read_loaded(engine: Engine, verbund_id: str, table: str) -> gpd.GeoDataFrame:
    with engine.connect() as connection:
        get_loaded(connection, verbund_id)
        return read.read_frame(connection, table, verbund_id)


def get_loaded(connection: Connection, verbund_id: str) -> RowMapping:
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
