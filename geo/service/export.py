"""Exports for other programs: GeoPackage and GeoJSON for a GIS, CSV for a German spreadsheet."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Literal, get_args

import geopandas as gpd
import pandas as pd

from geo.errors import InputError
from geo.service.area_export import read_area_tables
from geo.service.catalogue import read_facilities, read_kommunen, read_ortsteile, read_zentren
from geo.service.figures import list_gaps, list_reach
from geo.service.geojson import to_feature_collection
from geo.service.opened import OpenVerbund
from geo.service.transit_export import read_transit_tables

ExportFormat = Literal["gpkg", "geojson", "csv"]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_IDS = {
    "kommunen": "ags",
    "ortsteile": "ortsteil_id",
    "zentren": "zentrum_id",
    "einrichtungen": "facility_id",
}


def write_export(opened: OpenVerbund, export_format: str, target: Path) -> list[Path]:
    """Write places, facilities and the results of the latest run.

    Parameters
    ----------
    opened
        Where from.
    export_format
        ``gpkg`` (one file, EPSG:25832), ``geojson`` (a folder, EPSG:4326) or ``csv`` (a folder; UTF-8 with
        BOM, semicolon, decimal comma; text that a spreadsheet would run as a formula is quoted).
    target
        File for gpkg, folder for the others; replaced only when everything has been written.

    Returns
    -------
    list of Path
        Files written.

    Raises
    ------
    InputError
        If the format is unknown or the place cannot be written to.
    """
    if export_format not in get_args(ExportFormat):
        raise InputError(
            f"Das Format „{export_format}“ gibt es nicht; möglich sind: {', '.join(get_args(ExportFormat))}."
        )
    places, tables = _read_all(opened)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".mitten-export-") as scratch:
            if export_format == "gpkg":
                return _write_gpkg(places, tables, Path(scratch) / "export.gpkg", target)
            writer = _write_geojson if export_format == "geojson" else _write_csv
            target.mkdir(exist_ok=True)
            written = writer(places, tables, Path(scratch))
            return [Path(shutil.move(path, target / path.name)) for path in written]
    except OSError as error:
        raise InputError(
            f"Nach „{target}“ lässt sich nicht schreiben ({error.strerror}): bitte einen anderen Ort angeben."
        ) from error


def _read_all(opened: OpenVerbund) -> tuple[dict[str, gpd.GeoDataFrame], dict[str, pd.DataFrame]]:
    facilities = read_facilities(opened).drop(columns="verbund_id")
    facilities["attributes"] = facilities["attributes"].map(
        lambda value: json.dumps(value, ensure_ascii=False)
    )
    places = {
        "kommunen": read_kommunen(opened),
        "ortsteile": read_ortsteile(opened),
        "zentren": read_zentren(opened),
        "einrichtungen": facilities,
    }
    tables = {
        "erreichbarkeit": pd.DataFrame([reach.model_dump(mode="json") for reach in list_reach(opened)]),
        "luecken": pd.DataFrame([gap.model_dump(mode="json") for gap in list_gaps(opened)]),
        **read_transit_tables(opened),
        **read_area_tables(opened),
    }
    return places, tables


def _write_gpkg(
    places: dict[str, gpd.GeoDataFrame], tables: dict[str, pd.DataFrame], scratch: Path, target: Path
) -> list[Path]:
    for name, frame in places.items():
        frame.to_file(scratch, layer=name, driver="GPKG", engine="pyogrio")
    for name, table in tables.items():
        gpd.GeoDataFrame(table).to_file(scratch, layer=name, driver="GPKG", engine="pyogrio")
    return [Path(shutil.move(scratch, target))]


def _write_geojson(
    places: dict[str, gpd.GeoDataFrame], tables: dict[str, pd.DataFrame], folder: Path
) -> list[Path]:
    written = []
    for name, frame in places.items():
        path = folder / f"{name}.geojson"
        path.write_text(json.dumps(to_feature_collection(frame, _IDS[name]), ensure_ascii=False), "utf-8")
        written.append(path)
    for name, table in tables.items():
        path = folder / f"{name}.json"
        path.write_text(table.to_json(orient="records", force_ascii=False), "utf-8")
        written.append(path)
    return written


def _write_csv(
    places: dict[str, gpd.GeoDataFrame], tables: dict[str, pd.DataFrame], folder: Path
) -> list[Path]:
    frames = {name: _flat(frame) for name, frame in places.items()} | tables
    written = []
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        _defuse(frame).to_csv(path, sep=";", decimal=",", index=False, encoding="utf-8-sig")
        written.append(path)
    return written


def _flat(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Points as UTM columns; areas without their geometry, which no spreadsheet can show."""
    table = pd.DataFrame(frame.drop(columns="geom"))
    if (frame.geom_type == "Point").all():
        table = table.assign(ost_m=frame.geometry.x.round(1), nord_m=frame.geometry.y.round(1))
    return table


def _defuse(frame: pd.DataFrame) -> pd.DataFrame:
    """Put a quote before text that a spreadsheet would take for a formula (names come from OpenStreetMap)."""

    def mend(value: object) -> object:
        return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value

    return frame.map(mend)
