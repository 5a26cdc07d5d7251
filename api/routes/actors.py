"""Actors: who offers and looks for what. Answers depend on who asks: they are kept by nobody."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.deps import Opened
from api.errors import ProblemOf
from api.routes.projects import Key as ProjectKey
from api.routes.projects import keep_private, to_download
from geo import service
from geo.domain import ActorKind, Direction, Handlungsfeld, Resource
from geo.results import (
    ActorConflict,
    ActorConsent,
    ActorEdit,
    ActorForm,
    ActorList,
    ActorMatches,
    ActorNew,
    ActorProfile,
    ProjectTeam,
)
from geo.service import ActorFilter

EXAMPLE_ID = "werkstattverein-luenern"


class ActorProblem(ProblemOf[ActorConflict]):
    """Both versions where two people edited at once."""


router = APIRouter(prefix="/actors", tags=["Akteure"], dependencies=[Depends(keep_private)])
team_router = APIRouter(prefix="/projects", tags=["Akteure"], dependencies=[Depends(keep_private)])
Key = Annotated[str, Path(max_length=100, description="Kennung des Akteurs", examples=[EXAMPLE_ID])]
TWO_VERSIONS: dict[int | str, dict[str, Any]] = {
    409: {"model": ActorProblem, "description": "Inzwischen geändert"}
}


def to_filter(
    q: Annotated[
        str, Query(max_length=200, description="Suchwörter; Tippfehler erlaubt", examples=["Werkstatt"])
    ] = "",
    kommune: Annotated[str, Query(max_length=20, description="AGS", examples=["05978036"])] = "",
    kind: Annotated[ActorKind | None, Query(description="Organisation oder Person")] = None,
    direction: Annotated[Direction | None, Query(description="Bietet oder sucht")] = None,
    resource: Annotated[Resource | None, Query(description="Art des Angebots oder Gesuchs")] = None,
    need: Annotated[str, Query(max_length=64, description="Bedarf (siehe /api/layers)")] = "",
    handlungsfeld: Annotated[Handlungsfeld | None, Query(description="Handlungsfeld")] = None,
) -> ActorFilter:
    """What a search looks for, from the address."""
    return ActorFilter(
        words=q,
        kommune=kommune,
        kind=kind or "",
        direction=direction or "",
        resource=resource or "",
        need=need,
        handlungsfeld=handlungsfeld or "",
    )


@router.get("")
def actors(
    opened: Opened,
    wanted: Annotated[ActorFilter, Depends(to_filter)],
    limit: Annotated[int, Query(ge=1, le=200, description="Akteure je Seite")] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="So viele überspringen")] = 0,
) -> ActorList:
    """Akteure, die man sehen darf: nach Suchwörtern das Passendste zuerst, sonst nach Namen."""
    return service.list_actors(opened, wanted, limit=limit, offset=offset)


@router.get("/form")
def form(opened: Opened) -> ActorForm:
    """Wörter des Formulars, Text der Einwilligung, und ob man Akteure eintragen darf."""
    return service.read_actor_form(opened)


@router.post("", status_code=201)
def create(opened: Opened, new: ActorNew) -> ActorProfile:
    """Akteur eintragen; eine Person und jeder Kontakt nur mit Einwilligung."""
    return service.create_actor(opened, new)


@router.get("/{actor_id}")
def actor(opened: Opened, actor_id: Key) -> ActorProfile:
    """Ein Akteur; Kontakt und Einwilligung nur mit Konto, und nur, solange sie gilt."""
    return service.read_actor(opened, actor_id)


@router.put("/{actor_id}", responses=TWO_VERSIONS)
def change(opened: Opened, actor_id: Key, edit: ActorEdit) -> ActorProfile:
    """Akteur ändern; hat ihn inzwischen jemand anderes geändert, kommen beide Fassungen zurück (409)."""
    return service.change_actor(opened, actor_id, edit)


@router.delete("/{actor_id}", status_code=204)
def delete(opened: Opened, actor_id: Key) -> Response:
    """Akteur endgültig löschen, mit allem, was dazugehört."""
    service.delete_actor(opened, actor_id)
    return Response(status_code=204)


@router.put("/{actor_id}/consent")
def consent(opened: Opened, actor_id: Key, given: ActorConsent) -> ActorProfile:
    """Einwilligung (Zweck, Tag, Ablauf) mit Kontakt eintragen oder erneuern."""
    return service.give_consent(opened, actor_id, given)


@router.delete("/{actor_id}/consent", status_code=204)
def withdraw(opened: Opened, actor_id: Key) -> Response:
    """Einwilligung zurückziehen: eine Person wird sofort ganz gelöscht, von einer Organisation der Kontakt."""
    service.withdraw_consent(opened, actor_id)
    return Response(status_code=204)


@router.get("/{actor_id}/export", response_class=Response)
def export(opened: Opened, actor_id: Key) -> Response:
    """Alles, was über einen Akteur gespeichert ist, für das Konto, das ihn eingetragen hat (JSON)."""
    found = service.export_actor(opened, actor_id)
    content = found.model_dump_json(indent=2).encode()
    return to_download(content, f"{actor_id}.json", "application/json")


@router.get("/{actor_id}/matches")
def matches(opened: Opened, actor_id: Key) -> ActorMatches:
    """Wer bietet, was der Akteur sucht, wer sucht, was er bietet, und welche Projekte ihn brauchen könnten."""
    return service.match_actor(opened, actor_id)


@team_router.get("/{project_id}/team")
def team(opened: Opened, project_id: ProjectKey) -> ProjectTeam:
    """Wer zusammen decken könnte, was ein Projekt sucht; was niemand bietet, steht dabei."""
    return service.propose_team(opened, project_id)
