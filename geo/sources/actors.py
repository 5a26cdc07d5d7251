"""Read the actors that come with a Verbund: organisations only, for a person needs to consent."""

from pathlib import Path
from typing import Annotated

import pandas as pd
from pydantic import BeforeValidator

from geo.domain import Direction
from geo.errors import InputError
from geo.layers import list_layers
from geo.results import ActorEntry
from geo.results.wishes import read_field, read_resource
from geo.schema import Key, Name, Parts, Row, Text
from geo.sources.package import DatasetRecord, Provenance, describe_file
from geo.sources.rows import Record, read_csv, validate_known, validate_unique

ACTORS, ENTRIES = "akteure.csv", "angebote.csv"
ACTOR_COLUMNS = ["actor_id", "name", "about", "ags", "zentren", "beispiel", "entries"]
_DIRECTIONS = {each.title: each for each in Direction}


def _read_direction(value: object) -> object:
    return _DIRECTIONS.get(value.strip(), value) if isinstance(value, str) else value


class ActorRow(Row):
    """A row of ``akteure.csv``."""

    actor_id: Key
    name: Name
    about: Text
    zentren: Parts
    beispiel: bool


class OfferRow(Row):
    """A row of ``angebote.csv``: who, offers or seeks, what."""

    actor_id: Key
    direction: Annotated[Direction, BeforeValidator(_read_direction)]
    resource: Annotated[str, BeforeValidator(read_resource)]
    text: Name
    need: Text = ""
    handlungsfeld: Annotated[str | None, BeforeValidator(read_field)] = None


def read_actors(
    folder: Path, ags_of: dict[str, str], stated: Provenance | None = None
) -> tuple[DatasetRecord, pd.DataFrame]:
    """Read and check actors.

    Parameters
    ----------
    folder
        With ``akteure.csv`` and ``angebote.csv``.
    ags_of
        Municipality of each Zentrum of the Verbund; an actor may name these only.
    stated
        Provenance from ``verbund.toml``, if it states any.

    Returns
    -------
    DatasetRecord, DataFrame
        The source ``akteure``, and `ACTOR_COLUMNS`; ``entries`` are lists of columns of the table ``actor_entry``.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence.
    """
    records = read_csv(folder / ACTORS, ActorRow)
    validate_unique(records, "actor_id")
    entries: dict[str, list[dict[str, str]]] = {record.row.actor_id: [] for record in records}
    layers = {"", *(layer.key for layer in list_layers())}
    for offer in read_csv(folder / ENTRIES, OfferRow):
        validate_known(offer, "actor_id", entries, "der Akteur")
        validate_known(offer, "need", layers, "die Einrichtungsart")
        entries[offer.row.actor_id].append(_to_entry(offer))
    for record in records:
        for zentrum in record.row.zentren:
            single = Record(record.where, record.row.model_copy(update={"zentren": zentrum}))
            validate_known(single, "zentren", ags_of, "das Zentrum")
        if not record.row.zentren:
            raise InputError(f"{record.where}: das Zentrum fehlt: bitte mindestens eines angeben.")
    rows = [record.row for record in records]
    frame = pd.DataFrame(
        {
            "actor_id": [row.actor_id for row in rows],
            "name": [row.name for row in rows],
            "about": [row.about for row in rows],
            "ags": [list(dict.fromkeys(ags_of[key] for key in row.zentren)) for row in rows],
            "zentren": [row.zentren for row in rows],
            "beispiel": [row.beispiel for row in rows],
            "entries": [entries[row.actor_id] for row in rows],
        },
        columns=ACTOR_COLUMNS,
    )
    return describe_file("akteure", "Akteure", folder / ACTORS, frame, stated), frame


def no_actors() -> pd.DataFrame:
    """The frame without a row."""
    return pd.DataFrame({name: [] for name in ACTOR_COLUMNS})


def _to_entry(offer: Record[OfferRow]) -> dict[str, str]:
    try:
        entry = ActorEntry.model_validate(offer.row.model_dump(exclude={"actor_id"})).model_dump(mode="json")
    except ValueError as error:
        raise InputError(
            f"{offer.where}: Art oder Handlungsfeld sind unbekannt, oder der Text ist länger als 200 Zeichen: "
            "bitte wie im README daneben schreiben."
        ) from error
    return {**entry, "handlungsfeld": entry["handlungsfeld"] or ""}
