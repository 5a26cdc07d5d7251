"""Services on demand kept by hand reach class, gaps and sheet, whether a timetable is loaded or not."""

from datetime import date

import pytest
from sqlalchemy import text

from geo import service
from geo.service.on_demand import NOT_STATED, read_offers

AULENDORF, MOLLSEIFEN, BECKUM = "05558008-aulendorf", "05958048-mollseifen", "05570008-beckum"


def offers_on(opened, day):
    with opened.connect() as connection:
        return read_offers(connection, opened, day)


def test_days_hours_and_booking_in_words(opened):
    found = offers_on(opened, date(2026, 11, 27))
    (billerbeck,) = found[AULENDORF]
    assert (billerbeck.name, billerbeck.kind) == ("BürgerBus Billerbeck", "Bürgerbus")
    assert billerbeck.text == NOT_STATED
    assert billerbeck.booking == "telefonisch mindestens eine Stunde vorher"
    (heights,) = found[MOLLSEIFEN]
    assert heights.text == "Mo, Di, Mi, Do, Fr, Sa"
    assert (heights.stale, heights.from_timetable, heights.date_text) == (
        False,
        False,
        "geprüft am 26.11.2026",
    )
    assert BECKUM not in found


def test_a_row_that_nobody_has_checked_for_two_years_is_marked(opened):
    assert not offers_on(opened, date(2028, 11, 25))[AULENDORF][0].stale
    assert offers_on(opened, date(2028, 11, 26))[AULENDORF][0].stale


def test_without_a_timetable_they_stand_beside_no_class(opened):
    rows = {row.ortsteil_id: row for row in service.list_transit_classes(opened)}
    assert [offer.name for offer in rows[AULENDORF].on_demand] == ["BürgerBus Billerbeck"]
    assert rows[AULENDORF].class_letter is None
    assert rows[BECKUM].on_demand == []
    sheet = service.read_transit_sheet(opened, AULENDORF)
    assert sheet.classes[0].on_demand == rows[AULENDORF].on_demand


@pytest.mark.db
def test_those_that_have_ended_are_left_out_and_gaps_name_the_others(own_settings):
    opened = service.open_verbund(own_settings)
    named = [gap for gap in service.read_mobility_gaps(opened).gaps if gap.on_demand]
    assert {gap.ags for gap in named} <= {"05558008", "05958048"}
    with opened.engine.begin() as connection:
        connection.execute(
            text("UPDATE on_demand_service SET valid_until = '2026-11-26' WHERE ags = '05558008'")
        )
    assert AULENDORF in offers_on(opened, date(2026, 11, 26))
    assert AULENDORF not in offers_on(opened, date(2026, 11, 27))
