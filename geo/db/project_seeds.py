"""Projects that come with the files of a Verbund: they never overwrite what people have edited or added."""

from typing import Any

import geopandas as gpd
import shapely
from geoalchemy2.shape import from_shape
from sqlalchemy import Connection, delete, func, insert, select, update

from geo.crs import STORAGE
from geo.db.project_tables import Project, ProjectChange

ROLE = "Verbund"
ADDED, RENEWED = "seeded", "reseeded"


def write_seeds(connection: Connection, verbund_id: str, rows: gpd.GeoDataFrame) -> int:
    """Bring the seeds of a Verbund up to its files, inside the caller's transaction.

    New ones are added. One that nobody has touched is renewed where the file says something else, and goes where the
    file no longer has it. One that people have changed or deleted, and one of the same id that people added, stays.

    Parameters
    ----------
    connection
        Open connection; the caller commits.
    verbund_id
        Whose register.
    rows
        Canonical frame of projects (`geo.schema`), EPSG:25832.

    Returns
    -------
    int
        Number of seeds in the files.
    """
    query = select(Project.project_id, Project.seeded, Project.by_hand).where(
        Project.verbund_id == verbund_id
    )
    known = {row.project_id: row.seeded and not row.by_hand for row in connection.execute(query)}
    values = [_to_values(row) for row in rows.to_dict("records")]
    gone = {key for key, untouched in known.items() if untouched} - {row["project_id"] for row in values}
    if gone:
        connection.execute(
            delete(Project).where(Project.verbund_id == verbund_id, Project.project_id.in_(gone))
        )
    for row in values:
        if row["project_id"] not in known:
            key = {"verbund_id": verbund_id, "project_id": row["project_id"]}
            connection.execute(insert(Project).values(**row, verbund_id=verbund_id, seeded=True))
            connection.execute(
                insert(ProjectChange).values(
                    **key,
                    ordinal=1,
                    version=1,
                    role=ROLE,
                    action=ADDED,
                    changes={"phase": [None, row["phase"]]},
                )
            )
        elif known[row["project_id"]]:
            _renew(connection, verbund_id, row)
    return len(values)


def _renew(connection: Connection, verbund_id: str, row: dict[str, Any]) -> None:
    """Write a seed again where it differs; a new version, so that a form opened before notices."""
    mine = (Project.verbund_id == verbund_id, Project.project_id == row["project_id"])
    columns = [getattr(Project, name) for name in row]
    old = connection.execute(select(*columns).where(*mine)).mappings().one()
    changed = {name: value for name, value in row.items() if not _same(old[name], value)}
    if not changed:
        return
    statement = (
        update(Project)
        .where(*mine)
        .values(**changed, version=Project.version + 1, changed_at=func.now())
        .returning(Project.version)
    )
    version = connection.scalar(statement)
    last = select(func.coalesce(func.max(ProjectChange.ordinal), 0)).where(
        ProjectChange.verbund_id == verbund_id, ProjectChange.project_id == row["project_id"]
    )
    connection.execute(
        insert(ProjectChange).values(
            verbund_id=verbund_id,
            project_id=row["project_id"],
            ordinal=connection.execute(last).scalar_one() + 1,
            version=version,
            role=ROLE,
            action=RENEWED,
            changes={name: [old[name], value] for name, value in changed.items() if name != "geom"},
        )
    )


def _same(old: Any, new: Any) -> bool:
    if old is None or new is None or isinstance(new, str | bool | list):
        return bool(old == new)
    return str(old.desc) == str(new.desc)  # geometries


def _to_values(row: dict[str, Any]) -> dict[str, Any]:
    place = row["geom"]
    geom = None if place is None else from_shape(shapely.MultiPoint([place]), srid=STORAGE, extended=True)
    return {**row, "beispiel": bool(row["beispiel"]), "geom": geom}
