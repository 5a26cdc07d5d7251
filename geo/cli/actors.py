"""``mitten actors``: who offers and looks for what, with the rights of the operator."""

from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import DraftOption, editing, print_fields, print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import ActorKind, Direction, Handlungsfeld, Resource
from geo.errors import InputError
from geo.progress import console
from geo.render.german import format_date, format_number
from geo.results import ActorConsent, ActorEdit, ActorInfo, ActorMatch, ActorNew, ActorProfile, LineFit
from geo.service import ActorFilter

app = typer.Typer(help="Akteure: wer was bietet und sucht.", no_args_is_help=True)

KeyArgument = Annotated[str, typer.Argument(help="Kennung des Akteurs.")]


@app.command("list")
def list_actors(
    words: Annotated[str, typer.Argument(help="Suchwörter; Tippfehler erlaubt.")] = "",
    *,
    kommune: Annotated[str, typer.Option("--kommune", help="AGS der Kommune.")] = "",
    kind: Annotated[ActorKind | None, typer.Option("--wer", help="Organisation oder Person.")] = None,
    direction: Annotated[Direction | None, typer.Option("--richtung", help="Bietet oder sucht.")] = None,
    resource: Annotated[Resource | None, typer.Option("--art", help="Art des Angebots.")] = None,
    need: Annotated[str, typer.Option("--need", help="Bedarf, z. B. convenience.")] = "",
    handlungsfeld: Annotated[
        Handlungsfeld | None, typer.Option("--handlungsfeld", help="Handlungsfeld.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Höchstens so viele.")] = 50,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Akteure suchen, das Passendste zuerst."""
    wanted = ActorFilter(
        words, kommune, kind or "", direction or "", resource or "", need, handlungsfeld or ""
    )
    found = service.list_actors(open_verbund(verbund), wanted, limit=limit)
    if as_json:
        print_json(found)
        return
    print_table(
        ("Kennung", "Name", "Kommunen", "bietet", "sucht", "sichtbar für"),
        [
            (
                actor.actor_id,
                f"{actor.name}{' (Beispiel)' if actor.beispiel else ''}",
                ", ".join(actor.kommunen),
                _entries(actor, Direction.OFFERS),
                _entries(actor, Direction.SEEKS),
                actor.visibility_title,
            )
            for actor in found.actors
        ],
    )
    print_line(f"{len(found.actors)} von {found.n_found} Akteuren")


def _entries(actor: ActorInfo, direction: Direction) -> str:
    return "; ".join(entry.text for entry in actor.entries if entry.direction is direction)


@app.command("show")
def show_actor(
    key: KeyArgument,
    *,
    draft: DraftOption = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einen Akteur zeigen: was er bietet und sucht, Kontakt mit Einwilligung, Verlauf."""
    found = service.read_actor(open_verbund(verbund), key)
    if draft:
        print_json(ActorEdit(draft=found.draft, version=found.info.version))
        return
    if as_json:
        print_json(found)
        return
    _print_actor(found)
    print_table(
        ("am", "von", "was"),
        [
            (
                format_date(change.changed_at),
                change.role,
                f"{change.action_title}{': ' if change.fields else ''}{', '.join(change.fields)}",
            )
            for change in found.changes
        ],
    )


def _print_actor(actor: ActorProfile) -> None:
    info = actor.info
    print_line(f"{info.name}{' (Beispiel)' if info.beispiel else ''}")
    print_line(info.about)
    print_fields(
        ("Art", info.kind_title),
        ("Kommunen", ", ".join(info.kommunen)),
        ("Ortsteile", ", ".join(info.zentren)),
        ("Sichtbar für", info.visibility_title),
        ("Version", str(info.version)),
    )
    print_table(
        ("", "was", "Art", "Bedarf", "Handlungsfeld"),
        [
            (
                entry.direction.title,
                entry.text,
                entry.resource_title,
                entry.need_title or "–",
                entry.handlungsfeld_title or "–",
            )
            for entry in info.entries
        ],
    )
    if actor.consent is None:
        print_line("Kein Kontakt: keine Einwilligung, oder sie ist abgelaufen.")
    else:
        _print_consent(actor.consent)


def _print_consent(consent: ActorConsent) -> None:
    print_fields(("Kontakt", consent.contact), ("E-Mail", consent.mail), ("Telefon", consent.phone))
    given, expires = format_date(consent.given_on), format_date(consent.expires_on)
    print_line(f"Einwilligung: {consent.purpose}, gegeben am {given}, gilt bis {expires}")


@app.command("add")
def add_actor(
    file: Annotated[
        Path,
        typer.Argument(help="JSON-Datei wie bei POST /api/actors: draft, für Personen und Kontakte consent."),
    ],
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einen Akteur aus einer JSON-Datei eintragen; eine Person und jeder Kontakt nur mit Einwilligung."""
    new = service.read_record(ActorNew, file)
    added = service.create_actor(open_verbund(verbund), new)
    if as_json:
        print_json(added)
        return
    print_line(f"Akteur {added.info.actor_id} eingetragen")


@app.command("change")
def change_actor(
    key: KeyArgument,
    file: Annotated[
        Path, typer.Argument(help="JSON-Datei: „mitten actors show KENNUNG --draft“, bearbeitet.")
    ],
    *,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einen Akteur ändern; hat ihn inzwischen jemand anderes geändert, bleibt er, wie er ist."""
    with editing():
        changed = service.change_actor(open_verbund(verbund), key, service.read_record(ActorEdit, file))
    if as_json:
        print_json(changed)
        return
    print_line(f"Akteur {key} geändert (Version {changed.info.version})")


@app.command("consent")
def give_consent(
    key: KeyArgument,
    file: Annotated[Path, typer.Argument(help="JSON-Datei wie bei PUT /api/actors/…/consent.")],
    *,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einwilligung (Zweck, Tag, Ablauf) mit Kontakt eintragen oder erneuern."""
    given = service.give_consent(open_verbund(verbund), key, service.read_record(ActorConsent, file))
    if as_json:
        print_json(given)
        return
    print_line(f"Einwilligung von {key} eingetragen")


@app.command("delete")
def delete_actor(key: KeyArgument, verbund: VerbundOption = None) -> None:
    """Akteur endgültig löschen, mit Einträgen, Einwilligung und Verlauf."""
    service.delete_actor(open_verbund(verbund), key)
    console.print(f"Akteur {key} gelöscht", markup=False, soft_wrap=True)


@app.command("match")
def match_actor(
    key: Annotated[str, typer.Argument(help="Kennung des Akteurs, mit --project die eines Projekts.")],
    *,
    project: Annotated[bool, typer.Option("--project", help="Ein Team für ein Projekt vorschlagen.")] = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wer zu einem Akteur passt; mit --project, wer zusammen decken könnte, was ein Projekt sucht."""
    opened = open_verbund(verbund)
    if project:
        _show_team(opened, key, as_json=as_json)
        return
    found = service.match_actor(opened, key)
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    _print_matches("bietet, was gesucht wird", found.helpers)
    _print_matches("sucht, was geboten wird", found.seekers)
    print_table(
        ("Projekt", "Kommunen", "Urteil", "Wert", "Grund"),
        [(each.title, ", ".join(each.kommunen), *_judgement(each.fit)) for each in found.projects],
    )
    print_line(found.note)


def _show_team(opened: service.OpenVerbund, key: str, *, as_json: bool) -> None:
    found = service.propose_team(opened, key)
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    print_table(
        ("gesucht", "Akteur", "bietet", "Urteil", "Wert", "Grund"),
        [
            (fit.wish, member.actor.name, fit.offer, *_judgement(fit))
            for member in found.members
            for fit in member.fits
        ],
    )
    for role in found.open_roles:
        print_line(role.sentence)
    _print_matches("passt auch", found.others)
    print_line(found.note)


def _print_matches(head: str, matches: list[ActorMatch]) -> None:
    print_table(
        (head, "gesucht", "geboten", "Urteil", "Wert", "Grund"),
        [(each.actor.name, each.fit.wish, each.fit.offer, *_judgement(each.fit)) for each in matches],
    )


def _judgement(fit: LineFit) -> tuple[str, str, str]:
    return fit.level, format_number(fit.score, 2), fit.sentence


@app.command("export")
def export_actor(
    key: KeyArgument,
    target: Annotated[Path, typer.Option("--output", "-o", help="Datei, in die geschrieben wird.")],
    verbund: VerbundOption = None,
) -> None:
    """Alles, was über einen Akteur gespeichert ist, als JSON schreiben (Auskunft)."""
    found = service.export_actor(open_verbund(verbund), key)
    try:
        target.write_text(found.model_dump_json(indent=2), "utf-8")
    except OSError as error:
        raise InputError(f"{target} lässt sich nicht schreiben: bitte einen anderen Ort angeben.") from error
    console.print(f"{target} geschrieben", markup=False, soft_wrap=True)


@app.command("withdraw")
def withdraw_consent(key: KeyArgument, verbund: VerbundOption = None) -> None:
    """Einwilligung zurückziehen: eine Person wird sofort ganz gelöscht, von einer Organisation der Kontakt."""
    service.withdraw_consent(open_verbund(verbund), key)
    console.print(f"Einwilligung von {key} zurückgezogen und gelöscht", markup=False, soft_wrap=True)


@app.command("retention")
def delete_expired(verbund: VerbundOption = None) -> None:
    """Personen und Kontakte löschen, deren Einwilligung abgelaufen ist (für jede Nacht)."""
    console.print(service.delete_expired_actors(open_verbund(verbund)).sentence, soft_wrap=True)
