"""Facilities of a Verbund as a whole: read and written in one transaction, because corrections touch any of them."""

from collections.abc import Collection

import geopandas as gpd
import pandas as pd
from psycopg import IntegrityError
from sqlalchemy import Connection, delete, insert, select, text

from geo.crs import STORAGE
from geo.db import read
from geo.db.copy import copy_frame
from geo.db.tables import CorrectionSeen, Dataset, Facility
from geo.errors import InputError
from geo.schema import COLUMNS


def read_all(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """All facilities of a Verbund as a canonical frame, EPSG:25832."""
    return read.read_facilities(connection, verbund_id)[list(COLUMNS["facilities"])]


def read_dataset(connection: Connection, verbund_id: str, key: str) -> pd.DataFrame:
    """The row of a dataset as `geo.sources.package.dataset_frame` gives it; no row where it is not loaded."""
    query = text(
        """SELECT key, title, source, url, licence, attribution, date, sha256, note, layers, complete_ags,
                  n_records, complete_area
           FROM dataset WHERE verbund_id = :verbund AND key = :key"""
    )
    values = {"verbund": verbund_id, "key": key}
    frame = gpd.read_postgis(query, connection, geom_col="complete_area", crs=STORAGE, params=values)
    return pd.DataFrame(frame).astype({"complete_area": object})


def read_seen(connection: Connection, verbund_id: str) -> set[tuple[str, str]]:
    """(facility_id, layer) that corrections have met in earlier imports."""
    table = CorrectionSeen
    query = select(table.facility_id, table.layer).where(table.verbund_id == verbund_id)
    return {(row.facility_id, row.layer) for row in connection.execute(query)}


def write_seen(connection: Connection, verbund_id: str, seen: Collection[tuple[str, str]]) -> None:
    """Replace what corrections have met."""
    connection.execute(delete(CorrectionSeen).where(CorrectionSeen.verbund_id == verbund_id))
    rows = [{"verbund_id": verbund_id, "facility_id": key, "layer": layer} for key, layer in sorted(seen)]
    if rows:
        connection.execute(insert(CorrectionSeen), rows)


def write_facilities(
    connection: Connection,
    verbund_id: str,
    datasets: pd.DataFrame,
    facilities: gpd.GeoDataFrame,
    *,
    dropped: Collection[str] = (),
) -> None:
    """Replace all facilities of a Verbund, and some of their datasets; the others stay.

    Parameters
    ----------
    connection
        Of `geo.db.writer.one_writer`.
    verbund_id
        Where to.
    datasets
        Rows for the table ``dataset``; those of the same key are replaced.
    facilities
        Canonical frame of all facilities, EPSG:25832.
    dropped
        Keys of datasets that are no more.

    Raises
    ------
    InputError
        If a facility stands twice in a layer, or its dataset is missing.
    """
    keys = [*datasets["key"], *dropped]
    try:
        connection.execute(delete(Facility).where(Facility.verbund_id == verbund_id))
        connection.execute(delete(Dataset).where(Dataset.verbund_id == verbund_id, Dataset.key.in_(keys)))
        copy_frame(connection, "dataset", datasets, verbund_id=verbund_id)
        copy_frame(connection, "facility", facilities, verbund_id=verbund_id)
    except IntegrityError as error:
        detail = str(error.diag.message_detail or error).strip().rstrip(".")
        raise InputError(
            f"Die Einrichtungen passen nicht in den Verbund „{verbund_id}“: {detail}."
        ) from error
