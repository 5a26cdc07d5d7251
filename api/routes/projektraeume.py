"""Projekträume: made of computed areas, changed by version. Answers depend on who asks: they are kept by nobody."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.deps import Opened
from api.errors import ProblemOf
from api.routes.projects import keep_private
from geo import service
from geo.results import (
    PoolPrint,
    Projektraum,
    ProjektraumConflict,
    ProjektraumEdit,
    ProjektraumInfo,
    ProjektraumNew,
)

EXAMPLE_ID = "stockum-und-6-weitere-1a2b3c"


class RaumProblem(ProblemOf[ProjektraumConflict]):
    """Both versions where two people edited at once."""


router = APIRouter(prefix="/projektraeume", tags=["Projekträume"], dependencies=[Depends(keep_private)])
Key = Annotated[str, Path(max_length=100, description="Kennung des Projektraums", examples=[EXAMPLE_ID])]
TWO_VERSIONS: dict[int | str, dict[str, Any]] = {
    409: {"model": RaumProblem, "description": "Inzwischen geändert"}
}


@router.get("")
def raeume(opened: Opened) -> list[ProjektraumInfo]:
    """Projekträume, die man sehen darf."""
    return service.list_raeume(opened)


@router.post("", status_code=201)
def create(opened: Opened, new: ProjektraumNew) -> Projektraum:
    """Aus einem gerechneten Raum einen Projektraum machen."""
    return service.create_raum(opened, new)


@router.get("/{raum_id}")
def raum(opened: Opened, raum_id: Key) -> Projektraum:
    """Ein Projektraum: Mitglieder, Prüfung der Grenzen, Unterschied zum gezeigten Lauf, Projekte, Verlauf."""
    return service.read_raum(opened, raum_id)


@router.put("/{raum_id}", responses=TWO_VERSIONS)
def change(opened: Opened, raum_id: Key, edit: ProjektraumEdit) -> Projektraum:
    """Projektraum ändern; hat ihn inzwischen jemand anderes geändert, kommen beide Fassungen zurück (409)."""
    return service.change_raum(opened, raum_id, edit)


@router.delete("/{raum_id}", status_code=204)
def delete(opened: Opened, raum_id: Key) -> Response:
    """Projektraum löschen."""
    service.delete_raum(opened, raum_id)
    return Response(status_code=204)


@router.get(
    "/{raum_id}/report.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "Bericht, A4"}},
)
def report(
    response: Response, opened: Opened, raum_id: Key, shared: Annotated[PoolPrint, Query()]
) -> Response:
    """Gedruckter Bericht eines Projektraums, mit einem gemeinsamen Standort."""
    page = service.render_raum_report(opened, raum_id, shared.to_ask(raum_id))
    headers = {**response.headers, "Content-Disposition": 'inline; filename="mitten-projektraum.pdf"'}
    return Response(page, media_type="application/pdf", headers=headers)
