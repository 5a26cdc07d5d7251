"""The digest of a quarter: what is new, what has come further, who works with whom; as page and as PDF."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping

from geo.db import digest as stored
from geo.db import projects as register
from geo.domain import Phase
from geo.errors import InputError
from geo.layers import list_layers
from geo.render.digest_report import write_digest
from geo.render.german import format_date, format_number
from geo.results import Digest, DigestEntry
from geo.service.catalogue import read_verbund
from geo.service.days import begin_of, today
from geo.service.learning import read_learning
from geo.service.opened import OpenVerbund

FIRST_YEAR = 2000
MONTHS = 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a year; ``until`` is the day after the last."""

    key: str
    title: str
    since: date
    until: date


def to_quarter(text: str) -> Quarter:
    """Read ``2026-Q4``.

    Raises
    ------
    InputError
        If it is none, or has not begun yet.
    """
    found = re.fullmatch(r"(\d{4})-?[Qq]([1-4])", text.strip(), re.ASCII)
    year = int(found[1]) if found else 0
    if not found or year < FIRST_YEAR:
        raise InputError(f"Das Quartal „{text}“ ist nicht zu lesen: bitte so schreiben wie 2026-Q4.")
    number = int(found[2])
    since = date(year, MONTHS * (number - 1) + 1, 1)
    if since > today():
        raise InputError(f"Das {number}. Quartal {year} hat noch nicht begonnen: bitte ein früheres wählen.")
    until = date(year + number // 4, MONTHS * number % 12 + 1, 1)
    return Quarter(f"{year}-Q{number}", f"{number}. Quartal {year}", since, until)


def read_digest(
    opened: OpenVerbund, quarter: str, *, effort_days: float | None = None, effort_source: str = ""
) -> Digest:
    """What happened in a quarter, from what ``opened.person`` may see.

    Parameters
    ----------
    quarter
        As ``2026-Q4``.
    effort_days, effort_source
        As in `read_learning`.

    Raises
    ------
    InputError
        If the quarter is none or has not begun, or the effort has no source.
    """
    asked = to_quarter(quarter)
    learning = read_learning(
        opened, since=asked.since, until=asked.until, effort_days=effort_days, effort_source=effort_source
    )
    period = (opened.verbund_id, begin_of(asked.since), begin_of(asked.until))
    with opened.connect() as connection:
        names = register.read_names(connection, opened.verbund_id)
        added = [
            _to_entry(row, names, Phase(row["phase"]).title) for row in stored.read_added(connection, *period)
        ]
        moved = _list_moved(stored.read_moved(connection, *period), names)
        raeume = _list_raeume(stored.read_raeume(connection, *period), names)
    return Digest(
        quarter=asked.key,
        title=asked.title,
        since=asked.since,
        until=asked.until,
        public=not opened.person.is_member,
        sentence=_sentence(asked, added, moved, raeume),
        added=added,
        moved=moved,
        raeume=raeume,
        learning=learning,
        note=_note(opened, asked),
    )


def render_digest(
    opened: OpenVerbund, quarter: str, *, effort_days: float | None = None, effort_source: str = ""
) -> bytes:
    """The same as A4 pages (PDF); errors as `read_digest`."""
    found = read_digest(opened, quarter, effort_days=effort_days, effort_source=effort_source)
    return write_digest(found, verbund=read_verbund(opened).title)


def _to_entry(row: RowMapping, names: Mapping[str, str], text: str) -> DigestEntry:
    return DigestEntry(
        key=row["project_id"],
        title=row["title"],
        kommunen=[names.get(key, key) for key in row["ags"]],
        text=text,
        beispiel=row["beispiel"],
    )


def _list_moved(rows: Sequence[RowMapping], names: Mapping[str, str]) -> list[DigestEntry]:
    """One entry per project: where it stood at first, where it stands in the end; who came back is left out."""
    ways: dict[str, tuple[RowMapping, str, str]] = {}
    for row in rows:
        _, before, _ = ways.get(row["project_id"], (row, row["before"], ""))
        ways[row["project_id"]] = (row, before, row["after"])
    return [
        _to_entry(row, names, f"von {Phase(before).title} zu {Phase(after).title}")
        for row, before, after in ways.values()
        if before != after
    ]


def _list_raeume(rows: Sequence[RowMapping], names: Mapping[str, str]) -> list[DigestEntry]:
    titles = {layer.key: layer.title for layer in list_layers()}
    return [
        DigestEntry(
            key=row["raum_id"],
            title=row["name"],
            # A partner beside the Verbund has its name from the member.
            kommunen=list(dict.fromkeys(names.get(each["ags"], each["kommune"]) for each in row["members"])),
            text=", ".join(
                part
                for part in (titles.get(row["service"], ""), f"{format_number(len(row['members']))} Orte")
                if part
            ),
        )
        for row in rows
    ]


def _sentence(
    asked: Quarter, added: list[DigestEntry], moved: list[DigestEntry], raeume: list[DigestEntry]
) -> str:
    if not (added or moved or raeume):
        return f"Im {asked.title} ist nichts dazugekommen und nichts weitergegangen."
    went = (
        _count(len(moved), "Projekt wechselte", "Projekte wechselten") if moved else "kein Projekt wechselte"
    )
    return (
        f"Im {asked.title} kamen {_count(len(added), 'Projekt', 'Projekte')} und "
        f"{_count(len(raeume), 'Projektraum', 'Projekträume')} dazu; {went} die Phase."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{format_number(number)} {one if number == 1 else many}"


def _note(opened: OpenVerbund, asked: Quarter) -> str:
    parts = []
    if asked.until > today():
        parts.append(f"Das Quartal ist noch nicht zu Ende: gezählt bis {format_date(today())}.")
    if opened.person.is_member:
        parts.append(
            f"Enthält auch, was nicht öffentlich ist (gesehen als {opened.person.role_title}): nicht weitergeben."
        )
    else:
        parts.append("Enthält nur, was öffentlich ist.")
    return " ".join(parts)
