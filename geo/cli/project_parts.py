"""``mitten projects attach|detach|download|adopt|answer``: what hangs on a project."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import print_json, print_line
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund, write_file
from geo.errors import InputError
from geo.results import AdoptionNew, SimilarAnswerNew
from geo.settings import Settings

KeyArgument = Annotated[str, typer.Argument(help="Kennung des Projekts.")]
AttachmentArgument = Annotated[
    str, typer.Argument(help="Kennung des Anhangs (mitten projects show KENNUNG --json).")
]


def register(app: typer.Typer) -> None:
    """Add the commands to a group."""
    app.command("attach")(attach)
    app.command("detach")(detach)
    app.command("download")(download)
    app.command("adopt")(adopt)
    app.command("answer")(answer)


def attach(
    key: KeyArgument,
    file: Annotated[Path, typer.Argument(help="Datei; Art und Größe werden geprüft.")],
    *,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einem Projekt einen Anhang geben."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} ist nicht lesbar: bitte Pfad und Rechte prüfen.") from error
    added = service.add_attachment(open_verbund(verbund), Settings(), key, file.name, content)
    if as_json:
        print_json(added)
        return
    print_line(f"Anhang {added.attachment_id} ({added.name}, {added.size_text}) hinzugefügt")


def detach(key: KeyArgument, attachment: AttachmentArgument, verbund: VerbundOption = None) -> None:
    """Einen Anhang löschen."""
    service.delete_attachment(open_verbund(verbund), key, attachment)
    print_line(f"Anhang {attachment} gelöscht")


def download(
    key: KeyArgument,
    attachment: AttachmentArgument,
    *,
    target: Annotated[Path, typer.Option("--output", "-o", help="Datei, in die geschrieben wird.")],
    verbund: VerbundOption = None,
) -> None:
    """Einen Anhang in eine Datei schreiben."""
    write_file(target, service.read_attachment(open_verbund(verbund), key, attachment).content)


def adopt(
    key: KeyArgument,
    file: Annotated[Path, typer.Argument(help="JSON-Datei wie bei POST /api/projects/…/adoptions.")],
    *,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einen Baustein eines Projekts für eine Kommune übernehmen."""
    new = service.read_record(AdoptionNew, file)
    changed = service.adopt_module(open_verbund(verbund), key, new)
    if as_json:
        print_json(changed)
        return
    print_line(f"Baustein {new.module} von {key} übernommen")


def answer(
    file: Annotated[Path, typer.Argument(help="JSON-Datei wie bei POST /api/projects/similar/answers.")],
    *,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Merken, was aus einem ähnlichen Projekt wird: mitmachen, Baustein, verknüpfen, nicht dasselbe."""
    kept = service.save_similar_answer(open_verbund(verbund), service.read_record(SimilarAnswerNew, file))
    if as_json:
        print_json(kept)
        return
    print_line(f"Gemerkt: {kept.title} und {kept.other_title}, {kept.action_title}")
