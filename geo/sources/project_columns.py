"""The columns of the register's table: German heads, what a cell may hold, and how a project is written into it."""

from dataclasses import dataclass

from geo.domain import Handlungsfeld, Phase, Resource, Visibility
from geo.layers import list_layers
from geo.sources.project_cells import (
    Reader,
    Writer,
    list_parts,
    read_choice,
    read_choices,
    read_date,
    read_entries,
    read_euro,
    read_kommunen,
    read_places,
    read_text,
    read_yes,
    read_zentren,
    write_date,
    write_entries,
    write_list,
    write_named,
    write_places,
    write_plain,
    write_title,
    write_yes,
)
from geo.sources.project_wishes import read_wishes, write_wishes


@dataclass(frozen=True, slots=True)
class Column:
    """A column: head, field of `geo.results.ProjectDraft`, hint for the template, both ways.

    Reading may raise ``ValueError`` with what is wrong and how to mend it.
    """

    title: str
    field: str
    hint: str
    read: Reader
    write: Writer


NEEDS = {layer.key: layer.title for layer in list_layers()}
PHASES = {str(phase): phase.title for phase in Phase}
FIELDS = {str(field): field.title for field in Handlungsfeld}
RESOURCES = {str(each): each.title for each in Resource}
VISIBILITIES = {str(each): each.title for each in Visibility}


FUNDING = ("programme", "amount_eur", "since", "until")
LINK = ("title", "url", "licence")
MODULE = ("title", "description", "licence", "url", "key")

COLUMNS = (
    Column("Titel", "title", "Pflicht, höchstens 200 Zeichen", read_text, write_plain),
    Column("Kurzfassung", "summary", "ein bis drei Sätze", read_text, write_plain),
    Column("Beschreibung", "description", "beliebig lang", read_text, write_plain),
    Column(
        "Bedarf",
        "need",
        "Einrichtungsart wie im Blatt Hinweise",
        read_choice(NEEDS, "der Bedarf"),
        write_title(NEEDS),
    ),
    Column(
        "Handlungsfelder",
        "handlungsfelder",
        "mehrere mit ; trennen",
        read_choices(FIELDS, "das Handlungsfeld"),
        lambda keys, _words: "; ".join(FIELDS[key] for key in keys),
    ),
    Column(
        "Zielgruppen",
        "target_groups",
        "mehrere mit ; trennen",
        lambda value, _words: list_parts(value),
        write_list,
    ),
    Column(
        "Phase",
        "phase",
        ", ".join(PHASES.values()),
        read_choice(PHASES, "die Phase", "idee"),
        write_title(PHASES),
    ),
    Column("Phase seit", "phase_since", "31.12.2026", read_date, write_date),
    Column("Kommunen", "ags", "Namen oder AGS, mehrere mit ; trennen", read_kommunen, write_named),
    Column(
        "Ortsteile",
        "zentren",
        "Name oder „Name (Kommune)“, mehrere mit ; trennen",
        read_zentren,
        write_named,
    ),
    Column(
        "Lage",
        "places",
        "Breite und Länge, etwa 51,5477 7,8118",
        read_places,
        write_places,
    ),
    Column("Träger", "owner", "Stelle, keine Person", read_text, write_plain),
    Column("Kosten in Euro", "cost_eur", "ganze Zahl", read_euro, write_plain),
    Column(
        "Förderung",
        "funding",
        "je Zeile: Programm | Betrag in Euro | von | bis",
        read_entries(*FUNDING),
        write_entries(*FUNDING),
    ),
    Column(
        "Offene Quellen",
        "links",
        "je Zeile: Titel | https://… | Lizenz",
        read_entries(*LINK),
        write_entries(*LINK),
    ),
    Column(
        "Bausteine",
        "modules",
        "was andere übernehmen können, je Zeile: Titel | Beschreibung | Lizenz | https://… | Kennung",
        read_entries(*MODULE),
        write_entries(*MODULE),
    ),
    Column(
        "Gesucht",
        "seeks",
        "wen oder was das Projekt sucht, je Zeile: Art | Beschreibung | Bedarf | Handlungsfeld; "
        f"Arten sind {', '.join(RESOURCES.values())}",
        read_wishes(RESOURCES, NEEDS, FIELDS),
        write_wishes(RESOURCES, NEEDS, FIELDS),
    ),
    Column("Was gelernt wurde", "lessons", "beliebig lang", read_text, write_plain),
    Column(
        "Sichtbar für",
        "visibility",
        ", ".join(VISIBILITIES.values()),
        read_choice(VISIBILITIES, "die Sichtbarkeit", "network"),
        write_title(VISIBILITIES),
    ),
    Column(
        "Beispiel",
        "beispiel",
        "ja, wenn es kein echtes Vorhaben ist",
        read_yes,
        write_yes,
    ),
)
KEY, VERSION = "Kennung", "Version"
HEADS = (KEY, VERSION, *(column.title for column in COLUMNS))
