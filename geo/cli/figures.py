"""``mitten ranking``, ``coverage``, ``supply``, ``nahversorgung``, ``isochrones``, ``whatif``: figures on request."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo import service
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import Mode
from geo.errors import InputError
from geo.progress import console
from geo.render.german import format_area, format_number, format_people, format_share
from geo.results import Isochrone, RankPlace, Record, WhatIf, WhatIfAsk
from geo.service.geojson import to_area_collection

whatif_app = typer.Typer(
    help="Was wäre, wenn eine Einrichtung hinzukäme oder schlösse?", no_args_is_help=True
)

LayerArgument = Annotated[str, typer.Argument(help="Einrichtungsart, z. B. supermarket.")]
ModeOption = Annotated[Mode, typer.Option("--mode", help="Verkehrsmittel.")]
SHOWN_ROWS = 20
WIDE = 160  # columns where the answer goes into a file or another program


def _print_json(record: Record | Sequence[Record]) -> None:
    shown = (
        record.model_dump(mode="json")
        if isinstance(record, Record)
        else [each.model_dump(mode="json") for each in record]
    )
    print(json.dumps(shown, ensure_ascii=False))


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    table = Table(box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < 2 else "right")
    for row in rows:
        table.add_row(*map(escape, row))
    Console(highlight=False, width=None if sys.stdout.isatty() else WIDE).print(table)


def _print_line(text: str) -> None:
    if text:
        print(text)


def ranking(
    mode: ModeOption = Mode.WALK,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", "-w", help="Gewicht eines Dienstes, z. B. supermarket=2; 0 zählt nicht."),
    ] = None,
    by_shortfall: Annotated[
        bool,
        typer.Option(
            "--nach-abstand", help="Nach dem mittleren Abstand zur Norm ordnen statt nach Menschen."
        ),
    ] = False,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ortsteile ordnen: wo viele Menschen Normen verfehlen, und wo am weitesten."""
    found = service.rank(open_verbund(verbund), mode, dict(_to_weight(text) for text in weight or []))
    if as_json:
        _print_json(found)
        return
    measure = found.shortfall if by_shortfall else found.people
    _print_line(measure.sentence)
    _print_line(measure.sensitivity)
    counted = ", ".join(
        f"{row.title} ({format_number(row.weight, 0 if row.weight == int(row.weight) else 1)})"
        for row in found.weights
        if row.weight > 0
    )
    _print_line(f"Dienste (Gewicht): {counted}. {found.basis_text}" if counted else "")
    placed = [(getattr(row, measure.key), row) for row in found.rows]
    shown = sorted(
        ((place, row) for place, row in placed if place), key=lambda pair: (pair[0].rank, pair[1].ortsteil)
    )
    _print_table(
        ("Platz", "Ortsteil", "Menschen", "Abstand", "je nach Gewicht"),
        [
            (
                str(place.rank),
                f"{row.ortsteil} ({row.kommune})",
                _place_text(row.people),
                _place_text(row.shortfall),
                place.range_text,
            )
            for place, row in shown[:SHOWN_ROWS]
        ],
    )


def _place_text(place: RankPlace | None) -> str:
    return place.text if place else "keine Daten"


def _to_weight(text: str) -> tuple[str, float]:
    layer, _, number = text.partition("=")
    try:
        return layer.strip(), float(number.replace(",", "."))
    except ValueError as error:
        raise InputError(
            f"Das Gewicht „{text}“ braucht die Form DIENST=ZAHL, z. B. supermarket=2."
        ) from error


