"""Door-to-door travel times by bus and rail, and the sheet of one Zentrum."""

from geo.domain import State
from geo.errors import NotFoundError
from geo.results import TransitSheet, TransitTime
from geo.service.catalogue import read_run, read_zentren
from geo.service.opened import OpenVerbund
from geo.service.transit import NO_TIMETABLE, to_day_type, to_method
from geo.service.transit_classes import list_transit_classes

NO_RANK = "Rang unbekannt"


def list_transit_times(
    opened: OpenVerbund,
    *,
    zentrum: str | None = None,
    target: str | None = None,
    day_type: str = "school",
    window: str | None = None,
) -> list[TransitTime]:
    """Travel times, filtered; none where no timetable has been computed.

    Parameters
    ----------
    opened
        Where from.
    zentrum, target
        Origin and target (``grundzentrum``, ``mittelzentrum``, ``oberzentrum`` or the key of a layer), or all.
    day_type, window
        Kind of days, and key of a window or all.

    Raises
    ------
    NotFoundError
        If there is no such Zentrum.
    """
    to_day_type(day_type)
    if zentrum is not None:
        _find_name(opened, zentrum)
    return []


def read_transit_sheet(opened: OpenVerbund, zentrum_id: str, method: str = "") -> TransitSheet:
    """All that is known of bus and rail at one Zentrum.

    Raises
    ------
    NotFoundError
        If there is no such Zentrum.
    NoDataError
        If nothing has been computed.
    """
    chosen = to_method(method)
    name, kommune = _find_name(opened, zentrum_id)
    return TransitSheet(
        zentrum_id=zentrum_id,
        name=name,
        kommune=kommune,
        method=chosen.id,
        method_title=chosen.title,
        state=State.DATA_MISSING,
        state_title=NO_TIMETABLE,
        sentence=f"{name}: {NO_TIMETABLE}.",
        day_sentence="",
        home_sentence="",
        gate_sentence="",
        source_line="",
        reference_days=[],
        classes=[row for row in list_transit_classes(opened, chosen.id) if row.ortsteil_id == zentrum_id],
        times=[],
        ways_home=[],
        rank=NO_RANK,
        rank_source="",
        run_id=read_run(opened).run_id,
    )


def _find_name(opened: OpenVerbund, zentrum_id: str) -> tuple[str, str]:
    zentren = read_zentren(opened).set_index("zentrum_id")
    if zentrum_id not in zentren.index:
        raise NotFoundError(f"Das Zentrum „{zentrum_id}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
    return zentren.loc[zentrum_id, "name"], zentren.loc[zentrum_id, "kommune"]
