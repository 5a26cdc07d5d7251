"""Read stocks of facilities: a ``bestand.toml`` that describes datasets, and their CSV files."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pydantic import Field, ValidationError
from shapely.geometry import MultiPolygon

from geo.crs import EDGE, STORAGE
from geo.errors import InputError
from geo.layers import list_layers
from geo.normalise import clean_text
from geo.schema import FacilityRow, Key, canonical_frame
from geo.sources.checksum import sha256_file
from geo.sources.package import DatasetRecord, IsoDate, Strict, complete_area_of, to_multipolygon
from geo.sources.rows import (
    Record,
    describe_error,
    read_csv,
    read_toml,
    to_storage,
    validate_known,
    validate_unique,
)

OUTLINE_PLAY_M = 500.0  # simplified outlines are up to 390 m off (data/ortsteile/README.md)


class DatasetConfig(Strict):
    """One ``[[dataset]]`` of a ``bestand.toml``.

    Attributes
    ----------
    layers
        What it holds completely, in the municipalities ``complete_ags`` or the area ``complete_wkt``
        (EPSG:4326).
    partial_layers
        What it holds besides, without claim to be complete.
    """

    key: Key
    title: str
    file: str
    source: str
    url: str = ""
    licence: str
    attribution: str
    date: IsoDate
    layers: tuple[str, ...]
    partial_layers: tuple[str, ...] = ()
    complete_ags: tuple[str, ...] = ()
    complete_wkt: str = ""
    note: str = ""


class BestandConfig(Strict):
    """A ``bestand.toml``."""

    dataset: tuple[DatasetConfig, ...] = Field(min_length=1)


def read_bestand_config(path: Path) -> BestandConfig:
    """Read and check a ``bestand.toml`` alone.

    Raises
    ------
    InputError
        Names the key that is missing, unknown or wrong.
    """
    try:
        config = BestandConfig.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(describe_error(error, path.name)) from error
    keys = [dataset.key for dataset in config.dataset]
    doubled = [key for key in keys if keys.count(key) > 1]
    if doubled:
        raise InputError(f"{path.name}: der Datensatz „{doubled[0]}“ steht doppelt: bitte einen umbenennen.")
    return config


def read_bestand(path: Path, kommunen: GeoDataFrame) -> tuple[tuple[DatasetRecord, ...], GeoDataFrame]:
    """Read and check all datasets of a ``bestand.toml``.

    Parameters
    ----------
    path
        The ``bestand.toml``; files are named relative to its folder.
    kommunen
        Canonical frame of the Verbund's municipalities and partners.

    Returns
    -------
    tuple of DatasetRecord, GeoDataFrame
        The sources, and the canonical frame of their facilities.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence.
    """
    config = read_bestand_config(path)
    sources, frames, records = [], [], []
    for dataset in config.dataset:
        _validate_config(dataset, path.name, set(kommunen["ags"]))
        file = path.parent / dataset.file
        rows = read_csv(file, FacilityRow)
        _validate_rows(rows, dataset, set(kommunen["ags"]))
        records += rows
        frames.append(_to_frame(rows, dataset.key))
        _validate_position(rows, frames[-1], kommunen)
        sources.append(_describe(dataset, file, kommunen, len(rows)))
    validate_unique(records, "facility_id", "layer")
    return tuple(sources), GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geom", crs=STORAGE)


def no_facilities() -> GeoDataFrame:
    """Canonical frame of a Verbund without facilities."""
    return _to_frame([], "")


def _to_frame(records: Sequence[Record[FacilityRow]], dataset: str) -> GeoDataFrame:
    rows = [record.row for record in records]
    return canonical_frame(
        "facilities",
        {
            "facility_id": [row.facility_id for row in rows],
            "layer": [row.layer for row in rows],
            "dataset": [dataset] * len(rows),
            "name": [row.name for row in rows],
            "ags": [row.ags for row in rows],
            "attributes": [_attributes(row) for row in rows],
            "geom": to_storage([row.lon for row in rows], [row.lat for row in rows]),
        },
    )


def _attributes(row: FacilityRow) -> dict[str, str]:
    extra = {"kind": row.kind, "source": row.source, **(row.model_extra or {})}
    tidy = {key: clean_text(str(value)) for key, value in extra.items()}
    return {key: value for key, value in tidy.items() if value}


def _describe(dataset: DatasetConfig, file: Path, kommunen: GeoDataFrame, n_records: int) -> DatasetRecord:
    if dataset.complete_wkt:
        area = _read_wkt(dataset)
    else:
        area = complete_area_of(kommunen, dataset.complete_ags) if dataset.complete_ags else None
    stated = dataset.model_dump(exclude={"file", "complete_wkt", "partial_layers"})
    return DatasetRecord(**stated, sha256=sha256_file(file), n_records=n_records, complete_area=area)


def _read_wkt(dataset: DatasetConfig) -> MultiPolygon:
    wrong = InputError(
        f"Der Datensatz „{dataset.key}“ hat in complete_wkt keine gültige Fläche: "
        "bitte POLYGON oder MULTIPOLYGON in Grad (EPSG:4326) angeben."
    )
    try:
        area = shapely.from_wkt(dataset.complete_wkt)
    except shapely.GEOSException as error:
        raise wrong from error
    if area.geom_type not in {"Polygon", "MultiPolygon"} or area.is_empty or not area.is_valid:
        raise wrong
    return to_multipolygon(gpd.GeoSeries([area], crs=EDGE).to_crs(STORAGE).iloc[0])


def _validate_config(dataset: DatasetConfig, name: str, known: set[str]) -> None:
    keys = {layer.key for layer in list_layers()}
    strange = [layer for layer in (*dataset.layers, *dataset.partial_layers) if layer not in keys]
    if strange:
        raise InputError(
            f"{name}, Datensatz „{dataset.key}“: die Einrichtungsart „{strange[0]}“ ist unbekannt; "
            f"bekannt sind {', '.join(sorted(keys))}: bitte layers berichtigen."
        )
    foreign = [ags for ags in dataset.complete_ags if ags not in known]
    if foreign:
        raise InputError(
            f"{name}, Datensatz „{dataset.key}“: die Kommune „{foreign[0]}“ ist unbekannt; "
            f"bekannt sind {', '.join(sorted(known))}: bitte complete_ags berichtigen."
        )


def _validate_rows(records: Sequence[Record[FacilityRow]], dataset: DatasetConfig, known: set[str]) -> None:
    layers = {layer.key for layer in list_layers()}
    for record in records:
        validate_known(record, "layer", layers, "die Einrichtungsart")
        if record.row.layer not in (*dataset.layers, *dataset.partial_layers):
            raise InputError(
                f"{record.where}: die Einrichtungsart „{record.row.layer}“ nennt der Datensatz "
                f"„{dataset.key}“ nicht: bitte in layers (vollständig) oder partial_layers ergänzen."
            )
        if record.row.ags:
            validate_known(record, "ags", known, "die Kommune")


def _validate_position(
    records: Sequence[Record[FacilityRow]], frame: GeoDataFrame, kommunen: GeoDataFrame
) -> None:
    """Refuse a facility that stands far from the municipality it is said to lie in."""
    outlines = kommunen.set_index("ags")["geom"]
    located = frame[frame["ags"] != ""]
    away_m = shapely.distance(located["geom"].to_numpy(), outlines.loc[located["ags"]].to_numpy())
    far = away_m > OUTLINE_PLAY_M
    if far.any():
        record = records[located.index[far][0]]
        away_km = f"{away_m[far][0] / 1000:.1f}".replace(".", ",")
        raise InputError(
            f"{record.where}: „{record.row.name or record.row.facility_id}“ liegt {away_km} km "
            f"außerhalb der Kommune {record.row.ags}: bitte lat und lon oder ags berichtigen."
        )
