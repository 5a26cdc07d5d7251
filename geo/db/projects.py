"""The project register: reading, searching, writing. Who may do so is decided in `geo.service`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection, RowMapping, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from geo.crs import EDGE, STORAGE
from geo.db.project_tables import (
    Project,
    ProjectAdoption,
    ProjectChange,
    ProjectContact,
)

_ALL = "SELECT * FROM project WHERE verbund_id = :verbund AND deleted_at IS NULL ORDER BY title, project_id"
_UNSHOWN = {"search", "words"}
COLUMNS = [column for column in Project.__table__.columns if column.name not in {*_UNSHOWN, "geom", "area"}]
SHAPES = [
    func.ST_AsGeoJSON(func.ST_Transform(Project.geom, EDGE), 6).label("places"),
    func.ST_AsGeoJSON(func.ST_Transform(Project.area, EDGE), 6).label("area"),
]


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What a search looks for; empty means everything. ``words`` are free text, typos allowed."""

    words: str = ""
    kommune: str = ""
    zentrum: str = ""
    need: str = ""
    handlungsfeld: str = ""
    phase: str = ""
    deleted: bool = False


def read_projects(connection: Connection, verbund_id: str) -> gpd.GeoDataFrame:
    """All projects of a Verbund that are not deleted, EPSG:25832; the caller leaves out what may not be seen."""
    return gpd.read_postgis(
        text(_ALL), connection, geom_col="geom", crs=STORAGE, params={"verbund": verbund_id}
    )


def search_projects(
    connection: Connection, verbund_id: str, wanted: ProjectFilter, *, limit: int, offset: int
) -> tuple[int, int, list[RowMapping]]:
    """One page of what the person of the connection may see: best first where words are looked for, else by title.

    Returns
    -------
    int, int, list of RowMapping
        Number found, examples among them, rows of the page with places and area as GeoJSON in degrees.
    """
    # The function applies the rights itself, so that counts and pages are right and its indexes are used (0008).
    values = {"verbund": verbund_id, "wanted": json.dumps(asdict(wanted)), "limit": limit, "offset": offset}
    found = "FROM mitten_find_projects(:verbund, CAST(:wanted AS jsonb))"
    page = text(
        f"""SELECT project_id, count(*) OVER () AS n, count(*) FILTER (WHERE beispiel) OVER () AS n_examples
            {found} ORDER BY rank DESC, title, project_id LIMIT :limit OFFSET :offset"""
    )
    hits = list(connection.execute(page, values))
    if hits:
        n_found, n_examples = hits[0].n, hits[0].n_examples
    else:  # beyond the last page
        counts = text(f"SELECT count(*), count(*) FILTER (WHERE beispiel) {found}")
        n_found, n_examples = connection.execute(counts, values).one()
    keys = [hit.project_id for hit in hits]
    rows = {row["project_id"]: row for row in _read(connection, verbund_id, keys)}
    return n_found, n_examples, [rows[key] for key in keys if key in rows]


def find_project(
    connection: Connection, verbund_id: str, project_id: str, *, lock: bool = False
) -> RowMapping | None:
    """A project, deleted or not; with ``lock`` nobody else changes it until the transaction ends."""
    if lock:
        mine = (Project.verbund_id == verbund_id, Project.project_id == project_id)
        connection.execute(select(Project.project_id).where(*mine).with_for_update())
    rows = _read(connection, verbund_id, [project_id])
    return rows[0] if rows else None


def _read(connection: Connection, verbund_id: str, keys: Sequence[str]) -> list[RowMapping]:
    query = select(*COLUMNS, *SHAPES).where(Project.verbund_id == verbund_id, Project.project_id.in_(keys))
    return list(connection.execute(query).mappings())


def insert_project(
    connection: Connection, verbund_id: str, project_id: str, values: Mapping[str, Any]
) -> None:
    """Add a project that people wrote."""
    key = {"verbund_id": verbund_id, "project_id": project_id}
    connection.execute(insert(Project).values(**key, **values, by_hand=True))


def update_project(
    connection: Connection, verbund_id: str, project_id: str, values: Mapping[str, Any]
) -> int:
    """Change a project; tells its new version."""
    statement = (
        update(Project)
        .where(Project.verbund_id == verbund_id, Project.project_id == project_id)
        .values(**values, by_hand=True, version=Project.version + 1, changed_at=func.clock_timestamp())
        .returning(Project.version)
    )
    return connection.execute(statement).scalar_one()


def add_change(connection: Connection, verbund_id: str, project_id: str, change: Mapping[str, Any]) -> None:
    """Put a change (version, role, action, changes) at the end of a project's history."""
    key = {"verbund_id": verbund_id, "project_id": project_id}
    last = (
        select(func.coalesce(func.max(ProjectChange.ordinal), 0) + 1)
        .where(ProjectChange.verbund_id == verbund_id, ProjectChange.project_id == project_id)
        .scalar_subquery()
    )
    connection.execute(
        insert(ProjectChange).values(**key, **change, ordinal=last, changed_at=func.clock_timestamp())
    )


