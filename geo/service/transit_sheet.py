"""Bus and rail at one Zentrum: what stands on its sheet, on the page beside the map and on the printed one."""

from geo.analysis.destinations import car_norm_of
from geo.db import read
from geo.db import transit as stored
from geo.domain import DayType, Rank, State
from geo.network.transit_parameters import read_transit_parameters
from geo.norms.gueteklassen import Method
from geo.render.german import NBSP, format_date, format_limit, format_minutes, format_number
from geo.results import StopService, TransitClass, TransitSheet, TransitTime, WayHome
from geo.service.gate import read_reference_days
from geo.service.on_demand import read_offers
from geo.service.opened import OpenVerbund
from geo.service.transit import NO_TIMETABLE, find_timetable, read_timetable, read_transit_run, to_method
from geo.service.transit_classes import STATE_TITLES, to_classes
from geo.service.transit_times import NO_RANK, find_zentrum_name, list_transit_times
from geo.units import SECONDS_PER_MINUTE

NOT_COMPUTED = "Fahrplan noch nicht gerechnet"


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
    name, kommune = find_zentrum_name(opened, zentrum_id)
    with opened.connect() as connection:
        run = read_transit_run(connection, opened)
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
        rows = stored.read_classes(connection, run.run_id, method=chosen.id, ortsteil_id=zentrum_id)
        offers = read_offers(connection, opened)
        centres = stored.read_centres(connection, opened.verbund_id).set_index("ags")
    place = ortsteile[ortsteile["ortsteil_id"] == zentrum_id]
    classes = [entry for day in DayType for entry in to_classes(place, rows, (chosen, day, run), offers)]
    times = list_transit_times(opened, zentrum=zentrum_id, day_type=None) if run.computed else []
    ags = str(place["ags"].iloc[0])
    ways = list_ways_home(times)
    return TransitSheet(
        zentrum_id=zentrum_id,
        name=name,
        kommune=kommune,
        method=chosen.id,
        method_title=chosen.title,
        state=classes[0].state,
        state_title=classes[0].state_title if run.computed else _no_timetable(opened),
        sentence=_sentence(name, classes[0], chosen) if run.computed else f"{name}: {_no_timetable(opened)}.",
        stop_sentence=_stop_sentence(classes[0].best_stop),
        day_sentence=_day_sentence(classes) if run.computed else "",
        home_sentence=_home_sentence(ways),
        centre_sentence=_centre_sentence(times),
        gate_sentence=_gate_sentence(opened) if run.computed else "",
        source_line=_source_line(opened, run.run_id, classes) if run.computed else "",
        reference_days=read_reference_days(opened),
        classes=classes,
        times=[time for time in times if time.day_type is DayType.SCHOOL],
        ways_home=ways,
        rank=Rank(centres.loc[ags, "rank"]).title if ags in centres.index else NO_RANK,
        rank_source=str(centres.loc[ags, "source"]) if ags in centres.index else "",
        run_id=run.run_id,
    )


def _no_timetable(opened: OpenVerbund) -> str:
    return NO_TIMETABLE if find_timetable(opened) is None else NOT_COMPUTED


def _sentence(name: str, school: TransitClass, method: Method) -> str:
    """The class on a school day, and what gives it."""
    said = f"{name}: {school.text} am Schultag ({method.title})"
    stop = school.best_stop
    if stop is None or school.state is State.DATA_MISSING:
        return said + "."
    where = f"{stop.name}, {stop.distance_text} entfernt" if stop.distance_text else stop.name
    often = f", {stop.group_title} {stop.interval_text}" if stop.interval_text else ""
    return f"{said}{often} ab {where}."


def _stop_sentence(stop: StopService | None) -> str:
    """What an interval alone hides: the wait, first and last departure, the longest gap."""
    if stop is None or not stop.interval_text:
        return ""
    parts = [f"von {stop.first_departure} bis {stop.last_departure}{NBSP}Uhr"]
    if stop.waiting_interval_text:
        parts.append(f"nach Wartezeit {stop.waiting_interval_text}")
    if stop.longest_gap_min is not None:
        parts.append(f"längste Lücke {format_number(stop.longest_gap_min)}{NBSP}min")
    return f"Dort {', '.join(parts)}."


def _day_sentence(classes: list[TransitClass]) -> str:
    """What differs on other kinds of days."""
    school, *others = classes
    same = [entry for entry in others if entry.class_letter == school.class_letter and entry.date]
    parts = [
        f"am {entry.day_type.title} {entry.class_letter or STATE_TITLES[entry.state]}"
        for entry in others
        if entry not in same
    ]
    if not parts:
        return "In den Ferien, samstags und sonntags ist die Klasse dieselbe."
    said = "; ".join(parts)
    return said[0].upper() + said[1:] + "."


