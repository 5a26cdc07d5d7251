"""Writing: a Verbund, a dataset or a run goes in whole or not at all."""

from collections.abc import Collection, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
from psycopg import IntegrityError
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from geo.db.actor_seeds import write_actor_seeds
from geo.db.area_tables import PartnerPlace
from geo.db.copy import copy_frame
from geo.db.project_seeds import write_seeds
from geo.db.tables import (
    Cell,
    CellResult,
    Dataset,
    Facility,
    Kommune,
    Ortsteil,
    Run,
    Verbund,
    Zentrum,
)
from geo.db.transit_tables import Centre, OnDemandServiceRow, PtCellClass, UnitCostRow
from geo.db.writer import one_writer
from geo.errors import InputError

OF_TRANSIT = (Centre, UnitCostRow, OnDemandServiceRow)
TABLES_OF_VERBUND = (
    *("kommune", "ortsteil", "zentrum", "dataset", "facility"),
    *("centre", "unit_cost", "on_demand_service", "partner_place"),
)


def find_checksum(engine: Engine, verbund_id: str) -> str | None:
    """Checksum of the files that a loaded Verbund was read from; None when it is not loaded."""
    with engine.connect() as connection:
        return connection.scalar(select(Verbund.checksum).where(Verbund.verbund_id == verbund_id))


def write_verbund(
    engine: Engine, head: Mapping[str, str], frames: Mapping[str, pd.DataFrame]
) -> dict[str, int]:
    """Replace a Verbund and all that comes from its files, in one transaction.

    Projects and actors that people have added or edited stay (`geo.db.project_seeds`, `geo.db.actor_seeds`).

    Parameters
    ----------
    engine
        The database.
    head
        verbund_id, title, subtitle, checksum.
    frames
        By table name: kommune, ortsteil, zentrum, dataset, facility, project, actor, centre, unit_cost,
        on_demand_service, partner_place; columns as in `geo.db.tables`, `geo.db.transit_tables` and
        `geo.db.area_tables` without ``verbund_id``,
        geometries in EPSG:25832. A table that is not named stays empty.

    Returns
    -------
    dict
        Rows written per table.

    Raises
    ------
    InputError
        If the frames contradict each other; the database is unchanged.
    """
    verbund_id = head["verbund_id"]
    try:
        with one_writer(engine, verbund_id) as connection:
            # Cells of a population grid stay: they come from a file of their own.
            for table in (*OF_TRANSIT, PartnerPlace, Facility, Dataset, Zentrum, Ortsteil, Kommune):
                connection.execute(delete(table).where(table.verbund_id == verbund_id))
            changed = {**head, "loaded_at": text("now()")}
            connection.execute(
                insert(Verbund)
                .values(**changed)
                .on_conflict_do_update(index_elements=["verbund_id"], set_=changed)
            )
            written = {
                table: copy_frame(connection, table, frames[table], verbund_id=verbund_id)
                for table in TABLES_OF_VERBUND
                if table in frames
            }
            if "project" in frames:
                written["project"] = write_seeds(connection, verbund_id, frames["project"])
            if "actor" in frames:
                written["actor"] = write_actor_seeds(connection, verbund_id, frames["actor"])
            return written
    except IntegrityError as error:
        raise InputError(f"Der Verbund „{verbund_id}“ widerspricht sich: {_detail(error)}.") from error


def write_projects(engine: Engine, verbund_id: str, dataset: pd.DataFrame, rows: gpd.GeoDataFrame) -> int:
    """Bring the projects that come from a file up to it, in one transaction; what people did stays."""
    key = str(dataset["key"].iloc[0])
    with one_writer(engine, verbund_id) as connection:
        connection.execute(delete(Dataset).where(Dataset.verbund_id == verbund_id, Dataset.key == key))
        copy_frame(connection, "dataset", dataset, verbund_id=verbund_id)
        return write_seeds(connection, verbund_id, rows)


def write_cells(
    engine: Engine,
    verbund_id: str,
    dataset: pd.DataFrame,
    rows: gpd.GeoDataFrame,
    *,
    dropped: Collection[str] = (),
) -> int:
    """Replace the places of residents of a Verbund, in one transaction; what was computed by cell goes with them.

    Parameters
    ----------
    engine, verbund_id
        Where to.
    dataset
        Row for the table ``dataset``; the one of the same key is replaced.
    rows
        All places of residents, columns of the table ``cell`` without ``verbund_id``, EPSG:25832.
    dropped
        Keys of datasets that are no more.

    Returns
    -------
    int
        Number of places.
    """
    keys = [*dataset["key"], *dropped]
    with one_writer(engine, verbund_id) as connection:
        connection.execute(delete(Cell).where(Cell.verbund_id == verbund_id))
        connection.execute(delete(Dataset).where(Dataset.verbund_id == verbund_id, Dataset.key.in_(keys)))
        runs = select(Run.run_id).where(Run.verbund_id == verbund_id)
        for table in (CellResult, PtCellClass):
            connection.execute(delete(table).where(table.run_id.in_(runs)))
        copy_frame(connection, "dataset", dataset, verbund_id=verbund_id)
        return copy_frame(connection, "cell", rows, verbund_id=verbund_id)


def write_run(engine: Engine, run: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
    """Publish a run with its long tables, in one transaction; a run of the same id is replaced.

    Parameters
    ----------
    engine
        The database.
    run
        Columns of the table ``run``.
    frames
        By table name: reachability, gap, link; columns without ``run_id``.
    """
    with one_writer(engine, str(run["verbund_id"])) as connection:
        connection.execute(delete(Run).where(Run.run_id == run["run_id"]))
        connection.execute(insert(Run).values(**run))
        for table, frame in frames.items():
            copy_frame(connection, table, frame, run_id=run["run_id"])


def _detail(error: IntegrityError) -> str:
    """What PostgreSQL says of the row; COPY passes psycopg's own error through."""
    return str(error.diag.message_detail or error).strip().rstrip(".")
