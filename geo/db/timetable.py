"""The timetable in the database: stops for the map, what the gate found, the reference days."""

import geopandas as gpd
import pandas as pd
from sqlalchemy import Connection, RowMapping, delete, text

from geo.db.copy import copy_frame
from geo.db.tables import Dataset
from geo.db.timetable_tables import PtFinding, PtReferenceDay, PtStop, PtTimetable


def write_timetable(
    connection: Connection, verbund_id: str, dataset: pd.DataFrame, frames: dict[str, pd.DataFrame]
) -> None:
    """Replace the timetable of a Verbund.

    Parameters
    ----------
    connection
        Of `geo.db.writer.one_writer`.
    verbund_id
        Where to.
    dataset
        One row for the table ``dataset``.
    frames
        By table name: pt_timetable (one row), pt_stop (EPSG:25832), pt_finding, pt_reference_day; columns without
        ``verbund_id``.
    """
    key = str(dataset["key"].iloc[0])
    for table in (PtTimetable, PtStop, PtFinding, PtReferenceDay):
        connection.execute(delete(table).where(table.verbund_id == verbund_id))
    connection.execute(delete(Dataset).where(Dataset.verbund_id == verbund_id, Dataset.key == key))
    copy_frame(connection, "dataset", dataset, verbund_id=verbund_id)
    for name, frame in frames.items():
        copy_frame(connection, name, frame, verbund_id=verbund_id)


def find_timetable(connection: Connection, verbund_id: str) -> RowMapping | None:
    """The timetable in figures; None where none is loaded."""
    rows = _read(connection, "SELECT * FROM pt_timetable WHERE verbund_id = :verbund", verbund_id)
    return rows[0] if rows else None


def read_stops(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """All stops of the timetable in the order of the feed, EPSG:25832."""
    query = text("SELECT * FROM pt_stop WHERE verbund_id = :verbund ORDER BY ordinal")
    return gpd.read_postgis(query, connection, geom_col="geom", params={"verbund": verbund_id})


def read_findings(connection: Connection, verbund_id: str) -> list[RowMapping]:
    """What the gate found, in its order."""
    return _read(
        connection,
        """SELECT code, level, title, text, n, examples, rule FROM pt_finding
           WHERE verbund_id = :verbund ORDER BY ordinal""",
        verbund_id,
    )


def read_reference_days(connection: Connection, verbund_id: str) -> list[RowMapping]:
    """The days that were chosen."""
    return _read(
        connection,
        "SELECT day_type, date, n_trips, reason FROM pt_reference_day WHERE verbund_id = :verbund",
        verbund_id,
    )


def _read(connection: Connection, query: str, verbund_id: str) -> list[RowMapping]:
    return list(connection.execute(text(query), {"verbund": verbund_id}).mappings())
