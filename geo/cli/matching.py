"""``mitten projects similar``, ``answers``, ``labels``: similar projects, and what people made of them."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from geo import service
from geo.cli.answers import print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import Phase
from geo.errors import InputError
from geo.progress import console
from geo.render.german import format_date, format_number
from geo.results import SimilarAsk

Words = Annotated[list[str] | None, typer.Option()]


def register(app: typer.Typer) -> None:
    """Add the commands to a group."""
    app.command("similar")(similar)
    app.command("answers")(answers)
    app.command("labels")(labels)


def similar(
    title: Annotated[str, typer.Argument(help="Titel des Entwurfs.")],
    *,
    summary: Annotated[str, typer.Option(help="Kurzbeschreibung.")] = "",
    need: Annotated[str, typer.Option(help="Bedarf: Einrichtungsart, z. B. convenience.")] = "",
    zentrum: Annotated[
        list[str] | None, typer.Option(help="Kennung eines Zentrums; mehrfach möglich.")
    ] = None,
    phase: Annotated[Phase | None, typer.Option(help="Phase des Entwurfs.")] = None,
    limit: Annotated[int, typer.Option(help="Wie viele höchstens.")] = 5,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ähnliche Projekte zu einem Entwurf, das ähnlichste zuerst, mit Gründen."""
    try:
        ask = SimilarAsk(
            title=title, summary=summary, need=need, zentren=zentrum or [], phase=phase, limit=limit
        )
    except ValidationError as error:
        raise InputError(
            "Der Entwurf ist so nicht zu vergleichen: Titel höchstens 200, Kurzbeschreibung höchstens 1.000 Zeichen, "
            "1 bis 20 Projekte."
        ) from error
    found = service.find_similar(open_verbund(verbund), ask)
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    print_table(
        ("Kennung", "Titel", "Kommune", "Wert", "Urteil", "Grund"),
        [
            (
                project.project_id, project.title, ", ".join(project.kommunen), format_number(project.score, 2),
                project.level, project.sentence,
            )
            for project in found.projects
        ],
    )  # fmt: skip
    print_line(found.note)


def answers(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Was aus ähnlichen Projekten gemacht wurde, das Neueste zuerst."""
    found = service.list_similar_answers(open_verbund(verbund))
    if as_json:
        print_json(found)
        return
    print_table(
        ("Projekt", "ähnliches Projekt", "Antwort", "Grund", "vom"),
        [
            (row.title, row.other_title, row.action_title, row.reason, format_date(row.answered_at))
            for row in found
        ],
    )


def labels(
    output: Annotated[Path, typer.Option("--output", "-o", help="Ordner für die beiden Tabellen.")] = Path(),
    verbund: VerbundOption = None,
) -> None:
    """Antworten in der Form der etikettierten Texte schreiben (projekttexte.csv, paare.csv)."""
    texts, pairs = service.export_labels(open_verbund(verbund))
    output.mkdir(parents=True, exist_ok=True)
    for name, table in (("projekttexte.csv", texts), ("paare.csv", pairs)):
        (output / name).write_text(table, "utf-8")
    console.print(
        f"{pairs.count(chr(10)) - 1} Antworten in {output} geschrieben", soft_wrap=True, markup=False
    )