def list_ways_home(times: list[TransitTime]) -> list[WayHome]:
    """Whether one gets home the same day from the centres, by kind of days: the best of all windows."""
    found = []
    for rank in Rank:
        for day in DayType:
            rows = [time for time in times if time.target == rank and time.day_type is day]
            if rows:
                found.append(_way_home(rows))
    return found


def _way_home(rows: list[TransitTime]) -> WayHome:
    known = [row for row in rows if row.share_return is not None]
    best = max(known, key=lambda row: (row.share_return or 0.0, row.last_way_home or ""), default=rows[0])
    # Times after midnight do not occur: one must be home by then.
    last = max((row.last_way_home for row in rows if row.last_way_home), default=None)
    possible = bool(best.share_return) if known else None
    if possible is None:
        text = State.DATA_MISSING.title
    elif not possible:
        text = "am selben Tag nicht zurück"
    elif last is None:
        text = "am Ort" if best.text == "am Ort" else "zurück zu Fuß"
    else:
        text = f"letzte Heimfahrt {last}{NBSP}Uhr"
    return WayHome(
        target=best.target,
        target_title=best.target_title,
        target_name=best.target_name,
        day_type=best.day_type,
        day_title=best.day_type.title,
        date=best.date,
        state=best.state,
        state_title=best.state_title,
        last_departure=last,
        possible=possible,
        text=text,
    )


def _home_sentence(ways: list[WayHome]) -> str:
    """Last way home on a school day, and days without one."""
    school = [way for way in ways if way.day_type is DayType.SCHOOL and way.last_departure]
    parts = list(dict.fromkeys(f"ab {way.target_name} {way.last_departure}{NBSP}Uhr" for way in school))
    never = list(
        dict.fromkeys(
            way.day_title for way in ways if way.possible is False and way.target == Rank.GRUNDZENTRUM
        )
    )
    said = f"Letzte Heimfahrt am Schultag: {', '.join(parts)}." if parts else ""
    if never:
        said += f" Kein Rückweg am selben Tag vom Zentrum der Kommune: {', '.join(never)}."
    return said.strip()


def _centre_sentence(times: list[TransitTime]) -> str:
    """Ways to centres on a school day in the first window, by bus and rail and by car, held to the RIN."""
    window = read_transit_parameters().windows[0]
    rows = [
        row
        for rank in Rank
        for row in times
        if (row.target, row.window, row.day_type) == (rank, window.key, DayType.SCHOOL)
        and row.norm_met is not None
    ]
    if not rows:
        return ""
    said = "; ".join(_centre_words(row) for row in rows)
    return f"Am Schultag, Abfahrt {window.title}: {said}."


def _centre_words(row: TransitTime) -> str:
    said = f"{row.target_title} {row.target_name} {row.text}, Norm {row.limit_text} {_kept(row.norm_met)}"
    if row.car_min is None:
        return said
    limit = format_limit(car_norm_of(Rank(row.target)).value, "min")
    car, kept = format_minutes(row.car_min * SECONDS_PER_MINUTE), f"Norm {limit} {_kept(row.car_norm_met)}"
    if row.pt_car_ratio is None:
        return f"{said}, mit dem Auto {car}, {kept}"
    return f"{said}, {_ratio_words(row.pt_car_ratio)} mit dem Auto ({car}, {kept})"


def _ratio_words(ratio: float) -> str:
    tenths = round(ratio, 1)
    if tenths < 1:
        return "schneller als"
    return "so lange wie" if tenths == 1 else f"{format_number(tenths, 1)}-mal so lange wie"


def _kept(met: bool | None) -> str:
    return "eingehalten" if met else "verfehlt"


def _gate_sentence(opened: OpenVerbund) -> str:
    """What the gate says of the timetable, in one line."""
    findings = read_timetable(opened).findings
    errors, hints = (sum(each.level == level for each in findings) for level in ("error", "hint"))
    if not errors and not hints:
        return "Prüfung des Fahrplans: ohne Befund."
    counted = [
        f"{number} {one if number == 1 else many}"
        for number, one, many in ((errors, "Fehler", "Fehler"), (hints, "Hinweis", "Hinweise"))
        if number
    ]
    worst = [each.title for each in findings if each.level == ("error" if errors else "hint")]
    return f"Prüfung des Fahrplans: {', '.join(counted)} ({', '.join(dict.fromkeys(worst))})."


def _source_line(opened: OpenVerbund, run_id: str, classes: list[TransitClass]) -> str:
    info = read_timetable(opened)
    days = ", ".join(f"{entry.day_type.title} {format_date(entry.date)}" for entry in classes if entry.date)
    parts = []
    if info.dataset is not None:
        source = info.dataset.attribution or info.dataset.source
        parts.append(f"Fahrplan: {source}, Stand {format_date(info.dataset.date)}")
    if info.valid_from and info.valid_to:
        parts.append(f"gültig {format_date(info.valid_from)} bis {format_date(info.valid_to)}")
    return " · ".join([*parts, f"Stichtage: {days}", f"Lauf {run_id}"])
