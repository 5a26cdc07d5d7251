"""Bus and rail on the real timetable around Heidelberg: every answer agrees with every other, and with the feed."""

import itertools
import re

import polars as pl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from geo import service
from geo.domain import DayType, State
from geo.network.timetable import read_feed, trips_on
from geo.norms.gueteklassen import get_method
from geo.service.transit import days_of
from tests.signed_in import sign_in

GAUANGELLOCH, LEIMEN = "08226041-gauangelloch", "08226041-leimen"
WITHOUT_A_LINE = {"Kirchheim", "Pfaffengrund", "Ziegelhausen"}  # their lines are not in the cut


@pytest.fixture(scope="module")
def feed(probe):
    return read_feed(probe.timetable_dir / probe.verbund)


@pytest.fixture(scope="module")
def client(probe):
    with TestClient(create_app(probe), raise_server_exceptions=False) as client:
        yield sign_in(client, probe)


def test_what_is_loaded(probed):
    info = service.read_timetable(probed)
    assert (info.loaded, info.computed, info.state) == (True, True, State.REACHED)
    assert (info.valid_from, info.valid_to) == ("2022-06-12", "2022-12-10")
    assert info.n_trips == 1480
    assert [day.day_type for day in info.reference_days] == list(DayType)
    assert all(day.date and day.reason for day in info.reference_days)
    assert info.findings[0].code == "expired"
    assert info.dataset.attribution.startswith("Verkehrsverbund Rhein-Neckar")
    assert [window.key for window in info.windows] == ["morning", "noon", "afternoon"]
    assert info.note == ""


def test_stops_show_what_departs_from_them(probed, feed):
    stops = service.read_stops(probed)
    assert len(stops) > 150
    on = days_of(feed)[DayType.SCHOOL]
    rated = stops[stops["state"] == "reached"]
    assert set(rated["category"]) <= set(get_method("oerok-2017").categories)
    chosen = [
        *rated["stop_id"].head(3),
        *stops.loc[stops["name"].str.contains("Gauangelloch"), "stop_id"].head(1),
    ]
    assert len(chosen) == 4
    for stop_id in chosen:
        row = stops.set_index("stop_id").loc[stop_id]
        strip = service.read_departures(probed, stop_id)
        assert strip.n_departures == row["n_regular"]
        assert (strip.first_departure, strip.last_departure) == (
            row["first_departure"],
            row["last_departure"],
        )
        assert strip.date == row["date"] == on.isoformat()
        assert all(
            earlier.time_s <= later.time_s
            for line in strip.lines
            for earlier, later in itertools.pairwise(line.departures)
        )
        assert {line.name for line in strip.lines} <= set(row["lines"])


def test_a_box_is_a_part_of_all_stops(probed):
    everywhere = set(service.read_stops(probed)["stop_id"])
    some = set(service.read_stops(probed, bbox=(8.72, 49.33, 8.78, 49.38))["stop_id"])
    assert set() < some < everywhere


def test_classes_by_method_and_day(probed):
    school = {row.ortsteil: row for row in service.list_transit_classes(probed)}
    assert len(school) == 20
    assert {row.ortsteil for row in school.values() if row.class_letter is None} == WITHOUT_A_LINE
    village = school["Gauangelloch"]
    assert (village.class_letter, village.by_day[DayType.SUNDAY]) == ("F", "")
    assert village.best_stop.group == "bus"
    assert village.best_stop.category == "VII"
    assert 60 < village.best_stop.interval_min <= 120
    sunday = {row.ortsteil: row for row in service.list_transit_classes(probed, day_type="sunday")}
    assert sunday["Gauangelloch"].state is State.NOT_CONNECTED
    order = "ABCDEFG"
    for row in school.values():
        if row.class_letter and row.class_with_school:
            assert order.index(row.class_with_school) <= order.index(row.class_letter)
        assert sum(row.residents_by_class.values()) == pytest.approx(row.residents_scaled, abs=1)
    goat = service.list_transit_classes(probed, "goat-standard-120")
    assert {row.class_letter for row in goat} - {None} <= set("ABCDEF")


def test_headline_counts_what_the_list_shows(probed):
    for day in DayType:
        rows = service.list_transit_classes(probed, day_type=day)
        found = service.read_transit_headline(probed, day_type=day)
        without = [row for row in rows if row.class_letter is None]
        assert found.figure == f"{len(without)} von 20"
        assert found.residents_by_class[""] == sum(row.residents_scaled for row in without)
        assert day.title in found.sentence


def test_each_sentence_of_the_note_begins_with_a_capital(probed):
    note = service.read_transit_headline(probed, day_type="sunday").note
    assert "schlechtere Klasse" in note
    assert re.findall(r"(?:^|\. )[a-zäöü]", note) == []


def test_door_to_door_never_the_best_case_alone(probed):
    rows = service.list_transit_times(probed, zentrum=GAUANGELLOCH, target="grundzentrum")
    assert [row.window for row in rows] == ["morning", "noon", "afternoon"]
    for row in rows:
        assert row.target_name == "Leimen"
        assert 0 < row.share_connected <= 1
        if row.p75_min is not None:
            assert row.p25_min <= row.p50_min <= row.p75_min
        assert row.pt_car_ratio == pytest.approx(row.p50_min / row.car_min, abs=0.1)
        assert row.norm is None  # the rank of Leimen was found in no source
        assert row.norm_met is None
        assert row.last_way_home


