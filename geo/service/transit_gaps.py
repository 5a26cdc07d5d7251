"""Mobility gaps: where a service is too far on foot, by bike, and by bus and rail."""

from geo.domain import State
from geo.results import MobilityGaps
from geo.service.catalogue import read_run
from geo.service.opened import OpenVerbund
from geo.service.transit import NO_TIMETABLE, to_day_type


def read_mobility_gaps(
    opened: OpenVerbund, *, zentrum: str | None = None, service: str | None = None, day_type: str = "school"
) -> MobilityGaps:
    """Gaps on a kind of days, most people first; not judged without a timetable.

    Parameters
    ----------
    opened
        Where from.
    zentrum, service
        One Ortsteil, and one target (rank of a centre or key of a layer), or all.
    day_type
        Kind of days.

    Raises
    ------
    NoDataError
        If nothing has been computed.
    """
    return MobilityGaps(
        day_type=to_day_type(day_type),
        date=None,
        state=State.DATA_MISSING,
        state_title=NO_TIMETABLE,
        pt_judged=False,
        sentence="Ohne Fahrplan lassen sich Mobilitätslücken nicht beurteilen.",
        note="Was zu Fuß und mit dem Rad zu weit ist, steht unter „Versorgung“.",
        gaps=[],
        run_id=read_run(opened).run_id,
    )
