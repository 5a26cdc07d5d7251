"""``mitten areas rooms|room|room-add|room-change|room-delete``: Projekträume, with the rights of the operator."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import DraftOption, editing, print_fields, print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund, write_file
from geo.progress import step
from geo.render.german import format_date
from geo.results import Projektraum, ProjektraumEdit, ProjektraumNew

KeyArgument = Annotated[str, typer.Argument(help="Kennung des Projektraums (mitten areas rooms).")]
CHECK_SIGNS = {True: "✓", False: "✗", None: "·"}


def register(app: typer.Typer) -> None:
    """Add the commands to a group."""
    app.command("rooms")(rooms)
    app.command("room")(room)
    app.command("room-add")(room_add)
    app.command("room-change")(room_change)
    app.command("room-delete")(room_delete)


def rooms(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Projekträume, die Kommunen zu ihren eigenen gemacht haben."""
    found = service.list_raeume(open_verbund(verbund))
    if as_json:
        print_json(found)
        return
    print_table(
        ("Kennung", "Name", "Dienst", "Mitglieder", "Grenzen"),
        [
            (raum.raum_id, raum.name, raum.service_title or "–", str(raum.n_members), raum.sentence)
            for raum in found
        ],
    )


def room(
    key: KeyArgument,
    *,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", help="Auch seinen Bericht in diese Datei schreiben.")
    ] = None,
    draft: DraftOption = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ein Projektraum: Mitglieder, Prüfung der Grenzen, Unterschied zum gerechneten Raum, Projekte, Verlauf."""
    opened = open_verbund(verbund)
    found = service.read_raum(opened, key)
    if pdf is not None:
        with step(f"Bericht {key}"):
            pages = service.render_raum_report(opened, key)
        write_file(pdf, pages)
    if draft:
        print_json(to_edit(found))
    elif as_json:
        print_json(found)
    else:
        _print_room(found)


def _print_room(raum: Projektraum) -> None:
    info = raum.info
    print_line(info.name)
    print_line(raum.reason)
    print_line(raum.notes)
    print_fields(("Sichtbar für", info.visibility_title), ("Version", str(info.version)))
    print_table(
        ("Mitglied", "Kommune", "Angaben"),
        [(member.name, member.kommune, member.text) for member in raum.members],
    )
    for check in raum.checks:
        print_line(f"{CHECK_SIGNS[check.kept]} {check.text}")
    print_line(raum.difference.sentence)
    print_table(
        ("Projekt", "Titel", "Phase"),
        [(project.project_id, project.title, project.phase_title) for project in raum.projects],
    )
    print_table(
        ("am", "von", "was"),
        [(format_date(change.changed_at), change.role, change.text) for change in raum.changes],
    )
    print_line(f"{raum.model_note}.")


def to_edit(raum: Projektraum) -> ProjektraumEdit:
    """A Projektraum as it is handed in to change it."""
    return ProjektraumEdit(
        version=raum.info.version,
        name=raum.info.name,
        notes=raum.notes,
        members=[member.place_id for member in raum.members],
        projects=raum.project_ids,
        visibility=raum.info.visibility,
    )


def room_add(
    file: Annotated[Path, typer.Argument(help="JSON-Datei wie bei POST /api/projektraeume: area_id, name.")],
    *,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Aus einem gerechneten Raum (areas near --json) einen Projektraum machen."""
    added = service.create_raum(open_verbund(verbund), service.read_record(ProjektraumNew, file))
    if as_json:
        print_json(added)
        return
    print_line(f"Projektraum {added.info.raum_id} angelegt")


def room_change(
    key: KeyArgument,
    file: Annotated[
        Path, typer.Argument(help="JSON-Datei: „mitten areas room KENNUNG --draft“, bearbeitet.")
    ],
    *,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Name, Mitglieder, Notizen, Projekte, Sichtbarkeit ändern; hat es inzwischen jemand anderes, bleibt alles."""
    with editing():
        changed = service.change_raum(open_verbund(verbund), key, service.read_record(ProjektraumEdit, file))
    if as_json:
        print_json(changed)
        return
    print_line(f"Projektraum {key} geändert (Version {changed.info.version})")
    print_line(changed.info.sentence)


def room_delete(key: KeyArgument, verbund: VerbundOption = None) -> None:
    """Einen Projektraum löschen."""
    service.delete_raum(open_verbund(verbund), key)
    print_line(f"Projektraum {key} gelöscht")
