"""Mobility gaps in the words of users: which service, how many people, how far below, and what would mend it."""

from typing import Any

from geo.analysis.gap_rows import judged_day
from geo.db import transit as stored
from geo.domain import DayType, Mode, State
from geo.render.german import format_limit, format_number, format_people, format_value
from geo.results import MobilityGap, MobilityGaps, ModeShortfall, OnDemandOffer
from geo.service.on_demand import read_offers
from geo.service.opened import OpenVerbund
from geo.service.remedies import comparison_text, list_remedies
from geo.service.transit import NO_TIMETABLE, TransitRun, read_transit_run, to_day_type, to_iso
from geo.service.transit_times import check_target, find_zentrum_name, target_title

PT, PT_TITLE = "pt", "mit Bus und Bahn"
MODE_TITLES = {str(Mode.WALK): Mode.WALK.title, str(Mode.BIKE): Mode.BIKE.title, PT: PT_TITLE}
TOO_FAR = "kein Weg in der Suchgrenze"


def read_mobility_gaps(
    opened: OpenVerbund, *, zentrum: str | None = None, service: str | None = None, day_type: str = "school"
) -> MobilityGaps:
    """Gaps on a kind of days, most people first. Without a timetable bus and rail are not judged, and they say so.

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
    NotFoundError
        If there is no such Zentrum or target.
    NoDataError
        If nothing has been computed.
    """
    day = to_day_type(day_type)
    if zentrum is not None:
        find_zentrum_name(opened, zentrum)
    if service is not None:
        check_target(service)
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
        shown = str(day if run.computed else judged_day())
        rows = stored.read_gaps(connection, run.run_id, ortsteil_id=zentrum, service=service, day_type=shown)
        offers = read_offers(connection, opened)
    on = run.days.get(day)
    plain = rows.astype(object).where(rows.notna(), None).to_dict("records")
    gaps = [_to_gap(row, (day, run), offers.get(row["ortsteil_id"], [])) for row in plain]
    return MobilityGaps(
        day_type=day,
        date=to_iso(on),
        state=State.REACHED if on else State.DATA_MISSING,
        state_title="" if on else NO_TIMETABLE,
        pt_judged=on is not None,
        sentence=_sentence(gaps, day, judged=on is not None),
        note=_note(gaps, judged=on is not None),
        gaps=gaps,
        run_id=run.run_id,
    )


def _sentence(gaps: list[MobilityGap], day: DayType, *, judged: bool) -> str:
    places = {gap.ortsteil_id: gap.residents_scaled or 0 for gap in gaps}
    if not judged:
        if not gaps:
            return "Ohne Fahrplan lassen sich Mobilitätslücken nicht beurteilen."
        return (
            f"Ohne Fahrplan lassen sich Mobilitätslücken nicht beurteilen; in {_count(len(places))} ist zu Fuß und "
            "mit dem Rad etwas zu weit."
        )
    if not gaps:
        return f"Am {day.title} gibt es keine Mobilitätslücke, die sich beurteilen lässt."
    sentence = f"Am {day.title} gibt es {_gaps(len(gaps))} in {_count(len(places))}"
    people = sum(places.values())
    return f"{sentence}; {format_people(people)} Menschen wohnen dort." if people else sentence + "."


def _count(number: int) -> str:
    return "einem Ortsteil" if number == 1 else f"{number} Ortsteilen"


def _gaps(number: int) -> str:
    return "eine Mobilitätslücke" if number == 1 else f"{number} Mobilitätslücken"


def _note(gaps: list[MobilityGap], *, judged: bool) -> str:
    if not judged:
        return ""
    note = (
        "Eine Lücke ist, was zu Fuß, mit dem Rad und mit Bus und Bahn zu weit ist, oder von wo man am selben Tag nicht "
        "zurückkommt. Mit Bus und Bahn zählt das Zeitfenster, in dem es am besten geht; was an diesem Tag geschlossen "
        "ist, ist keine Lücke."
    )
    unsure = sum(gap.nearer_possible for gap in gaps)
    if unsure:
        which = "einer davon" if unsure == 1 else f"{format_number(unsure)} davon"
        note += f" Bei {which} kann außerhalb des Erfassten etwas Näheres liegen."
    return note