def test_both_directions_of_a_loop_are_not_one_service(probed):
    """In Gaiberg both leave towards the same next stop: taken together, every 56 min would seem to be served."""
    rows = service.list_transit_classes(probed)
    stop = next(row.best_stop for row in rows if row.ortsteil == "Gaiberg")
    assert (stop.interval_min, round(stop.waiting_interval_min, 1)) == (80.0, 92.8)


def test_norms_are_judged_where_the_rank_is_known(probed):
    rows = service.list_transit_times(probed, target="oberzentrum", window="morning")
    assert len(rows) == 20
    assert {row.norm.id for row in rows} == {"rin-oberzentrum-pt"}
    for row in rows:
        assert row.norm_met == (row.p50_min is not None and row.p50_min <= 90)
        assert row.car_norm_met == (row.car_min <= 60)
    far = {row.zentrum for row in rows if row.state is not State.REACHED}
    assert far == {"Ziegelhausen"}


def test_sundays_without_a_bus_say_so(probed):
    rows = service.list_transit_times(probed, zentrum=GAUANGELLOCH, target="oberzentrum", day_type="sunday")
    assert {row.state for row in rows} == {State.NOT_CONNECTED}
    assert {row.p50_min for row in rows} == {None}
    assert {row.state_title for row in rows} <= {"keine Haltestelle in der Nähe", "keine Fahrt dorthin"}


def test_what_is_not_known_completely_is_not_judged(probed):
    rows = service.list_transit_times(probed, zentrum=GAUANGELLOCH, target="supermarket", window="morning")
    assert [(row.state, row.text) for row in rows] == [(State.DATA_MISSING, "keine Daten")]


def test_sheet_of_a_zentrum(probed):
    sheet = service.read_transit_sheet(probed, GAUANGELLOCH)
    assert sheet.sentence.startswith("Gauangelloch: Güteklasse F am Schultag (Österreich 2017), Bus alle 80")
    assert "Sonntag" in sheet.day_sentence
    assert "Letzte Heimfahrt am Schultag: ab Leimen" in sheet.home_sentence
    assert re.fullmatch(
        r"Dort von 05:19 bis 19:40\sUhr, nach Wartezeit alle [\d,]+\smin, längste Lücke 120\smin\.",
        sheet.stop_sentence,
    )
    assert "Prüfung des Fahrplans" in sheet.gate_sentence
    by_rank = {row.target: row for row in sheet.times if row.window == "morning"}
    mittel = by_rank["mittelzentrum"]
    assert (mittel.norm.id, mittel.limit_min) == ("rin-mittelzentrum-pt", 45.0)
    assert mittel.car_norm_met == (mittel.car_min <= 30)
    assert mittel.pt_car_ratio == pytest.approx(mittel.p50_min / mittel.car_min, abs=0.06)
    for words in (mittel.text, "Norm 45\u00a0min", "mit dem Auto", "Norm 30\u00a0min", "-mal so lange"):
        assert words in sheet.centre_sentence
    assert "21.06.2022" in sheet.source_line
    assert (sheet.rank, sheet.rank_source) == ("Rang unbekannt", "")
    assert [row.day_type for row in sheet.classes] == list(DayType)
    sunday = [way for way in sheet.ways_home if way.day_type is DayType.SUNDAY]
    assert sunday
    assert not any(way.possible for way in sunday)


def test_gaps_with_the_three_means_and_the_three_remedies(probed):
    found = service.read_mobility_gaps(probed)
    assert found.pt_judged
    assert found.gaps
    for gap in found.gaps:
        assert [mode.mode for mode in gap.modes] == ["walk", "bike", "pt"]
        if gap.reasons == ["norm"]:
            assert all(mode.met is False for mode in gap.modes)
        assert {remedy.kind for remedy in gap.remedies} == {"stop_service", "evening_trip", "footpath"}
        assert gap.comparison
        assert all(remedy.cost_eur_a is None for remedy in gap.remedies)  # nobody gave unit costs
    assert any(gap.reasons == ["norm"] for gap in found.gaps)
    on_sunday = service.read_mobility_gaps(probed, day_type="sunday")
    assert len(on_sunday.gaps) >= len(found.gaps)


def test_routes_answer_what_the_service_says(client, probed):
    classes = client.get("/api/pt/classes", params={"day": "saturday"}).json()
    said = [row.model_dump(mode="json") for row in service.list_transit_classes(probed, day_type="saturday")]
    assert classes == said
    assert client.get(f"/api/pt/zentren/{LEIMEN}").json()["method"] == "oerok-2017"
    assert client.get("/api/pt/travel-times", params={"target": "xy"}).status_code == 404
    assert client.get("/api/pt/travel-times", params={"window": "night"}).status_code == 404
    lines = client.get("/api/pt/lines").json()
    assert len(lines) == 7


def test_lines_count_the_trips_of_the_feed(probed, feed):
    days = days_of(feed)
    for line in service.list_lines(probed):
        for day, on in days.items():
            running = feed.trips.with_row_index("trip").filter(
                pl.col("trip").is_in(trips_on(feed, on).tolist())
            )
            name = feed.routes["route_short_name"].gather(running["route"])
            kind = feed.routes["route_type"].gather(running["route"])
            same = sum(n == line.name and k == line.route_type for n, k in zip(name, kind, strict=True))
            assert line.n_trips[day] == same
