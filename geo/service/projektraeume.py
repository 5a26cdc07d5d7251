"""Projekträume: areas that planners have made their own, shown beside what the run makes of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping

from geo.db import areas as stored_areas
from geo.db import projects
from geo.db import projektraeume as stored
from geo.domain import Visibility
from geo.errors import NotFoundError
from geo.layers import list_layers
from geo.render.german import format_number, format_people
from geo.results import (
    ProjectInfo,
    Projektraum,
    ProjektraumInfo,
    RaumChange,
    RaumMember,
    Titled,
)
from geo.rights import may_edit, may_see
from geo.service.area_words import join_words
from geo.service.areas import Known, read_known, to_areas
from geo.service.catalogue import to_run_info
from geo.service.opened import OpenVerbund
from geo.service.project_rows import get_row as get_project_row
from geo.service.project_rows import to_project_info
from geo.service.projektraum_words import check_raum, compare_with_run, list_told, tell_projects


def list_raeume(opened: OpenVerbund) -> list[ProjektraumInfo]:
    """Projekträume that the person may see, by name."""
    with opened.connect() as connection:
        known = read_known(connection, opened)
        rows = [row for row in stored.list_rows(connection, opened.verbund_id) if _seen(opened, row)]
    return [to_info(row, known) for row in rows]


def read_raum(opened: OpenVerbund, raum_id: str) -> Projektraum:
    """A Projektraum with members, checks of the limits, difference to the shown run, projects, history.

    Raises
    ------
    NotFoundError
        If there is none, or it may not be seen.
    """
    with opened.connect() as connection:
        return assemble(connection, opened, get_row(connection, opened, raum_id))


def get_row(connection: Connection, opened: OpenVerbund, raum_id: str, *, lock: bool = False) -> RowMapping:
    """Row of a Projektraum that the person may see.

    Raises
    ------
    NotFoundError
        If there is none: the same words whether it does not exist or may not be seen.
    """
    row = stored.find_row(connection, opened.verbund_id, raum_id, lock=lock)
    if row is None or not _seen(opened, row):
        raise NotFoundError(
            f"Den Projektraum „{raum_id}“ gibt es nicht, oder er ist nicht für alle sichtbar."
        )
    return row


def _seen(opened: OpenVerbund, row: RowMapping) -> bool:
    return may_see(opened.person, Visibility(row["visibility"]), row["ags"])


def to_info(row: RowMapping, known: Known) -> ProjektraumInfo:
    """A row as it stands in a list."""
    checks = check_raum(row, known)
    kommunen = {member["ags"]: member["kommune"] for member in row["members"]}
    missed = [check.text for check in checks if check.kept is False]
    unsure = [f"Offen: {check.text}" for check in checks if check.kept is None]
    visibility = Visibility(row["visibility"])
    return ProjektraumInfo(
        raum_id=row["raum_id"],
        name=row["name"],
        kind=row["kind"],
        service=row["service"],
        service_title=_service_title(row["service"]),
        kommunen=[
            Titled(key=ags, title=kommunen[ags]) for ags in sorted(kommunen, key=lambda a: kommunen[a])
        ],
        n_members=len(row["members"]),
        visibility=visibility,
        visibility_title=visibility.title,
        checks_kept=not missed,
        sentence=[*missed, *unsure, "Alle Grenzen sind eingehalten."][0],
        version=row["version"],
    )


def assemble(connection: Connection, opened: OpenVerbund, row: RowMapping) -> Projektraum:
    """A row with all that belongs to it."""
    known = read_known(connection, opened)
    run_id = known.run["run_id"]
    found = stored_areas.read_areas(connection, run_id, kind=row["kind"], service=row["service"])
    areas = to_areas(found, stored_areas.read_members(connection, run_id), known)
    members = [_to_member(member, known) for member in row["members"]]
    places = [member.place for member in members if member.place is not None]
    attached = find_projects(connection, opened, row["projects"])
    changes = stored.list_changes(connection, opened.verbund_id, row["raum_id"])
    told = find_projects(connection, opened, list_told(change["text"] for change in changes))
    titles = {project.project_id: project.title for project in told}
    return Projektraum(
        info=to_info(row, known),
        members=members,
        checks=check_raum(row, known),
        difference=compare_with_run(row, areas, known),
        reason=_reason(row),
        notes=row["notes"],
        projects=attached,
        project_ids=[project.project_id for project in attached],
        residents=sum(place.residents or 0 for place in places),
        residents_unknown=sum(place.residents is None for place in places),
        changes=[
            RaumChange(
                **{
                    **{name: change[name] for name in RaumChange.model_fields},
                    "text": tell_projects(change["text"], titles),
                }
            )
            for change in changes
        ],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        may_edit=may_edit(opened.person, Visibility(row["visibility"]), row["ags"]),
        hub_id=next(
            (area.hub.place_id for area in areas if area.area_id == row["area_id"] and area.hub), None
        ),
        run_id=run_id,
        model_note=to_run_info(known.run).model_note,
    )


def _to_member(member: dict[str, Any], known: Known) -> RaumMember:
    place = known.places.get(member["place_id"])
    if place is None:
        text = "aufgelöst, nicht mehr geladen"
    elif place.residents is None:
        text = "Partner, Einwohner nicht bekannt" if place.partner else "Einwohner nicht bekannt"
    else:
        text = f"{format_people(place.residents)} Einwohner"
    kept = {name: member[name] for name in ("place_id", "name", "kommune", "ags", "partner")}
    return RaumMember(**kept, place=place, text=text)


def _reason(row: RowMapping) -> str:
    """Why it began: of how many places, for which service."""
    title = _service_title(row["service"])
    kommunen = join_words(sorted({member["kommune"] for member in row["computed"]}))
    count = format_number(len(row["computed"]))
    what = f", weil dort die Norm verfehlt ist: {title}" if title else ", denen dasselbe fehlt"
    return f"Aus dem Lauf {row['run_id']}: {count} Orte in {kommunen}{what}."


def _service_title(key: str) -> str:
    """Title of a layer; its key where it is gone."""
    return {layer.key: layer.title for layer in list_layers()}.get(key, key)


def find_projects(connection: Connection, opened: OpenVerbund, keys: Sequence[str]) -> list[ProjectInfo]:
    """Those of some projects that there are and the person may see."""
    names = projects.read_names(connection, opened.verbund_id)
    found = []
    for key in keys:
        try:
            found.append(to_project_info(get_project_row(connection, opened, key), names))
        except NotFoundError:
            continue
    return found
