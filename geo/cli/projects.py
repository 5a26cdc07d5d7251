"""``mitten projects``: the register on the command line, with the rights of the operator."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import DraftOption, editing, print_fields, print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund, write_file
from geo.domain import Handlungsfeld, Phase
from geo.errors import InputError
from geo.progress import console
from geo.render.german import format_date
from geo.results import Project, ProjectEdit, ProjectImport, ProjectNew
from geo.service import ProjectFilter

projects_app = typer.Typer(help="Das Verzeichnis der Projekte.", no_args_is_help=True)

KeyArgument = Annotated[str, typer.Argument(help="Kennung des Projekts.")]
ConfirmOption = Annotated[
    bool, typer.Option("--confirm", help="Ein Ort außerhalb der Kommune ist so gemeint.")
]
SHOWN_PROBLEMS = 50


@projects_app.command("list")
def list_projects(
    words: Annotated[str, typer.Argument(help="Suchwörter; Tippfehler erlaubt.")] = "",
    *,
    kommune: Annotated[str, typer.Option("--kommune", help="AGS der Kommune.")] = "",
    zentrum: Annotated[str, typer.Option("--zentrum", help="Kennung des Ortsteils.")] = "",
    need: Annotated[str, typer.Option("--need", help="Bedarf, z. B. convenience.")] = "",
    handlungsfeld: Annotated[
        Handlungsfeld | None, typer.Option("--handlungsfeld", help="Handlungsfeld.")
    ] = None,
    phase: Annotated[Phase | None, typer.Option("--phase", help="Phase.")] = None,
    deleted: Annotated[bool, typer.Option("--deleted", help="Die gelöschten zeigen.")] = False,
    limit: Annotated[int, typer.Option("--limit", help="Höchstens so viele.")] = 50,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Projekte suchen, das Passendste zuerst."""
    wanted = ProjectFilter(words, kommune, zentrum, need, handlungsfeld or "", phase or "", deleted=deleted)
    found = service.list_projects(open_verbund(verbund), wanted, limit=limit)
    if as_json:
        print_json(found)
        return
    print_table(
        ("Kennung", "Titel", "Phase", "Kommunen", "sichtbar für"),
        [
            (
                project.project_id,
                f"{project.title}{' (Beispiel)' if project.beispiel else ''}",
                project.phase_title,
                ", ".join(project.kommunen) or ("ohne Kommune" if project.points else "ohne Ort"),
                project.visibility_title,
            )
            for project in found.projects
        ],
    )
    print_line(f"{len(found.projects)} von {found.n_found} Projekten")


