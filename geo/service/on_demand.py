"""Services on demand as kept by hand: a layer of their own, shown whether a timetable is loaded or not."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from geo.db import transit as stored
from geo.render.german import format_date
from geo.results import OnDemandOffer
from geo.service.opened import OpenVerbund
from geo.sources.on_demand import STALE_AFTER

NOT_STATED = "Tage und Zeiten nennt die Quelle nicht"


def read_offers(
    connection: Connection, opened: OpenVerbund, today: date | None = None
) -> dict[str, list[OnDemandOffer]]:
    """Services on demand of each Ortsteil, by its id, by name; those that have ended are left out.

    Parameters
    ----------
    connection, opened
        Where from.
    today
        Day against which end and age are held; default: the day of the server.
    """
    today = today or date.today()  # noqa: DTZ011 (the operator's own day)
    offers: dict[str, list[OnDemandOffer]] = {}
    for row in stored.read_on_demand(connection, opened.verbund_id, today):
        offer = _to_offer(dict(row), today)
        for ortsteil in row["ortsteile"]:
            offers.setdefault(ortsteil, []).append(offer)
    return offers


def _to_offer(row: dict[str, Any], today: date) -> OnDemandOffer:
    return OnDemandOffer(
        name=row["name"],
        kind=row["kind"],
        text=_text(row),
        booking=row["booking"],
        note=row["note"],
        source=row["source"],
        date=row["date"].isoformat(),
        date_text=f"geprüft am {format_date(row['date'])}",
        stale=today - row["date"] > STALE_AFTER,
        from_timetable=False,
    )


def _text(row: dict[str, Any]) -> str:
    days = ", ".join(day.capitalize() for day in row["days"])
    hours = " und ".join(f"{span.replace('-', '–')} Uhr" for span in row["hours"])
    return " ".join(part for part in (days, hours) if part) or NOT_STATED


def to_timetable_offers(lines: list[str]) -> list[OnDemandOffer]:
    """Lines that the timetable runs only when called."""
    return [
        OnDemandOffer(
            name=name,
            kind="",
            text="",
            booking="",
            note="",
            source="Fahrplan",
            date=None,
            date_text="im Fahrplan",
            stale=False,
            from_timetable=True,
        )
        for name in lines
    ]