def list_changes(connection: Connection, verbund_id: str, project_id: str) -> list[RowMapping]:
    """The history of a project, the oldest first."""
    table = ProjectChange.__table__
    query = (
        select(table)
        .where(table.c.verbund_id == verbund_id, table.c.project_id == project_id)
        .order_by(table.c.ordinal)
    )
    return list(connection.execute(query).mappings())


def find_contact(connection: Connection, verbund_id: str, project_id: str) -> RowMapping | None:
    """The contact of a project whose consent holds today."""
    table = ProjectContact.__table__
    query = select(table).where(
        table.c.verbund_id == verbund_id,
        table.c.project_id == project_id,
        table.c.expires_on >= func.current_date(),
    )
    return connection.execute(query).mappings().first()


def write_contact(
    connection: Connection, verbund_id: str, project_id: str, contact: Mapping[str, Any] | None
) -> None:
    """Keep a contact, or delete it: without consent nothing of it stays."""
    mine = (ProjectContact.verbund_id == verbund_id, ProjectContact.project_id == project_id)
    connection.execute(delete(ProjectContact).where(*mine))
    if contact is not None:
        key = {"verbund_id": verbund_id, "project_id": project_id}
        connection.execute(insert(ProjectContact).values(**key, **contact))


def delete_expired_contacts(connection: Connection) -> int:
    """Delete the contacts of all Verbünde whose consent has ended; tells how many."""
    return connection.execute(
        delete(ProjectContact).where(ProjectContact.expires_on < func.current_date())
    ).rowcount


def read_names(connection: Connection, verbund_id: str) -> dict[str, str]:
    """Names of municipalities by AGS and of Ortsteile by id."""
    query = text(
        """SELECT ags AS key, name FROM kommune WHERE verbund_id = :verbund
           UNION ALL SELECT zentrum_id, name FROM zentrum WHERE verbund_id = :verbund"""
    )
    return {row.key: row.name for row in connection.execute(query, {"verbund": verbund_id})}


def list_adoptions(connection: Connection, verbund_id: str, project_id: str) -> list[RowMapping]:
    """Who took over modules of a project, the oldest first."""
    table = ProjectAdoption.__table__
    query = (
        select(table)
        .where(table.c.verbund_id == verbund_id, table.c.project_id == project_id)
        .order_by(table.c.adopted_at)
    )
    return list(connection.execute(query).mappings())


def insert_adoption(connection: Connection, values: Mapping[str, Any]) -> None:
    """Note that a module was taken over."""
    connection.execute(insert(ProjectAdoption).values(**values))


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """What a project may name: municipalities (name by AGS) and Ortsteile (AGS by id)."""

    kommunen: Mapping[str, str]
    zentren: Mapping[str, str]


def read_places(connection: Connection, verbund_id: str) -> KnownPlaces:
    """Municipalities and Ortsteile of a Verbund."""
    values = {"verbund": verbund_id}
    kommunen = connection.execute(text("SELECT ags, name FROM kommune WHERE verbund_id = :verbund"), values)
    zentren = connection.execute(
        text("SELECT zentrum_id, ags FROM zentrum WHERE verbund_id = :verbund"), values
    )
    return KnownPlaces({row.ags: row.name for row in kommunen}, {row.zentrum_id: row.ags for row in zentren})


def list_strays(
    connection: Connection, verbund_id: str, shapes: Sequence[BaseGeometry], ags: Sequence[str]
) -> list[tuple[int, str]]:
    """Shapes (degrees) that touch none of the municipalities ``ags``.

    Returns
    -------
    list
        Position in ``shapes``, and the municipality it lies in, empty where none is known.
    """
    query = text(
        """WITH place AS (
               SELECT ordinal, ST_MakeValid(ST_Transform(ST_GeomFromText(wkt, 4326), 25832)) AS geom
               FROM unnest(CAST(:shapes AS text[])) WITH ORDINALITY AS p(wkt, ordinal))
           SELECT ordinal - 1 AS number,
                  coalesce((SELECT k.name FROM kommune k
                            WHERE k.verbund_id = :verbund AND ST_Intersects(k.geom, place.geom) LIMIT 1), '') AS name
           FROM place
           WHERE NOT EXISTS (SELECT FROM kommune k WHERE k.verbund_id = :verbund AND k.ags = ANY(:ags)
                             AND ST_Intersects(k.geom, place.geom))
           ORDER BY ordinal"""
    )
    values = {"verbund": verbund_id, "shapes": [each.wkt for each in shapes], "ags": list(ags)}
    return [(row.number, row.name) for row in connection.execute(query, values)]
