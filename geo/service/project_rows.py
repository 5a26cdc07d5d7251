"""Rows of the register: who may have one, and the records that they become."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, RowMapping

from geo.db import projects
from geo.domain import Handlungsfeld, Phase, Visibility
from geo.errors import NotFoundError
from geo.layers import list_layers
from geo.results import Place, ProjectDraft, ProjectInfo
from geo.rights import may_edit, may_see, validate_may_edit
from geo.service.opened import OpenVerbund


def get_row(
    connection: Connection, opened: OpenVerbund, project_id: str, *, lock: bool = False
) -> RowMapping:
    """Row of a project that the person may see; a deleted one only for those who may edit it.

    Raises
    ------
    NotFoundError
        If there is none: the same words whether it does not exist or may not be seen.
    """
    row = projects.find_project(connection, opened.verbund_id, project_id, lock=lock)
    if row is not None:
        held = (opened.person, Visibility(row["visibility"]), row["ags"])
        if may_see(*held) and (row["deleted_at"] is None or may_edit(*held)):
            return row
    raise NotFoundError(f"Das Projekt „{project_id}“ gibt es nicht, oder es ist nicht für alle sichtbar.")


def get_editable_row(connection: Connection, opened: OpenVerbund, project_id: str) -> RowMapping:
    """Row of a project that the person may edit, locked until the transaction ends.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none that may be seen, or it may not be edited.
    """
    row = get_row(connection, opened, project_id)
    validate_may_edit(opened.person, Visibility(row["visibility"]), row["ags"])
    return get_row(connection, opened, project_id, lock=True)


def to_draft(row: RowMapping) -> ProjectDraft:
    """A row of the register as a form holds it, without its contact.

    Values were checked when they came in; what is stored is shown also where the bounds have changed since.
    """
    places = json.loads(row["places"])["coordinates"] if row["places"] else []
    stored = {
        name: row[name] for name in ProjectDraft.model_fields if name not in {"places", "area", "contact"}
    }
    return ProjectDraft(
        **stored,
        places=[Place(lon=lon, lat=lat) for lon, lat in places],
        area=json.loads(row["area"]) if row["area"] else None,
    )


def to_project_info(row: RowMapping, names: Mapping[str, str]) -> ProjectInfo:
    """A row of the register with its words; what has no name any more keeps its id."""
    needs = {layer.key: layer.title for layer in list_layers()}
    phase, visibility = Phase(row["phase"]), Visibility(row["visibility"])
    points = json.loads(row["places"])["coordinates"] if row["places"] else []
    lon, lat = points[0] if points else (None, None)
    kept = ("project_id", "title", "summary", "need", "target_groups", "phase_since", "ags", "owner")
    return ProjectInfo(
        **{name: row[name] for name in (*kept, "beispiel", "version")},
        need_title=needs.get(row["need"], row["need"]),
        handlungsfelder=[Handlungsfeld(key).title for key in row["handlungsfelder"]],
        phase=phase,
        phase_title=phase.title,
        kommunen=[names.get(key, key) for key in row["ags"]],
        zentrum_ids=row["zentren"],
        zentren=[names.get(key, key) for key in row["zentren"]],
        visibility=visibility,
        visibility_title=visibility.title,
        deleted=row["deleted_at"] is not None,
        lon=lon,
        lat=lat,
        points=points,
    )
