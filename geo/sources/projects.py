"""Read the register of projects."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from geopandas import GeoDataFrame
from pydantic import ValidationError

from geo.errors import InputError
from geo.layers import list_layers
from geo.normalise import slug
from geo.results import Wish
from geo.schema import ProjectRow, canonical_frame
from geo.sources.package import DatasetRecord, Provenance, describe_file
from geo.sources.project_cells import Words, split_parts
from geo.sources.project_columns import COLUMNS as TABLE_COLUMNS
from geo.sources.rows import Record, read_csv, to_storage, validate_known, validate_unique

SEEKS = next(column for column in TABLE_COLUMNS if column.field == "seeks")
COLUMNS = ("project_id", "title", "summary", "need", "owner", "beispiel", "zentren")


def read_projects(
    path: Path, zentren: GeoDataFrame, stated: Provenance | None = None
) -> tuple[DatasetRecord, GeoDataFrame]:
    """Read and check projects.

    Parameters
    ----------
    path
        CSV of projects.
    zentren
        Canonical frame of the Verbund's Zentren; a project may name these only.
    stated
        Provenance from ``verbund.toml``, if it states any.

    Returns
    -------
    DatasetRecord, GeoDataFrame
        The source ``projekte`` and the canonical frame; ``ags`` are the municipalities of the Zentren.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence.
    """
    records = read_csv(path, ProjectRow)
    validate_unique(records, "project_id")
    ags_of = dict(zip(zentren["zentrum_id"], zentren["ags"], strict=True))
    for record in records:
        validate_known(record, "need", {layer.key for layer in list_layers()}, "die Einrichtungsart")
        _validate_zentren(record, ags_of)
    rows = [record.row for record in records]
    frame = canonical_frame(
        "projects",
        {
            **{name: [getattr(row, name) for row in rows] for name in COLUMNS},
            "phase": [slug(row.phase) for row in rows],
            "handlungsfelder": [[str(field) for field in row.handlungsfelder] for row in rows],
            "ags": [list(dict.fromkeys(ags_of[key] for key in row.zentren)) for row in rows],
            "seeks": [_read_seeks(record) for record in records],
            "geom": [_point(row) for row in rows],
        },
    )
    return describe_file("projekte", "Projekte", path, pd.DataFrame(frame), stated), frame


def no_projects() -> GeoDataFrame:
    """Canonical frame of a Verbund without a register."""
    return canonical_frame(
        "projects", {name: [] for name in (*COLUMNS, "phase", "handlungsfelder", "ags", "seeks", "geom")}
    )


def _validate_zentren(record: Record[ProjectRow], ags_of: Mapping[str, str]) -> None:
    for zentrum in record.row.zentren:
        single = Record(record.where, record.row.model_copy(update={"zentren": zentrum}))
        validate_known(single, "zentren", ags_of, "das Zentrum")


def _read_seeks(record: Record[ProjectRow]) -> list[dict[str, Any]]:
    """What a project looks for: as the column *Gesucht* of the register's table, entries apart by semicolon."""
    try:
        entries = SEEKS.read("\n".join(split_parts(record.row.seeks)), Words({}, {}, {}))
        return [Wish.model_validate(entry).model_dump(mode="json") for entry in entries]
    except ValidationError as error:
        raise InputError(
            f"{record.where}, Spalte seeks: ein Eintrag ist unvollständig oder zu lang: "
            "bitte „Art | Beschreibung“ schreiben und mehrere mit ; trennen."
        ) from error
    except ValueError as error:
        raise InputError(f"{record.where}, Spalte seeks: {error}.") from error


def _point(row: ProjectRow) -> object:
    if row.lat is None or row.lon is None:
        return None
    return to_storage([row.lon], [row.lat]).iloc[0]
