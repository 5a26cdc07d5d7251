"""``mitten projects learning`` and ``digest``: who works with whom, adopted modules, what is thought up once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund, write_file
from geo.results import Learning

DAY = ["%Y-%m-%d"]
DaysOption = Annotated[float | None, typer.Option(help="Arbeitstage je Konzept, eigene Angabe.")]
SourceOption = Annotated[str, typer.Option(help="Quelle der Arbeitstage.")]


def register(app: typer.Typer) -> None:
    """Add the commands to a group."""
    app.command("learning")(learning)
    app.command("digest")(digest)


def learning(
    *,
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="Erster Tag, z. B. 2026-10-01.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Tag nach dem letzten.")] = None,
    effort_days: DaysOption = None,
    effort_source: SourceOption = "",
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wer mit wem woran arbeitet, welche Bausteine übernommen wurden, was nur einmal erdacht wird."""
    found = service.read_learning(
        open_verbund(verbund),
        since=since.date() if since else None,
        until=until.date() if until else None,
        effort_days=effort_days,
        effort_source=effort_source,
    )
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    _print_learning(found)


def _print_learning(found: Learning) -> None:
    print_table(
        ("Kommune", "mit", "Projekte", "Räume", "Bausteine", "Antworten", "woran"),
        [
            (
                row.kommune_a, row.kommune_b,
                *map(str, (row.n_projects, row.n_raeume, row.n_adoptions, row.n_answers)),
                ", ".join(row.subjects),
            )
            for row in found.together
        ],
    )  # fmt: skip
    print_table(
        ("Projekt", "Baustein", "übernommen", "von"),
        [(row.project, row.title, str(row.n_adoptions), ", ".join(row.kommunen)) for row in found.modules],
    )
    for line in (found.once.sentence, found.once.source, found.note):
        print_line(line)


def digest(
    *,
    quarter: Annotated[str, typer.Option(help="Quartal, z. B. 2026-Q4.")],
    target: Annotated[Path | None, typer.Option("--output", "-o", help="PDF, das geschrieben wird.")] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="Auch, was nicht öffentlich ist: nicht weitergeben.")
    ] = False,
    effort_days: DaysOption = None,
    effort_source: SourceOption = "",
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rückblick auf ein Quartal: neue Projekte, neue Phasen, wer mit wem arbeitet; nur Öffentliches."""
    opened = open_verbund(verbund)
    opened = opened if internal else opened.public
    if target is not None:
        pages = service.render_digest(opened, quarter, effort_days=effort_days, effort_source=effort_source)
        write_file(target, pages)
        return
    found = service.read_digest(opened, quarter, effort_days=effort_days, effort_source=effort_source)
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    print_table(
        ("Was", "Titel", "Kommunen", ""),
        [
            (kind, entry.title, ", ".join(entry.kommunen), entry.text)
            for kind, entries in (
                ("neu", found.added), ("neue Phase", found.moved), ("Projektraum", found.raeume)
            )
            for entry in entries
        ],
    )  # fmt: skip
    print_line(found.learning.sentence)
    _print_learning(found.learning)
    print_line(found.note)
