"""``mitten whatif``, ``mitten scenario``: what would change, and what of it was saved."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError

from geo import service
from geo.cli.answers import LayerArgument, ModeOption, print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import Mode
from geo.errors import InputError
from geo.progress import console
from geo.render.german import format_date, format_minutes, format_people
from geo.results import ScenarioNew, WhatIf, WhatIfAsk
from geo.units import SECONDS_PER_MINUTE

whatif_app = typer.Typer(
    help="Was wäre, wenn eine Einrichtung hinzukäme oder schlösse?", no_args_is_help=True
)
scenario_app = typer.Typer(help="Gespeicherte Szenarien.", no_args_is_help=True)

SaveOption = Annotated[str, typer.Option("--save", help="Unter diesem Titel als Szenario speichern.")]


@whatif_app.command("add")
def whatif_add(
    layer: LayerArgument,
    lon: Annotated[float, typer.Argument(help="Länge in Grad.")],
    lat: Annotated[float, typer.Argument(help="Breite in Grad.")],
    *,
    mode: ModeOption = Mode.WALK,
    save: SaveOption = "",
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wer gewinnt, wenn hier eine Einrichtung hinzukommt."""
    ask = _to_ask(action="add", layer=layer, mode=mode, lon=lon, lat=lat)
    _print_whatif(_answer(open_verbund(verbund), ask, save), as_json)


@whatif_app.command("close")
def whatif_close(
    layer: LayerArgument,
    facility_id: Annotated[str, typer.Argument(help="Kennung der Einrichtung (siehe mitten export).")],
    *,
    mode: ModeOption = Mode.WALK,
    save: SaveOption = "",
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wer verliert, wenn diese Einrichtung schließt."""
    ask = _to_ask(action="close", layer=layer, mode=mode, facility_id=facility_id)
    _print_whatif(_answer(open_verbund(verbund), ask, save), as_json)


def _to_ask(**values: Any) -> WhatIfAsk:
    try:
        return WhatIfAsk.model_validate(values)
    except ValidationError as error:
        raise InputError(
            "Die Frage ist so nicht zu beantworten: bitte Einrichtungsart, Grade und Kennung prüfen."
        ) from error


def _answer(opened: service.OpenVerbund, ask: WhatIfAsk, title: str) -> WhatIf:
    """The answer, saved where it has a title."""
    if not title:
        return service.answer_whatif(opened, ask)
    try:
        new = ScenarioNew(title=title, ask=ask)
    except ValidationError as error:
        raise InputError("Der Titel des Szenarios darf höchstens 120 Zeichen lang sein.") from error
    saved = service.save_scenario(opened, new)
    console.print(f"Szenario {saved.scenario_id} gespeichert", soft_wrap=True)
    if not isinstance(saved.result, WhatIf):
        raise TypeError(f"a what-if on facilities was saved as {type(saved.result).__name__}")
    return saved.result


def _print_whatif(found: WhatIf, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    by_cell = found.counted_by == "cell"
    print_line(found.sentence)
    print_table(
        (
            "Ortsteil",
            "Kommune",
            "vorher",
            "nachher",
            *(("im Mittel", "Menschen") if by_cell else ("Einwohner",)),
        ),
        [
            (
                row.ortsteil,
                row.kommune,
                row.before_text,
                row.after_text,
                *((_mean_text(row.mean_minutes_gained),) if by_cell else ()),
                "unbekannt" if row.residents is None else format_people(row.residents, estimated=by_cell),
            )
            for row in found.rows
        ],
    )
    print_line(found.note)


def _mean_text(minutes: float | None) -> str:
    """What the people concerned win (shorter) or lose in the mean."""
    if not minutes:
        return "-"
    return f"{format_minutes(abs(minutes) * SECONDS_PER_MINUTE)} {'kürzer' if minutes > 0 else 'länger'}"


@scenario_app.command("list")
def scenario_list(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Gespeicherte Szenarien zeigen, die neuesten zuerst."""
    found = service.list_scenarios(open_verbund(verbund))
    if as_json:
        print_json(found)
        return
    print_table(
        ("Kennung", "Titel", "vom", "Ergebnis"),
        [(row.scenario_id, row.title, format_date(row.created_at), row.result.sentence) for row in found],
    )


@scenario_app.command("delete")
def scenario_delete(
    scenario_id: Annotated[str, typer.Argument(help="Kennung des Szenarios.")], verbund: VerbundOption = None
) -> None:
    """Szenario löschen."""
    service.delete_scenario(open_verbund(verbund), scenario_id)
    console.print(f"Szenario {scenario_id} gelöscht", soft_wrap=True)
