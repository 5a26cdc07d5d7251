"""Corrections of the municipalities: applied to all facilities of a Verbund after each import."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, Engine

from geo.db import facilities as stored
from geo.db.writer import one_writer
from geo.sources.config import read_config, resolve_path
from geo.sources.correction_report import DATASET
from geo.sources.corrections import apply_corrections, describe_corrections, read_corrections
from geo.sources.package import DatasetRecord, dataset_frame


@dataclass(frozen=True, slots=True)
class Corrected:
    """Facilities as the municipalities say they are.

    Attributes
    ----------
    facilities
        Canonical frame.
    datasets
        The dataset ``korrekturen``, where a municipality has corrected anything.
    seen
        What to hand in with the next import.
    sentence
        What happened, in German; empty where there is nothing to correct.
    """

    facilities: gpd.GeoDataFrame
    datasets: tuple[DatasetRecord, ...]
    seen: frozenset[tuple[str, str]]
    sentence: str


def correct(
    folder: Path,
    kommunen: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    seen: Collection[tuple[str, str]],
) -> Corrected:
    """Apply the corrections of a Verbund.

    Parameters
    ----------
    folder
        Of the Verbund; its ``verbund.toml`` names the folder ``korrekturen``.
    kommunen, facilities
        Canonical frames, EPSG:25832.
    seen
        What corrections have met in earlier imports.

    Raises
    ------
    InputError
        If a row is wrong, or concerns a facility that never was.
    """
    named = read_config(folder).korrekturen
    place = resolve_path(folder, named)
    corrections = read_corrections(place, kommunen) if named else ()
    if all(correction.row.beispiel for correction in corrections):
        return Corrected(facilities, (), frozenset(seen), "")
    today = date.today()  # noqa: DTZ011 (the operator's own day)
    corrected, report = apply_corrections(facilities, corrections, today=today, seen=seen)
    record = describe_corrections(place, corrections, report)
    return Corrected(corrected, (record,), report.seen, report.sentence)


def replace_datasets(
    engine: Engine,
    folder: Path,
    kommunen: gpd.GeoDataFrame,
    datasets: Sequence[DatasetRecord],
    fresh: gpd.GeoDataFrame,
) -> Corrected:
    """Put datasets of facilities in the place of those of the same key, and correct the whole, in one transaction.

    A facility that another dataset holds under the same id (an OpenStreetMap object of an older extract)
    moves to the new one.

    Raises
    ------
    InputError
        If a facility stands twice, or a correction is wrong; the database is unchanged.
    """
    verbund_id = read_config(folder).id
    with one_writer(engine, verbund_id) as connection:
        corrected = _correct_with(connection, folder, kommunen, datasets, fresh)
        rows = dataset_frame([*datasets, *corrected.datasets])
        stored.write_facilities(connection, verbund_id, rows, corrected.facilities, dropped=[DATASET])
        stored.write_seen(connection, verbund_id, corrected.seen)
    return corrected


def validate_corrections(
    engine: Engine,
    folder: Path,
    kommunen: gpd.GeoDataFrame,
    datasets: Sequence[DatasetRecord],
    fresh: gpd.GeoDataFrame,
) -> None:
    """Find out whether `replace_datasets` would refuse a correction; nothing is written.

    Raises
    ------
    InputError
        If a correction is wrong.
    """
    with engine.connect() as connection:
        _correct_with(connection, folder, kommunen, datasets, fresh)


def _correct_with(
    connection: Connection,
    folder: Path,
    kommunen: gpd.GeoDataFrame,
    datasets: Sequence[DatasetRecord],
    fresh: gpd.GeoDataFrame,
) -> Corrected:
    """What is stored, with fresh datasets in the place of those of the same key, corrected."""
    verbund_id = read_config(folder).id
    replaced = {*(dataset.key for dataset in datasets), DATASET}
    others = stored.read_all(connection, verbund_id)
    others = others[~others["dataset"].isin(replaced)]
    return correct(folder, kommunen, join(others, fresh), stored.read_seen(connection, verbund_id))


def join(older: gpd.GeoDataFrame, newer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Both frames of facilities; what stands in the newer one under the same id leaves the older."""
    left = older[~older["facility_id"].isin(newer["facility_id"])]
    parts = [part for part in (left, newer) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else newer
