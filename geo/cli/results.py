"""``mitten report``, ``export``, ``check``: results out."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption, open_started
from geo.errors import InputError
from geo.progress import console, step
from geo.service.check import check_installation
from geo.service.export import write_export
from geo.service.report import render_zentrum_report
from geo.settings import Settings

report_app = typer.Typer(help="Gedruckte Berichte (PDF).", no_args_is_help=True)

LEVELS = {"ok": ("✓", "green"), "hint": ("·", "yellow"), "error": ("✗", "red")}


def _opened(verbund: str | None) -> service.OpenVerbund:
    settings = Settings()
    return service.OpenVerbund(open_started(settings), verbund or settings.verbund)


@report_app.command("zentrum")
def report_zentrum(
    zentrum_id: Annotated[str, typer.Argument(help="Kennung des Zentrums, z. B. 05978036-hemmerde.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="PDF-Datei.")],
    verbund: VerbundOption = None,
) -> None:
    """Einseitigen Bericht eines Zentrums schreiben."""
    with step(f"Bericht {zentrum_id}"):
        page = render_zentrum_report(_opened(verbund), zentrum_id)
    try:
        output.write_bytes(page)
    except OSError as error:
        raise InputError(
            f"Nach „{output}“ lässt sich nicht schreiben ({error.strerror}): bitte einen anderen Ort angeben."
        ) from error
    console.print(f"{output} geschrieben", soft_wrap=True)


def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="Datei (gpkg) oder Ordner (geojson, csv).")],
    export_format: Annotated[str, typer.Option("--format", help="gpkg, geojson oder csv.")] = "gpkg",
    verbund: VerbundOption = None,
) -> None:
    """Orte, Einrichtungen und Ergebnisse für andere Programme schreiben."""
    with step(f"Export ({export_format})"):
        written = write_export(_opened(verbund), export_format, output)
    for path in written:
        console.print(f"{path} geschrieben", soft_wrap=True)


def check(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Prüfen, was da ist, wie alt es ist und was fehlt."""
    findings = check_installation(_opened(verbund), date.today())  # noqa: DTZ011 (the operator's own day)
    if as_json:
        print(json.dumps([finding.model_dump() for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            sign, colour = LEVELS[finding.level]
            console.print(
                f"{sign} {finding.topic}: {finding.text}", style=colour, markup=False, soft_wrap=True
            )
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(1)
