"""``mitten projects learning``: who works with whom, adopted modules, what is thought up once."""

from datetime import datetime
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund

DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the command to a group."""
    app.command("learning")(learning)


def learning(
    *,
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="Erster Tag, z. B. 2026-10-01.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Tag nach dem letzten.")] = None,
    effort_days: Annotated[float | None, typer.Option(help="Arbeitstage je Konzept, eigene Angabe.")] = None,
    effort_source: Annotated[str, typer.Option(help="Quelle der Arbeitstage.")] = "",
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
    print_table(
        ("Kommune", "mit", "Projekte", "Bausteine", "Antworten", "woran"),
        [
            (
                row.kommune_a, row.kommune_b, str(row.n_projects), str(row.n_adoptions), str(row.n_answers),
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
