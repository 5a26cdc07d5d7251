"""The package that a Verbund folder becomes: frames, sources, and the checks that hold between them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from shapely.geometry import MultiPolygon

from geo.errors import InputError
from geo.sources.checksum import sha256_file
from geo.tiling import validate_tiling

SHOWN_SOURCES = 3  # a dataset of many small sources names these; every row keeps its own
IsoDate = Annotated[str, BeforeValidator(str), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A day, a month or a year; TOML may give it as a date or a number."""


FileKey = Literal[
    "kommunen", "ortsteile", "zentren", "einwohner", "projekte", "akteure", "raenge", "kosten", "partner"
]
"""The files of a Verbund whose provenance ``verbund.toml`` may state."""


class Strict(BaseModel):
    """Part of a TOML file; a key it does not know is an error, so that a typo cannot pass."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Provenance(Strict):
    """Where a file comes from, as ``[provenance.<key>]`` of ``verbund.toml`` states it."""

    source: str = ""
    url: str = ""
    licence: str
    attribution: str
    date: IsoDate
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRecord:
    """A source with its provenance and the area and layers for which it is complete; a row of ``dataset``."""

    key: str
    title: str
    source: str
    url: str
    licence: str
    attribution: str
    date: str
    sha256: str
    note: str
    n_records: int
    layers: tuple[str, ...] = ()
    complete_ags: tuple[str, ...] = ()
    complete_area: MultiPolygon | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbundPackage:
    """A Verbund, read and checked whole. Frames are canonical (`geo.schema`) and must not be changed.

    Attributes
    ----------
    id, title, subtitle
        As in ``verbund.toml``.
    checksum
        SHA-256 over ``verbund.toml`` and every file it names.
    kommunen, ortsteile, zentren, facilities, projects, actors, centres, unit_costs, on_demand, partners
        Frames with the columns of `geo.db.tables`, `geo.db.transit_tables` and `geo.db.area_tables` (without
        ``verbund_id``), EPSG:25832.
    datasets
        Where all this comes from.
    """

    id: str
    title: str
    subtitle: str
    checksum: str
    kommunen: GeoDataFrame
    ortsteile: GeoDataFrame
    zentren: GeoDataFrame
    facilities: GeoDataFrame
    projects: GeoDataFrame
    actors: pd.DataFrame
    centres: GeoDataFrame
    unit_costs: pd.DataFrame
    on_demand: pd.DataFrame
    partners: GeoDataFrame
    datasets: tuple[DatasetRecord, ...]

    def dataset_frame(self) -> pd.DataFrame:
        """Rows for the table ``dataset``."""
        return dataset_frame(self.datasets)


def dataset_frame(datasets: Iterable[DatasetRecord]) -> pd.DataFrame:
    """Rows for the table ``dataset``; ``complete_area`` holds MultiPolygons in EPSG:25832 or None."""
    records = list(datasets)
    data: dict[str, Any] = {}
    for field in fields(DatasetRecord):
        cells = np.empty(len(records), dtype=object)
        values = [getattr(record, field.name) for record in records]
        cells[:] = [list(value) if isinstance(value, tuple) else value for value in values]
        data[field.name] = pd.Series(cells)
    return pd.DataFrame(data)


def describe_file(
    key: str, title: str, path: Path, rows: pd.DataFrame, stated: Provenance | None
) -> DatasetRecord:
    """Provenance of one file: as stated, else as its rows tell.

    Parameters
    ----------
    key, title
        Of the dataset.
    path
        The file.
    rows
        What was read from it; the columns ``source``, ``licence`` and ``date`` are used where there are any.
    stated
        The table of ``verbund.toml``, if there is one. Without it the oldest date of the rows counts, so that
        nothing looks fresher than it is.
    """
    sources = _distinct(rows, "source")
    licences = _distinct(rows, "licence")
    dates = sorted(date for date in rows.get("date", pd.Series(dtype=str)) if date)
    return DatasetRecord(
        key=key,
        title=title,
        source=(stated and stated.source) or sources,
        url=stated.url if stated else "",
        licence=stated.licence if stated else licences,
        attribution=stated.attribution if stated else (licences or sources),
        date=stated.date if stated else (dates[0] if dates else ""),
        sha256=sha256_file(path),
        note=stated.note if stated else "",
        n_records=len(rows),
    )


def _distinct(rows: pd.DataFrame, column: str) -> str:
    if column not in rows:
        return ""
    values = list(dict.fromkeys(value for value in rows[column] if value))
    more = len(values) - SHOWN_SOURCES
    return "; ".join(values[:SHOWN_SOURCES]) + (f" und {more} weitere" if more > 0 else "")


def to_multipolygon(area: shapely.Geometry) -> MultiPolygon:
    """Area as MultiPolygon; what is not area falls away."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type in {"Polygon", "MultiPolygon"}]
    return MultiPolygon(list(shapely.get_parts(np.array(parts, dtype=object)))) if parts else MultiPolygon()


def complete_area_of(kommunen: GeoDataFrame, ags: Iterable[str]) -> MultiPolygon:
    """Union of the outlines of these municipalities, EPSG:25832."""
    wanted = kommunen["ags"].isin(list(ags))
    return to_multipolygon(shapely.union_all(kommunen.loc[wanted, "geom"].to_numpy()))


def validate_places(kommunen: GeoDataFrame, ortsteile: GeoDataFrame, zentren: GeoDataFrame) -> None:
    """Make sure that municipalities, Ortsteile and Zentren fit together.

    Every member has Ortsteile that tile it, every Ortsteil exactly one Zentrum with its id and its ``ags``,
    which lies in it.

    Raises
    ------
    InputError
        The first contradiction, as one German sentence.
    """
    _validate_pairs(ortsteile, zentren)
    areas = ortsteile.set_index("ortsteil_id")
    parts = areas.loc[zentren["zentrum_id"]]
    for row, ags, inside in zip(
        zentren.itertuples(),
        parts["ags"],
        shapely.intersects(parts["geom"].to_numpy(), zentren["geom"].to_numpy()),
        strict=True,
    ):
        if row.ags != ags:
            raise InputError(
                f"Das Zentrum „{row.zentrum_id}“ steht in der Kommune {row.ags}, sein Ortsteil in {ags}: "
                "bitte die Spalte ags angleichen."
            )
        if not inside:
            raise InputError(
                f"Das Zentrum „{row.zentrum_id}“ liegt außerhalb seines Ortsteils: "
                "bitte lat und lon oder die Grenze berichtigen."
            )
    for kommune in kommunen[kommunen["role"] == "kommune"].itertuples():
        try:
            validate_tiling(kommune.geom, areas.loc[areas["ags"] == kommune.ags, "geom"])
        except InputError as error:
            raise InputError(f"{kommune.name} ({kommune.ags}): {error}") from error


def _validate_pairs(ortsteile: GeoDataFrame, zentren: GeoDataFrame) -> None:
    ortsteil_ids, zentrum_ids = set(ortsteile["ortsteil_id"]), set(zentren["zentrum_id"])
    alone = sorted(zentrum_ids - ortsteil_ids)
    if alone:
        raise InputError(
            f"Das Zentrum „{alone[0]}“ hat keinen Ortsteil mit derselben Kennung: "
            "bitte die Grenze ergänzen oder die Kennung (auch den AGS darin) angleichen."
        )
    empty = sorted(ortsteil_ids - zentrum_ids)
    if empty:
        raise InputError(
            f"Der Ortsteil „{empty[0]}“ hat kein Zentrum mit derselben Kennung: "
            "bitte das Zentrum ergänzen oder die Kennung (auch den AGS darin) angleichen."
        )
