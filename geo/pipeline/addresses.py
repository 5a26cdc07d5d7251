"""Addresses of a municipality into the database: they take the place of its grid cells as places of residents."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy import Engine

from geo.db import read, store
from geo.domain import HomeKind
from geo.errors import InputError, NoDataError
from geo.pipeline.load import read_loaded
from geo.pipeline.population import STORED_COLUMNS, join_homes, list_factors
from geo.progress import step
from geo.render.german import format_number
from geo.sources.addresses import read_addresses
from geo.sources.checksum import sha256_file
from geo.sources.homes import (
    ADDRESS_KEY,
    BESIDE_M,
    HOME_COLUMNS,
    AssignedAddresses,
    assign_addresses,
    find_municipality,
)
from geo.sources.package import DatasetRecord, dataset_frame

LICENCE = "nicht öffentlich"
SHOWN_AS = (
    "Gezeigt werden sie nur zusammengefasst, je 100-m-Zelle, in der sie liegen; wenige Menschen ohne Zahl."
)


@dataclass(frozen=True, slots=True)
class LoadedAddresses:
    """What the load of addresses did.

    Attributes
    ----------
    ags, kommune
        The municipality.
    n_addresses
        Inhabited addresses that were stored.
    n_cells
        Cells of the grid that they replace (or addresses of an earlier file).
    factor
        Official residents divided by those of the addresses; None without an official total.
    sentences
        The same in German, as the note of the dataset keeps them.
    """

    ags: str
    kommune: str
    n_addresses: int
    n_cells: int
    factor: float | None
    sentences: tuple[str, ...]


def load_addresses(
    engine: Engine, verbund_id: str, file: Path, *, date: str, source: str = ""
) -> LoadedAddresses:
    """Let the addresses of one municipality count instead of its grid cells, in one transaction.

    Parameters
    ----------
    engine, verbund_id
        Where to.
    file
        CSV, as `geo.sources.addresses.read_addresses` takes it. Its municipality is the one in which most of it lies.
    date
        Of the data, ISO.
    source
        Who made it; empty: the municipality.

    Raises
    ------
    InputError
        If the file or its date is wrong, or an address lies elsewhere; the database is unchanged.
    NoDataError
        If no population grid is loaded, which the other municipalities need.
    NotFoundError
        If the Verbund is not loaded.
    """
    ortsteile = read_loaded(engine, verbund_id, "ortsteil")
    kommunen = read_loaded(engine, verbund_id, "kommune").set_index("ags", drop=False)
    stated = _validate_date(file, date)
    with engine.connect() as connection:
        before = read.read_cells(connection, verbund_id)
    if before.empty:
        raise NoDataError(
            "Es ist kein Bevölkerungsraster geladen, in dem die Menschen der anderen Kommunen zählen: bitte zuerst "
            "„mitten load raster“ ausführen."
        )
    with step(f"Adressen lesen ({file.name})"):
        read_in = read_addresses(file)
        kommune = kommunen.loc[find_municipality(file.name, read_in.addresses, ortsteile)]
        found = assign_addresses(file.name, read_in.addresses, ortsteile, kommune)
    replaced = before[before["ags"] == kommune["ags"]]
    sentences = _describe(kommune, found, replaced, read_in.n_empty)
    empty = ortsteile[
        (ortsteile["ags"] == kommune["ags"]) & ~ortsteile["ortsteil_id"].isin(found.homes["ortsteil_id"])
    ]
    if len(empty):
        sentences += (f"Ortsteile ohne bewohnte Adresse: {', '.join(sorted(empty['name']))}.",)
    homes = join_homes(before.loc[before["ags"] != kommune["ags"], HOME_COLUMNS], found.homes)
    record = _to_record(
        kommune, found, file, source=source, date=stated, note=" ".join([*sentences, SHOWN_AS])
    )
    with step("Adressen speichern"):
        store.write_cells(engine, verbund_id, dataset_frame([record]), homes[STORED_COLUMNS])
    return LoadedAddresses(
        str(kommune["ags"]), str(kommune["name"]), len(found.homes), len(replaced), found.factor, sentences
    )


def _validate_date(file: Path, date: str) -> str:
    try:
        return pd.Timestamp(date).date().isoformat() if date else _refuse_date(file, date)
    except ValueError:
        return _refuse_date(file, date)


def _refuse_date(file: Path, date: str) -> str:
    told = f"„{date}“ ist kein Tag" if date else "der Stand fehlt"
    raise InputError(f"{file.name}: {told}: bitte mit --stand angeben, etwa 2026-11-01.")


def _describe(
    kommune: pd.Series, found: AssignedAddresses, replaced: gpd.GeoDataFrame, n_empty: int
) -> tuple[str, ...]:
    """What a reader of the figures has to know."""
    name, n = kommune["name"], format_number(len(found.homes))
    were = (
        "der Rasterzellen" if (replaced["kind"] == HomeKind.CELL).all() else "der früher geladenen Adressen"
    )
    factor = "" if found.factor is None else list_factors({name: found.factor})
    return tuple(
        sentence
        for told, sentence in (
            (True, f"In {name} zählen die Menschen an {n} Adressen statt {were}."),
            (factor, f"Umgerechnet auf die amtliche Einwohnerzahl: {factor}."),
            (n_empty, f"Adressen ohne Einwohner, die nicht mitzählen: {format_number(n_empty)}."),
            (
                found.n_beside,
                f"Bis {BESIDE_M:.0f} m außerhalb der vereinfachten Grenze, zum nächsten Ortsteil gezählt: "
                f"{format_number(found.n_beside)}.",
            ),
        )
        if told
    )


def _to_record(
    kommune: pd.Series, found: AssignedAddresses, file: Path, *, source: str, date: str, note: str
) -> DatasetRecord:
    made_by = source or str(kommune["name"])
    return DatasetRecord(
        key=f"{ADDRESS_KEY}{kommune['ags']}",
        title=f"Einwohner nach Adressen ({kommune['name']})",
        source=made_by,
        url="",
        licence=LICENCE,
        attribution=f"{made_by}, {LICENCE}",
        date=date,
        sha256=sha256_file(file),
        note=note,
        n_records=len(found.homes),
    )