@projects_app.command("show")
def show_project(
    key: KeyArgument,
    *,
    draft: DraftOption = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ein Projekt mit seiner Geschichte zeigen."""
    opened = open_verbund(verbund)
    found = service.read_project(opened, key)
    if draft:
        print_json(ProjectEdit(draft=found.draft, version=found.info.version))
        return
    if as_json:
        print_json(found)
        return
    _print_project(found)
    print_table(
        ("am", "von", "was"),
        [
            (
                format_date(change.changed_at),
                change.role,
                f"{change.action_title}{': ' if change.fields else ''}{', '.join(f.title for f in change.fields)}",
            )
            for change in service.list_project_changes(opened, key)
        ],
    )


def _print_project(project: Project) -> None:
    info = project.info
    print_line(f"{info.title}{' (Beispiel)' if info.beispiel else ''}{' (gelöscht)' if info.deleted else ''}")
    print_line(info.summary)
    print_line(project.description)
    print_fields(
        ("Bedarf", info.need_title),
        ("Handlungsfelder", ", ".join(info.handlungsfelder)),
        ("Zielgruppen", ", ".join(info.target_groups)),
        ("Phase", info.phase_title),
        ("Kommunen", ", ".join(info.kommunen)),
        ("Lage", project.place_words),
        ("Träger", info.owner),
        ("Sichtbar für", info.visibility_title),
        ("Version", str(info.version)),
    )


@projects_app.command("add")
def add_project(
    file: Annotated[Path, typer.Argument(help="JSON-Datei wie bei POST /api/projects: draft.")],
    *,
    confirm: ConfirmOption = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ein Projekt aus einer JSON-Datei eintragen."""
    new = service.read_record(ProjectNew, file)
    with editing():
        added = service.create_project(
            open_verbund(verbund), new.model_copy(update={"confirm": new.confirm or confirm})
        )
    if as_json:
        print_json(added)
        return
    print_line(f"Projekt {added.info.project_id} eingetragen")


@projects_app.command("change")
def change_project(
    key: KeyArgument,
    file: Annotated[
        Path, typer.Argument(help="JSON-Datei: „mitten projects show KENNUNG --draft“, bearbeitet.")
    ],
    *,
    confirm: ConfirmOption = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ein Projekt ändern, auch seinen Kontakt; hat es inzwischen jemand anderes geändert, bleibt es, wie es ist."""
    edit = service.read_record(ProjectEdit, file)
    with editing():
        changed = service.change_project(
            open_verbund(verbund), key, edit.model_copy(update={"confirm": edit.confirm or confirm})
        )
    if as_json:
        print_json(changed)
        return
    print_line(f"Projekt {key} geändert (Version {changed.info.version})")


@projects_app.command("import")
def import_projects(
    file: Annotated[Path, typer.Argument(help="XLSX oder CSV nach der Vorlage; mit --mapping ein Ordner.")],
    *,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="Zuordnung für JSON-Dateien eines anderen Verzeichnisses."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Nur prüfen, nichts eintragen.")] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Orte außerhalb ihrer Kommune sind so gemeint.")
    ] = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Projekte aus einer Tabelle eintragen, alle oder keines."""
    opened = open_verbund(verbund)
    preview = _import(opened, file, mapping, write=False, confirm=confirm)
    sound = not preview.problems and not preview.questions
    found = preview if check or not sound else _import(opened, file, mapping, write=True, confirm=confirm)
    if as_json:
        print_json(found)
    else:
        _print_import(found)
    if not sound:
        raise typer.Exit(1)


def _import(
    opened: service.OpenVerbund, file: Path, mapping: Path | None, *, write: bool, confirm: bool
) -> ProjectImport:
    if mapping is not None:
        return service.import_mapped_projects(opened, file, mapping, write=write, confirm=confirm)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} ist nicht lesbar: bitte Pfad und Rechte prüfen.") from error
    return service.import_projects(opened, file.name, content, write=write, confirm=confirm)


def _print_import(found: ProjectImport) -> None:
    wrong = [*found.problems, *found.questions]
    print_table(
        ("Zelle", "Spalte", "was und wie"),
        [(each.cell, each.column, each.message) for each in wrong[:SHOWN_PROBLEMS]],
    )
    if len(wrong) > SHOWN_PROBLEMS:
        print_line(f"… und {len(wrong) - SHOWN_PROBLEMS} weitere")
    print_line(found.sentence)
    if found.questions and not found.problems:
        print_line("Wenn ja: mit --confirm wiederholen.")


@projects_app.command("export")
def export_projects(
    target: Annotated[Path, typer.Option("--output", "-o", help="Datei, in die geschrieben wird.")],
    file_format: Annotated[str, typer.Option("--format", help="csv, xlsx oder geojson.")] = "xlsx",
    verbund: VerbundOption = None,
) -> None:
    """Projekte als Tabelle oder GeoJSON schreiben; Kontakte sind nie dabei."""
    write_file(target, service.export_projects(open_verbund(verbund), file_format).content)


@projects_app.command("template")
def write_template(
    target: Annotated[Path, typer.Option("--output", "-o", help="Datei, in die geschrieben wird.")],
    file_format: Annotated[str, typer.Option("--format", help="xlsx oder csv.")] = "xlsx",
) -> None:
    """Die Vorlage für den Import schreiben."""
    write_file(target, service.write_template(file_format).content)


@projects_app.command("delete")
def delete_project(key: KeyArgument, verbund: VerbundOption = None) -> None:
    """Projekt löschen; es lässt sich wiederherstellen."""
    service.delete_project(open_verbund(verbund), key)
    console.print(f"Projekt {key} gelöscht; zurück mit „mitten projects restore {key}“", soft_wrap=True)


@projects_app.command("restore")
def restore_project(key: KeyArgument, verbund: VerbundOption = None) -> None:
    """Gelöschtes Projekt wiederherstellen."""
    service.restore_project(open_verbund(verbund), key)
    console.print(f"Projekt {key} wiederhergestellt", soft_wrap=True)


@projects_app.command("retention")
def delete_expired_contacts(verbund: VerbundOption = None) -> None:
    """Kontakte löschen, deren Einwilligung abgelaufen ist (für jede Nacht)."""
    count = service.delete_expired_contacts(open_verbund(verbund))
    console.print(f"{count} {'Kontakt' if count == 1 else 'Kontakte'} gelöscht", soft_wrap=True)
