"""``mitten areas``: who can share what with whom across municipal borders."""

from typing import Annotated

import typer

from geo import service
from geo.cli.answers import print_json, print_line, print_table
from geo.cli.data import VerbundOption
from geo.cli.database import JsonOption
from geo.cli.results import open_verbund
from geo.domain import Aim
from geo.render.german import format_minutes, format_people
from geo.results import Area, Areas, NearAsk, PoolAsk

app = typer.Typer(help="Projekträume: wer nah beieinander liegt, wem dasselbe fehlt.", no_args_is_help=True)

ServiceArgument = Annotated[
    str | None,
    typer.Argument(help="Einrichtungsart, deren Norm verfehlt wird, z. B. primary_school; ohne: alle."),
]


@app.command()
def near(
    service_key: ServiceArgument = None,
    *,
    limit_min: Annotated[
        float | None, typer.Option("--grenze", help="Minuten mit dem Auto zwischen je zwei Mitgliedern.")
    ] = None,
    min_residents: Annotated[
        float | None, typer.Option("--einwohner", help="Kleinste Zahl von Einwohnern eines Raums.")
    ] = None,
    max_members: Annotated[
        int | None, typer.Option("--mitglieder", help="Größte Zahl von Mitgliedern eines Raums.")
    ] = None,
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Nahe Räume: Orte mehrerer Kommunen, nah beieinander, die dieselbe Norm verfehlen."""
    opened = open_verbund(verbund)
    changed = any(value is not None for value in (limit_min, min_residents, max_members))
    if changed and service_key is None:
        raise typer.BadParameter("Andere Grenzen brauchen eine Einrichtungsart, z. B. primary_school.")
    if changed and service_key is not None:
        ask = NearAsk(
            service=service_key, limit_min=limit_min, min_residents=min_residents, max_members=max_members
        )
        found = service.answer_near(opened, ask)
    else:
        found = service.read_areas(opened, "near", service_key)
    _show(found, as_json=as_json)


@app.command()
def twin(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Zwillinge: Zentren mit denselben Lücken, wie weit sie auch auseinander liegen."""
    _show(service.read_areas(open_verbund(verbund), "twin"), as_json=as_json)


@app.command()
def pool(
    area: Annotated[
        str, typer.Argument(help="Kennung eines Raums (areas near --json) oder Projektraums (areas rooms).")
    ],
    service_key: Annotated[
        str, typer.Option("--services", help="Dienst, der geteilt wird, z. B. secondary_school.")
    ],
    *,
    sites: Annotated[
        str | None,
        typer.Option(
            "--sites",
            help="Arten von Gebäuden, die ihn aufnehmen können, mit Komma; ohne: Rathäuser, Bürger-, Gemeinde- und "
            "Schulhäuser.",
        ),
    ] = None,
    aim: Annotated[
        Aim,
        typer.Option(
            "--ziel", help="reach: die meisten Menschen in der Grenze; time: die kürzeste Zeit aller."
        ),
    ] = Aim.REACH,
    count: Annotated[int, typer.Option("--anzahl", help="Größte Zahl von Standorten.")] = 1,
    limit_min: Annotated[
        float | None, typer.Option("--grenze", help="Minuten mit dem Auto zum Standort.")
    ] = None,
    min_people: Annotated[int, typer.Option("--schwelle", help="Menschen, die ein Standort braucht.")] = 0,
    min_people_source: Annotated[str, typer.Option("--quelle", help="Woher die Schwelle stammt.")] = "",
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Gemeinsame Standorte: wo ein geteilter Dienst die meisten Menschen erreicht."""
    computed = area.startswith(("near-", "twin-"))
    ask = PoolAsk(
        service=service_key,
        area_id=area if computed else None,
        raum_id=None if computed else area,
        sites=None if sites is None else tuple(key.strip() for key in sites.split(",") if key.strip()),
        aim=aim,
        count=count,
        limit_min=limit_min,
        min_people=min_people,
        min_people_source=min_people_source,
    )
    found = service.answer_pool(open_verbund(verbund), ask)
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    print_table(
        ("Kommune", "Menschen", "Standort allein", "erreicht allein", "erreicht gemeinsam"),
        [
            (
                row.kommune,
                format_people(row.people),
                row.site or "–",
                format_people(row.reached),
                format_people(row.reached_shared),
            )
            for row in found.alone
        ],
    )
    for line in (found.comparison, found.rota, f"{found.model_note}."):
        if line:
            print_line(line)
    for way in found.ways:
        print_line(way.text)


@app.command()
def nearby(
    zentrum_id: Annotated[str, typer.Argument(help="Kennung des Zentrums, z. B. 05978036-hemmerde.")],
    verbund: VerbundOption = None,
    as_json: JsonOption = False,
) -> None:
    """Womit und mit wem ein Zentrum teilen kann."""
    found = service.read_nearby(open_verbund(verbund), zentrum_id)
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    for area in found.areas:
        print_line(f"{area.title}: {area.reason}")
    print_line(f"Zwillinge: {found.twin_sentence}")


@app.command()
def partners(verbund: VerbundOption = None, as_json: JsonOption = False) -> None:
    """Nächstes Paar je Kommune des Verbunds und Partnerkommune, mit dem Auto."""
    found = service.read_partner_links(open_verbund(verbund))
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    print_table(
        ("Zentrum", "Partner", "Zeit", "in der Grenze", "Modell"),
        [
            (
                f"{link.zentrum.name} ({link.zentrum.kommune})",
                f"{link.other.name} ({link.other.kommune})",
                format_minutes(link.travel_time_s),
                "ja" if link.within else "nein",
                link.model,
            )
            for link in found.pairs
        ],
    )


def _show(found: Areas, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    print_line(found.sentence)
    print_line(f"Grenze: {found.limit_text} ({found.limit_source}). {found.model_note}.")
    print_table(
        ("Raum", "Dienst", "Kommunen", "Mitglieder", "Menschen"), [_row(area) for area in found.areas]
    )
    for area in found.areas:
        print_line(f"{area.title}: {area.reason}")
    for solution in found.solutions:
        print_line(f"{solution.service_title}: {solution.sentence}")
    for island in found.islands:
        print_line(island.text)


def _row(area: Area) -> tuple[str, ...]:
    known = any(member.in_need and member.place.residents is not None for member in area.members)
    return (
        area.title,
        area.service_title or "–",
        ", ".join(kommune.title for kommune in area.kommunen),
        str(len(area.members)),
        format_people(area.residents_in_need) if known else "nicht bekannt",
    )
