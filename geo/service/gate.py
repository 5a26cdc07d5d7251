"""What the gate found in the loaded timetable, and the days that stand for all others."""

from datetime import date

from geo.analysis.gate_words import Case, to_finding
from geo.db import timetable
from geo.domain import DayType
from geo.render.german import format_date
from geo.results import GateFinding, ReferenceDay
from geo.service.opened import OpenVerbund, get_verbund_row


def read_gate(opened: OpenVerbund, today: date) -> list[GateFinding]:
    """Findings of the gate in its order, a timetable that has ended first; none where no timetable is loaded.

    Parameters
    ----------
    opened
        The Verbund.
    today
        A timetable that has ended by then says so.

    Raises
    ------
    NotFoundError
        If the Verbund is not loaded.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        rows = timetable.read_findings(connection, opened.verbund_id)
        loaded = timetable.find_timetable(connection, opened.verbund_id)
    findings = [GateFinding.model_validate(dict(row)) for row in rows]
    if loaded is not None and loaded["valid_to"] < today:
        ended = {"last": format_date(loaded["valid_to"])}
        findings.insert(0, to_finding(Case("expired", 1, values=ended)))
    return findings


def read_reference_days(opened: OpenVerbund) -> list[ReferenceDay]:
    """Reference days in the order of `DayType`; none where no timetable is loaded."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        rows = timetable.read_reference_days(connection, opened.verbund_id)
    days = [ReferenceDay.model_validate({**row, "title": DayType(row["day_type"]).title}) for row in rows]
    return sorted(days, key=lambda day: list(DayType).index(day.day_type))
