"""On-demand services kept by hand: ``data/bedarfsverkehr/<ags>.csv``, one file per municipality."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
from pydantic import BeforeValidator, Field, field_validator

from geo.errors import InputError
from geo.schema import Key, Name, Parts, Role, Row, Text
from geo.sources.rows import read_csv, validate_unique

WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
EVERYWHERE = "*"
STALE_AFTER = dt.timedelta(
    days=730
)  # own setting: volunteers' services change; two years on somebody must look again
_SPAN = re.compile(r"([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d")


def _empty_as_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


class OnDemandRow(Row):
    """A row of a file; the columns are explained in data/bedarfsverkehr/README.md."""

    service_id: Key
    name: Name
    kind: Literal["AST", "Bürgerbus", "Rufbus"]
    ortsteile: Annotated[Parts, Field(min_length=1)]
    days: Parts
    hours: Parts
    booking: Text
    source: Name
    date: dt.date
    role: Role
    valid_until: Annotated[dt.date | None, BeforeValidator(_empty_as_none)] = None
    note: Text = ""

    @field_validator("days", mode="after")
    @classmethod
    def _weekdays(cls, days: list[str]) -> list[str]:
        lower = [day.casefold() for day in days]
        for day in lower:
            if day not in WEEKDAYS:
                raise ValueError(f"„{day}“ ist kein Wochentag: bitte {';'.join(WEEKDAYS)} verwenden")
        return sorted(set(lower), key=WEEKDAYS.index)

    @field_validator("hours", mode="after")
    @classmethod
    def _spans(cls, hours: list[str]) -> list[str]:
        for span in hours:
            begin, _, end = span.partition("-")
            if not _SPAN.fullmatch(span) or end <= begin:
                raise ValueError(f"„{span}“ ist keine Zeitspanne: bitte wie 08:00-12:00 schreiben")
        return hours


@dataclass(frozen=True, slots=True)
class OnDemandService:
    """A service, the municipality that it belongs to, and the Ortsteile that it serves."""

    ags: str
    ortsteil_ids: tuple[str, ...]
    row: OnDemandRow

    def is_stale(self, today: dt.date) -> bool:
        """Whether the row was checked so long ago that somebody must look again."""
        return today - self.row.date > STALE_AFTER


def read_on_demand(folder: Path, ortsteile: Mapping[str, Sequence[str]]) -> tuple[OnDemandService, ...]:
    """Read and check the on-demand services of all municipalities.

    Parameters
    ----------
    folder
        With one ``<ags>.csv`` per municipality; a file may hold the header alone. No folder: no services.
    ortsteile
        Ids of the Ortsteile of each municipality, by AGS: whose files are expected, and what they may name. The
        file of a municipality without any (a partner) is passed over.

    Returns
    -------
    tuple of OnDemandService
        In the order of the files and their rows, those that have ended too.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence with file, line and what to do.
    """
    services = []
    for path in list_files(folder):
        known = ortsteile.get(path.stem)
        if known is None:
            raise InputError(
                f"{path.name}: eine Kommune {path.stem} gibt es im Verbund nicht; bekannt sind "
                f"{', '.join(sorted(ortsteile))}: bitte die Datei nach dem Gemeindeschlüssel benennen."
            )
        records = read_csv(path, OnDemandRow, may_be_empty=True) if known else []
        validate_unique(records, "service_id")
        for record in records:
            served = known if record.row.ortsteile == [EVERYWHERE] else record.row.ortsteile
            unknown = [ortsteil for ortsteil in served if ortsteil not in known]
            if unknown:
                raise InputError(
                    f"{record.where}, Spalte ortsteile: den Ortsteil „{unknown[0]}“ gibt es in der Kommune nicht; "
                    f"bekannt sind {', '.join(sorted(known))}; * steht für alle: bitte berichtigen."
                )
            services.append(OnDemandService(path.stem, tuple(served), record.row))
    return tuple(services)


def on_demand_frame(services: Iterable[OnDemandService]) -> pd.DataFrame:
    """Rows for the table ``on_demand_service``; ``ortsteile`` are ids, also where the file says "all"."""
    rows = [
        {"ags": service.ags, **service.row.model_dump(), "ortsteile": list(service.ortsteil_ids)}
        for service in services
    ]
    return pd.DataFrame(rows, columns=["ags", *OnDemandRow.model_fields])


def list_files(folder: Path) -> list[Path]:
    """The files of a folder, by name."""
    return sorted(folder.glob("*.csv"))


def to_ortsteile(kommunen: pd.DataFrame, ortsteile: pd.DataFrame) -> dict[str, list[str]]:
    """Ids of the Ortsteile of each municipality, from the canonical frames; partners have none."""
    members = ortsteile.groupby("ags")["ortsteil_id"].agg(list).to_dict()
    return {ags: members.get(ags, []) for ags in kommunen["ags"]}