def coverage(
    layer: LayerArgument,
    mode: ModeOption = Mode.WALK,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wie viele Menschen in 5 bis 30 Minuten da sind, und wie viele die Norm verfehlen (aus 100-m-Zellen)."""
    found = service.read_coverage(open_verbund(verbund), layer, mode)
    if as_json:
        _print_json(found)
        return
    for sentence in found.sentences.values():
        _print_line(sentence)
    _print_line(found.norm_sentence)
    columns = ["Ortsteil", "Kommune", "Einwohner", *(f"{minutes} min" for minutes in found.minutes)]
    rows = [
        [
            row.ortsteil,
            row.kommune,
            format_people(row.residents),
            *(format_people(row.within[str(minutes)]) for minutes in found.minutes),
            "–" if row.poverty_share is None else format_share(row.poverty_share),
            "–" if row.poverty_gap is None else format_share(row.poverty_gap),
        ]
        for row in found.rows
    ]
    _print_table([*columns, "verfehlt (P0)", "Abstand (P1)"], rows)


def supply(
    layer: LayerArgument,
    mode: ModeOption = Mode.WALK,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einrichtungen je 1.000 Menschen im Einzugsgebiet (2SFCA, E2SFCA, M2SFCA)."""
    found = service.read_supply(open_verbund(verbund), layer, mode)
    if as_json:
        _print_json(found)
        return
    _print_line(found.sentence)
    methods = [balance.method for balance in found.balances]
    rows = [
        [
            row.ortsteil,
            row.kommune,
            *(_number(row.per_1000[method], row.state.title) for method in methods),
        ]
        for row in found.rows
    ]
    _print_table(["Ortsteil", "Kommune", *(method.upper() for method in methods)], rows)


def _number(value: float | None, state: str) -> str:
    return state if value is None else format_number(value, 2)


def nahversorgung(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Wie viele der fünf Angebote der Nahversorgung (BBSR) zu Fuß in 1.000 m liegen."""
    found = service.list_nahversorgung(open_verbund(verbund))
    if as_json:
        _print_json(found)
        return
    _print_table(
        ("Ortsteil", "Kommune", "Nahversorgung"), [(row.ortsteil, row.kommune, row.text) for row in found]
    )


def isochrones(
    zentrum_id: Annotated[str, typer.Argument(help="Kennung des Zentrums, z. B. 05978036-hemmerde.")],
    *,
    minutes: Annotated[
        str, typer.Option("--minutes", help="Zeiten in Minuten, durch Komma getrennt.")
    ] = "5,10,15",
    mode: ModeOption = Mode.WALK,
    speed_kmh: Annotated[
        float | None, typer.Option("--speed", help="Geschwindigkeit in km/h, z. B. 3.5 für ältere Menschen.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Flächen als GeoJSON.")] = None,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Was von einem Zentrum aus in so vielen Minuten erreichbar ist."""
    found = service.list_isochrones(
        open_verbund(verbund), zentrum_id, mode, service.to_minutes(minutes), speed_kmh=speed_kmh
    )
    if output is not None:
        _write_areas(found, output)
    if as_json:
        _print_json(found)
        return
    for area in found:
        people = "" if area.residents is None else f", {format_people(area.residents)} Menschen"
        _print_line(
            f"in {area.minutes:g} min {mode.title} ({area.speed_text}): {format_area(area.area_km2)}{people}"
        )


def _write_areas(areas: Sequence[Isochrone], output: Path) -> None:
    try:
        output.write_text(json.dumps(to_area_collection(areas), ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise InputError(
            f"Nach „{output}“ lässt sich nicht schreiben ({error.strerror}): bitte einen anderen Ort angeben."
        ) from error
    console.print(f"{output} geschrieben", soft_wrap=True)


@whatif_app.command("add")
def whatif_add(
    layer: LayerArgument,
    lon: Annotated[float, typer.Argument(help="Länge in Grad.")],
    lat: Annotated[float, typer.Argument(help="Breite in Grad.")],
    *,
    mode: ModeOption = Mode.WALK,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wer gewinnt, wenn hier eine Einrichtung hinzukommt."""
    ask = _to_ask(action="add", layer=layer, mode=mode, lon=lon, lat=lat)
    _print_whatif(service.answer_whatif(open_verbund(verbund), ask), as_json)


@whatif_app.command("close")
def whatif_close(
    layer: LayerArgument,
    facility_id: Annotated[str, typer.Argument(help="Kennung der Einrichtung (siehe mitten export).")],
    mode: ModeOption = Mode.WALK,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wer verliert, wenn diese Einrichtung schließt."""
    ask = _to_ask(action="close", layer=layer, mode=mode, facility_id=facility_id)
    _print_whatif(service.answer_whatif(open_verbund(verbund), ask), as_json)


def _to_ask(**values: Any) -> WhatIfAsk:
    try:
        return WhatIfAsk.model_validate(values)
    except ValidationError as error:
        raise InputError(
            "Die Frage ist so nicht zu beantworten: bitte Einrichtungsart, Grade und Kennung prüfen."
        ) from error


def _print_whatif(found: WhatIf, as_json: bool) -> None:
    if as_json:
        _print_json(found)
        return
    _print_line(found.sentence)
    _print_table(
        ("Ortsteil", "Kommune", "vorher", "nachher", "Einwohner"),
        [
            (
                row.ortsteil,
                row.kommune,
                row.before_text,
                row.after_text,
                "unbekannt" if row.residents is None else format_people(row.residents, estimated=False),
            )
            for row in found.rows
        ],
    )
    _print_line(found.note)
