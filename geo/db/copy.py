"""Frames into tables through PostgreSQL's COPY: one pass, inside the caller's transaction."""

import json
from typing import Any

import numpy as np
import pandas as pd
import shapely
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import ARRAY, Connection, Text
from sqlalchemy.dialects.postgresql import JSONB

from geo.crs import STORAGE
from geo.db.tables import Base


def copy_frame(connection: Connection, table: str, frame: pd.DataFrame, **constants: Any) -> int:
    """Append a frame to a table.

    Parameters
    ----------
    connection
        Open connection; the caller commits.
    table
        Name of a table of `geo.db.tables`.
    frame
        Columns named like the table's; geometries in the storage system. Missing values become NULL.
    constants
        Columns that are the same in every row.

    Returns
    -------
    int
        Number of rows written.
    """
    columns = [*constants, *frame.columns]
    values = [[value] * len(frame) for value in constants.values()]
    values += [_to_python(table, name, frame[name]) for name in frame.columns]
    raw = connection.connection.driver_connection
    if raw is None:
        raise RuntimeError("the connection has been closed")
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in zip(*values, strict=True):
            copy.write_row(row)
    return len(frame)


def _to_python(table: str, name: str, column: pd.Series) -> list[Any]:
    kind = Base.metadata.tables[table].columns[name].type
    if name in ("geom", "complete_area"):
        geometries = shapely.set_srid(np.asarray(column, dtype=object), STORAGE)
        return list(shapely.to_wkb(geometries, hex=True, include_srid=True))
    if isinstance(kind, JSONB):
        return [Jsonb(value) for value in column]
    if isinstance(kind, ARRAY) and not isinstance(kind.item_type, Text):
        return [_to_literal(value) for value in column]
    if column.map(lambda value: isinstance(value, list)).any():
        return list(column)
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


def _to_literal(values: list[float] | None) -> str | None:
    """Numbers or truth values as PostgreSQL writes them; a third of the time that one by one takes (measured)."""
    return None if values is None else "{" + json.dumps(values, separators=(",", ":"))[1:-1] + "}"
