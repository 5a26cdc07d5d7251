"""The project register. Answers depend on who asks: they are kept by nobody."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Path, Query, Request, Response, UploadFile

from api.deps import Opened
from api.errors import ProblemOf
from geo import service
from geo.domain import Handlungsfeld, Phase
from geo.errors import InputError
from geo.results import (
    AdoptionNew,
    Attachment,
    Project,
    ProjectChange,
    ProjectConflict,
    ProjectEdit,
    ProjectForm,
    ProjectImport,
    ProjectList,
    ProjectNew,
)
from geo.service import ProjectFilter
from geo.service.attachments import BYTES_PER_MB
from geo.service.project_export import ProjectFormat, TableFormat
from geo.settings import Settings

IMPORT_MB = 20
EXAMPLE_ID = "dorfladen-digital-rinkerode"
PERSONAL = {"Cache-Control": "private, no-store", "Vary": "Cookie"}


class ProjectProblem(ProblemOf[ProjectConflict]):
    """A question (``confirm``), or both versions where two people edited at once (``conflict``)."""


def keep_private(response: Response) -> None:
    """Tell browser and proxies not to keep the answer: another person must not get it."""
    response.headers.update(PERSONAL)


def get_settings(request: Request) -> Settings:
    """Settings of the installation."""
    settings: Settings = request.app.state.settings
    return settings


router = APIRouter(prefix="/projects", tags=["Projekte"], dependencies=[Depends(keep_private)])
InstallationSettings = Annotated[Settings, Depends(get_settings)]
Key = Annotated[str, Path(max_length=100, description="Kennung des Projekts", examples=[EXAMPLE_ID])]
AttachmentKey = Annotated[str, Path(max_length=64, description="Kennung des Anhangs")]
TWO_VERSIONS: dict[int | str, dict[str, Any]] = {
    409: {"model": ProjectProblem, "description": "Rückfrage oder inzwischen geändert"}
}


def to_filter(
    q: Annotated[
        str, Query(max_length=200, description="Suchwörter; Tippfehler erlaubt", examples=["Dorfladen"])
    ] = "",
    kommune: Annotated[str, Query(max_length=20, description="AGS", examples=["05570016"])] = "",
    zentrum: Annotated[str, Query(max_length=100, description="Kennung des Ortsteils")] = "",
    need: Annotated[
        str, Query(max_length=64, description="Bedarf (siehe /api/layers)", examples=["convenience"])
    ] = "",
    handlungsfeld: Annotated[Handlungsfeld | None, Query(description="Handlungsfeld")] = None,
    phase: Annotated[Phase | None, Query(description="Phase")] = None,
    deleted: Annotated[bool, Query(description="Gelöschte, die man wiederherstellen darf")] = False,
) -> ProjectFilter:
    """What a search looks for, from the address."""
    return ProjectFilter(q, kommune, zentrum, need, handlungsfeld or "", phase or "", deleted=deleted)


Wanted = Annotated[ProjectFilter, Depends(to_filter)]


@router.get("")
def projects(
    opened: Opened,
    wanted: Wanted,
    limit: Annotated[int, Query(ge=1, le=500, description="Projekte je Seite")] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="So viele überspringen")] = 0,
) -> ProjectList:
    """Projekte, die man sehen darf: nach Suchwörtern das Passendste zuerst, sonst nach Titel."""
    return service.list_projects(opened, wanted, limit=limit, offset=offset)


@router.get("/form")
def form(opened: Opened, settings: InstallationSettings) -> ProjectForm:
    """Wörter und Grenzen des Formulars, und ob man Projekte eintragen darf."""
    return service.read_project_form(opened, settings)


@router.get("/export", response_class=Response)
def export(
    opened: Opened,
    wanted: Wanted,
    file_format: Annotated[
        ProjectFormat, Query(alias="format", description="Format der Datei", examples=["csv"])
    ] = "xlsx",
) -> Response:
    """Projekte, die man sehen darf, als Tabelle oder GeoJSON; Kontakte sind nie dabei."""
    file = service.export_projects(opened, file_format, wanted)
    return to_download(file.content, file.name, file.media_type)


@router.get("/template", response_class=Response)
def template(
    file_format: Annotated[TableFormat, Query(alias="format", description="Format der Datei")] = "xlsx",
) -> Response:
    """Vorlage für den Import."""
    file = service.write_template(file_format)
    return to_download(file.content, file.name, file.media_type)


@router.post("/import", responses=TWO_VERSIONS)
def import_table(
    opened: Opened,
    file: Annotated[UploadFile, File(description="XLSX oder CSV nach der Vorlage")],
    write: Annotated[bool, Query(description="Eintragen; sonst nur prüfen")] = False,
    confirm: Annotated[bool, Query(description="Orte außerhalb ihrer Kommune sind so gemeint")] = False,
) -> ProjectImport:
    """Tabelle prüfen (was in welcher Zelle falsch ist) und, wenn alles stimmt, auf Wunsch eintragen."""
    content = read_upload(file, IMPORT_MB)
    return service.import_projects(opened, file.filename or "Tabelle", content, write=write, confirm=confirm)


@router.post("", status_code=201, responses=TWO_VERSIONS)
def create(opened: Opened, new: ProjectNew) -> Project:
    """Projekt eintragen; ein Ort außerhalb der Kommune wird zurückgefragt (409, `confirm`)."""
    return service.create_project(opened, new)


@router.get("/{project_id}")
def project(opened: Opened, project_id: Key) -> Project:
    """Ein Projekt mit allem, was dazugehört; ein Kontakt nur mit Konto und Einwilligung."""
    return service.read_project(opened, project_id)


@router.put("/{project_id}", responses=TWO_VERSIONS)
def change(opened: Opened, project_id: Key, edit: ProjectEdit) -> Project:
    """Projekt ändern; hat es inzwischen jemand anderes geändert, kommen beide Fassungen zurück (409)."""
    return service.change_project(opened, project_id, edit)


@router.delete("/{project_id}", status_code=204)
def delete(opened: Opened, project_id: Key) -> Response:
    """Projekt löschen; es lässt sich wiederherstellen."""
    service.delete_project(opened, project_id)
    return Response(status_code=204)


@router.post("/{project_id}/restore")
def restore(opened: Opened, project_id: Key) -> Project:
    """Gelöschtes Projekt wiederherstellen."""
    return service.restore_project(opened, project_id)


@router.get("/{project_id}/history")
def history(opened: Opened, project_id: Key) -> list[ProjectChange]:
    """Was wann von wem (Rolle) geändert wurde, das Neueste zuerst."""
    return service.list_project_changes(opened, project_id)


@router.post("/{project_id}/adoptions", status_code=201)
def adopt(opened: Opened, project_id: Key, new: AdoptionNew) -> Project:
    """Baustein eines Projekts für eine Kommune übernehmen."""
    return service.adopt_module(opened, project_id, new)


@router.post("/{project_id}/attachments", status_code=201)
def attach(
    opened: Opened,
    settings: InstallationSettings,
    project_id: Key,
    file: Annotated[UploadFile, File(description="Datei")],
) -> Attachment:
    """Anhang hinzufügen; Art und Größe werden geprüft."""
    content = read_upload(file, settings.attachment_mb)
    return service.add_attachment(opened, settings, project_id, file.filename or "", content)


@router.get("/{project_id}/attachments/{attachment_id}", response_class=Response)
def attachment(opened: Opened, project_id: Key, attachment_id: AttachmentKey) -> Response:
    """Anhang herunterladen."""
    found = service.read_attachment(opened, project_id, attachment_id)
    return to_download(found.content, found.name, found.media_type)


@router.delete("/{project_id}/attachments/{attachment_id}", status_code=204)
def detach(opened: Opened, project_id: Key, attachment_id: AttachmentKey) -> Response:
    """Anhang löschen."""
    service.delete_attachment(opened, project_id, attachment_id)
    return Response(status_code=204)


def read_upload(file: UploadFile, most_mb: int) -> bytes:
    """The bytes of an upload, not many more than may be.

    Raises
    ------
    InputError
        If it is larger.
    """
    content = file.file.read(most_mb * BYTES_PER_MB + 1)
    if len(content) > most_mb * BYTES_PER_MB:
        raise InputError(f"Die Datei ist größer als {most_mb} MB: bitte verkleinern oder verlinken.")
    return content


def to_download(content: bytes, name: str, media_type: str) -> Response:
    """A file that browsers save and never show or run."""
    plain = "".join(
        char if char.isascii() and char.isprintable() and char not in '"\\' else "_" for char in name
    )
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        **PERSONAL,
    }
    return Response(content, media_type=media_type, headers=headers)
