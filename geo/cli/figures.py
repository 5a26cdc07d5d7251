"""``mitten reach``, ``ranking``, ``coverage``, ``supply``, ``nahversorgung``, ``isochrones``: figures on request."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from geo import service
from geo.cli.answers import LayerArgument, ModeOption, print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import Mode
from geo.errors import InputError
from geo.progress import console
from geo.render.german import (
    format_area,
    format_distance,
    format_minutes,
    format_number,
    format_people,
    format_share,
)
from geo.results import Isochrone, RankPlace, Reach
from geo.service.geojson import to_area_collection

SHOWN_ROWS = 20


def reach(
    *,
    layer: Annotated[str | None, typer.Option("--layer", help="Nur diese Einrichtungsart.")] = None,
    zentrum: Annotated[str | None, typer.Option("--zentrum", help="Nur dieses Zentrum.")] = None,
    mode: ModeOption = Mode.WALK,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Wege zur nächsten Einrichtung: Zeit, Länge, Stand, Abstand zur Straße, Gewinn über die Grenze."""
    if layer is None and zentrum is None:
        raise InputError("Bitte eine Einrichtungsart (--layer) oder ein Zentrum (--zentrum) angeben.")
    found = service.list_reach(open_verbund(verbund), zentrum=zentrum, layer=layer, mode=mode)
    if as_json:
        print_json(found)
        return
    columns = ("Zentrum", "Angebot", "Weg", "Zeit", "Stand", "zur Straße", "über die Grenze")
    print_table(columns, [_reach_row(row) for row in found])


def _reach_row(row: Reach) -> tuple[str, ...]:
    at_most = "≤ " if row.nearer_possible else ""
    return (
        f"{row.zentrum} ({row.kommune})",
        f"{row.layer_title}: {row.facility or '–'}",
        "–" if row.distance_m is None else at_most + format_distance(row.distance_m),
        "–" if row.travel_time_s is None else at_most + format_minutes(row.travel_time_s),
        row.verdict,
        "–" if row.snap_m is None else format_distance(row.snap_m),
        f"{format_minutes(row.border_gain_s)} kürzer" if row.border_gain_s else "–",
    )


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
        print_json(found)
        return
    measure = found.shortfall if by_shortfall else found.people
    print_line(measure.sentence)
    print_line(measure.sensitivity)
    counted = ", ".join(
        f"{row.title} ({format_number(row.weight, 0 if row.weight == int(row.weight) else 1)})"
        for row in found.weights
        if row.weight > 0
    )
    print_line(f"Dienste (Gewicht): {counted}. {found.basis_text}" if counted else "")
    placed = [(getattr(row, measure.key), row) for row in found.rows]
    shown = sorted(
        ((place, row) for place, row in placed if place), key=lambda pair: (pair[0].rank, pair[1].ortsteil)
    )
    print_table(
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
    """Wie viele Menschen in 5 bis 30 Minuten da sind, und wie viele die Norm verfehlen (Zellen oder Adressen)."""
    found = service.read_coverage(open_verbund(verbund), layer, mode)
    if as_json:
        print_json(found)
        return
    for sentence in found.sentences.values():
        print_line(sentence)
    print_line(found.norm_sentence)
    print_line(found.basis_text)
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
    print_table([*columns, "verfehlt (P0)", "Abstand (P1)"], rows)


def supply(
    layer: LayerArgument,
    mode: ModeOption = Mode.WALK,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Einrichtungen je 1.000 Menschen im Einzugsgebiet (2SFCA, E2SFCA, M2SFCA)."""
    found = service.read_supply(open_verbund(verbund), layer, mode)
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    methods = [balance.method for balance in found.balances]
    rows = [
        [
            row.ortsteil,
            row.kommune,
            *(_number(row.per_1000[method], row.state.title) for method in methods),
        ]
        for row in found.rows
    ]
    print_table(["Ortsteil", "Kommune", *(method.upper() for method in methods)], rows)


def _number(value: float | None, state: str) -> str:
    return state if value is None else format_number(value, 2)


def nahversorgung(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Wie viele der fünf Angebote der Nahversorgung (BBSR) zu Fuß in 1.000 m liegen."""
    found = service.list_nahversorgung(open_verbund(verbund))
    if as_json:
        print_json(found)
        return
    print_table(
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
    hull: Annotated[
        bool, typer.Option("--hull", help="Auch die Flächen zwischen erreichten Straßen füllen.")
    ] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Flächen als GeoJSON.")] = None,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Was von einem Zentrum aus in so vielen Minuten erreichbar ist."""
    found = service.list_isochrones(
        open_verbund(verbund), zentrum_id, mode, service.to_minutes(minutes), speed_kmh=speed_kmh, hull=hull
    )
    if output is not None:
        _write_areas(found, output)
    if as_json:
        print_json(found)
        return
    for area in found:
        people = "" if area.residents is None else f", {format_people(area.residents)} Menschen"
        least = "" if area.complete else "mindestens "
        print_line(
            f"in {area.minutes:g} min {mode.title} ({area.speed_text}): {least}{format_area(area.area_km2)}{people}"
        )
    if not all(area.complete for area in found):
        print_line("Die Fläche reicht bis an den Rand der geladenen Straßen; dahinter kann es weitergehen.")


def _write_areas(areas: Sequence[Isochrone], output: Path) -> None:
    try:
        output.write_text(json.dumps(to_area_collection(areas), ensure_ascii=False) + "\n", "utf-8")
    except OSError as error:
        raise InputError(
            f"Nach „{output}“ lässt sich nicht schreiben ({error.strerror}): bitte einen anderen Ort angeben."
        ) from error
    console.print(f"{output} geschrieben", soft_wrap=True)
