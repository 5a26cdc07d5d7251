"""``mitten report``, ``export``, ``check``: results out."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import print_line
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption, open_started
from geo.errors import InputError
from geo.progress import console, step
from geo.render.german import format_date
from geo.rights import OPERATOR
from geo.service.check import check_installation
from geo.service.export import write_export
from geo.service.report import render_zentrum_report
from geo.settings import Settings

report_app = typer.Typer(help="Gedruckte Berichte (PDF).", no_args_is_help=True)

SHOWN_CHANGES = 40
LEVELS = {"ok": ("✓", "green"), "hint": ("·", "yellow"), "error": ("✗", "red")}


def open_verbund(verbund: str | None) -> service.OpenVerbund:
    """The Verbund that a command speaks of, on a database that runs."""
    settings = Settings()
    return service.to_opened(open_started(settings), settings, verbund, person=OPERATOR)


@report_app.command("zentrum")
def report_zentrum(
    zentrum_id: Annotated[str, typer.Argument(help="Kennung des Zentrums, z. B. 05978036-hemmerde.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="PDF-Datei.")],
    verbund: VerbundOption = None,
) -> None:
    """Einseitigen Bericht eines Zentrums schreiben."""
    with step(f"Bericht {zentrum_id}"):
        page = render_zentrum_report(open_verbund(verbund), zentrum_id)
    write_file(output, page)


@report_app.command("projektraum")
def report_projektraum(
    raum_id: Annotated[str, typer.Argument(help="Kennung des Projektraums (mitten areas rooms).")],
    output: Annotated[Path, typer.Option("-o", "--output", help="PDF-Datei.")],
    verbund: VerbundOption = None,
) -> None:
    """Bericht eines Projektraums schreiben."""
    with step(f"Bericht {raum_id}"):
        pages = service.render_raum_report(open_verbund(verbund), raum_id)
    write_file(output, pages)


def write_file(output: Path, pages: bytes) -> None:
    """Write a file, and say so.

    Raises
    ------
    InputError
        If it cannot be written there.
    """
    try:
        output.write_bytes(pages)
    except OSError as error:
        raise InputError(
            f"Nach „{output}“ lässt sich nicht schreiben ({error.strerror}): bitte einen anderen Ort angeben."
        ) from error
    console.print(f"{output} geschrieben", markup=False, soft_wrap=True)


def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="Datei (gpkg) oder Ordner (geojson, csv).")],
    export_format: Annotated[str, typer.Option("--format", help="gpkg, geojson oder csv.")] = "gpkg",
    verbund: VerbundOption = None,
) -> None:
    """Orte, Einrichtungen und Ergebnisse für andere Programme schreiben."""
    with step(f"Export ({export_format})"):
        written = write_export(open_verbund(verbund), export_format, output)
    for path in written:
        console.print(f"{path} geschrieben", soft_wrap=True)


def compare(
    run_a: Annotated[str, typer.Argument(help="Lauf vorher.")],
    run_b: Annotated[str, typer.Argument(help="Lauf nachher.")],
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Zwei Läufe vergleichen: was sich von A nach B ändert."""
    found = service.compare(open_verbund(verbund), run_a, run_b)
    if as_json:
        print(found.model_dump_json())
        return
    print_line(found.sentence)
    for change in found.changes[:SHOWN_CHANGES]:
        place = f"{change.zentrum} ({change.kommune}), {change.layer_title} {change.mode.title}"
        print_line(f"{place}: {change.a_text} → {change.b_text}")


def runs(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Läufe zeigen, der veröffentlichte zuerst."""
    found = service.list_runs(open_verbund(verbund))
    if as_json:
        print(json.dumps([run.model_dump(mode="json") for run in found], ensure_ascii=False))
        return
    for run in found:
        sign = "✓" if run.published else "·"
        print_line(f"{sign} {run.run_id}  {format_date(run.finished_at)}  {run.model_title}")


def check(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Prüfen, was da ist, wie alt es ist und was fehlt."""
    findings = check_installation(open_verbund(verbund), date.today())  # noqa: DTZ011 (the operator's own day)
    if as_json:
        print(json.dumps([finding.model_dump() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            sign, colour = LEVELS[finding.level]
            print_line(f"{sign} {finding.topic}: {finding.text}", colour)
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(1)