def _to_gap(
    row: dict[Any, Any], asked: tuple[DayType, TransitRun], offers: list[OnDemandOffer]
) -> MobilityGap:
    day, run = asked
    modes = [_to_mode(mode, row["ways"].get(mode)) for mode in MODE_TITLES]
    remedies = list_remedies(row["remedies"])
    reasons = [
        name for name, there in (("norm", row["norm_missed"]), ("no_return", row["no_return"])) if there
    ]
    title = target_title(row["service"])
    return MobilityGap(
        ortsteil_id=row["ortsteil_id"],
        ortsteil=row["ortsteil"],
        ags=row["ags"],
        kommune=row["kommune"],
        service=row["service"],
        service_title=title,
        day_type=day,
        date=to_iso(run.days.get(day)),
        reasons=reasons,  # type: ignore[arg-type]  # the two words of the record
        pt_judged=bool(row["pt_judged"]),
        modes=modes,
        text=_text(title, modes, row),
        shortfall_share=None if row["shortfall_share"] is None else round(row["shortfall_share"], 3),
        shortfall_text=_shortfall_text(row),
        return_text="am selben Tag nicht zurück" if row["no_return"] else "",
        nearer_possible=bool(row["nearer_possible"]),
        residents=row["residents_stated"],
        residents_scaled=row["residents_scaled"],
        residents_estimated=bool(row["residents_estimated"]),
        on_demand=offers,
        remedies=remedies,
        cheapest=next((each.kind for each in remedies if each.rank == 1), None),
        comparison=comparison_text(row["remedies"], remedies),
        rank_people=row["rank_people"],
        rank_shortfall=row["rank_shortfall"],
        run_id=run.run_id,
    )


def _to_mode(mode: str, way: dict[str, Any] | None) -> ModeShortfall:
    if way is None:
        return ModeShortfall(
            mode=mode,  # type: ignore[arg-type]  # one of MODE_TITLES
            mode_title=MODE_TITLES[mode],
            state=State.DATA_MISSING,
            state_title=NO_TIMETABLE if mode == PT else State.DATA_MISSING.title,
            value_text=NO_TIMETABLE if mode == PT else State.DATA_MISSING.title,
            limit_text="",
            norm_id=None,
            met=None,
            shortfall_share=None,
        )
    state, value, limit = State(way["state"]), way["value"], way["limit_value"]
    return ModeShortfall(
        mode=mode,  # type: ignore[arg-type]
        mode_title=MODE_TITLES[mode],
        state=state,
        state_title=_state_title(mode, way, state),
        value_text=_value_text(mode, way, state),
        limit_text=format_limit(limit, way["unit"]),
        norm_id=way["norm_id"],
        met=way["met"],
        shortfall_share=round(value / limit - 1, 3) if value is not None and value > limit else None,
    )


def _state_title(mode: str, way: dict[str, Any], state: State) -> str:
    if way["met"] and way["return_met"] is False:
        return "kein Rückweg am selben Tag"
    if way["met"] is False and mode == PT and state is State.REACHED:
        return State.BEYOND_LIMIT.title
    return state.title


def _value_text(mode: str, way: dict[str, Any], state: State) -> str:
    if way["value"] is not None:
        return format_value(way["value"], way["unit"], way["limit_value"])
    if mode == PT and state is State.REACHED:
        return "nicht einmal in der Hälfte der Minuten"
    return TOO_FAR if state is State.BEYOND_LIMIT else state.title


def _text(title: str, modes: list[ModeShortfall], row: dict[Any, Any]) -> str:
    said = ", ".join(f"{mode.mode_title} {mode.value_text}" for mode in modes)
    if row["no_return"]:
        return f"{title}: hin geht es, aber am selben Tag nicht zurück ({said})"
    return f"{title}: {said}"


def _shortfall_text(row: dict[Any, Any]) -> str:
    if row["shortfall"] is None:
        return ""
    value = format_value(row["shortfall"], row["unit"], 0.0)
    return f"{value} zu viel {MODE_TITLES[row['mode']]}"
