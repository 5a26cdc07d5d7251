"""Access and speed rules, speaking tags; the tables themselves."""

import pytest

from geo.domain import Mode
from geo.network.access import BLOCKED, judge_barrier, judge_way
from geo.network.graph import CLOSED, FERRY
from geo.network.maxspeed import parse_duration, parse_maxspeed
from geo.network.rules import read_rules

RULES = read_rules()
FACTOR = RULES.speeds.car.rural_factor
WALK, BIKE, CAR = Mode.WALK, Mode.BIKE, Mode.CAR


def tags_of(text):
    return dict(pair.split("=", 1) for pair in text.split())


def kmh(text, mode):
    passage = judge_way(tags_of(text), mode, RULES)
    return passage.forward_kmh, passage.backward_kmh


@pytest.mark.parametrize(
    ("text", "walk", "bike", "car"),
    [
        ("highway=motorway", False, False, True),
        ("highway=motorway foot=yes", False, False, True),
        ("highway=trunk", False, False, True),
        ("highway=trunk sidewalk=both", True, False, True),
        ("highway=trunk bicycle=yes", False, True, True),
        ("highway=primary motorroad=yes", False, False, True),
        ("highway=primary", True, True, True),
        ("highway=residential sidewalk=separate", True, True, True),
        ("highway=residential access=private", False, False, False),
        ("highway=residential access=no foot=yes", True, False, False),
        ("highway=residential access=destination", True, True, True),
        ("highway=residential vehicle=no", True, False, False),
        ("highway=residential vehicle=no bicycle=yes", True, True, False),
        ("highway=residential motor_vehicle=no", True, True, False),
        ("highway=residential motor_vehicle=no motorcar=yes", True, True, True),
        ("highway=residential motor_vehicle=agricultural", True, True, False),
        ("highway=residential motor_vehicle=forestry;agricultural", True, True, False),
        ("highway=residential motor_vehicle=agricultural;destination", True, True, True),
        ("highway=track motor_vehicle=destination;agricultural", True, True, True),
        ("highway=track vehicle=agricultural;forestry", True, False, False),
        ("highway=residential foot=use_sidepath bicycle=use_sidepath", False, False, True),
        ("highway=residential foot=permissive access=private", True, False, False),
        ("highway=service service=driveway", True, True, True),
        ("highway=service service=driveway access=private", False, False, False),
        ("highway=service service=parking_aisle", True, True, True),
        ("highway=service service=parking_aisle access=customers", True, True, True),
        ("highway=service service=emergency_access", True, True, False),
        ("highway=living_street", True, True, True),
        ("highway=pedestrian", True, True, False),
        ("highway=pedestrian motor_vehicle=destination", True, True, True),
        ("highway=pedestrian access=yes", True, True, False),
        ("highway=footway bicycle=no", True, False, False),
        ("highway=footway", True, True, False),
        ("highway=cycleway", False, True, False),
        ("highway=cycleway foot=designated", True, True, False),
        ("highway=path", True, True, False),
        ("highway=path foot=no bicycle=designated", False, True, False),
        ("highway=bridleway", False, False, False),
        ("highway=bridleway foot=yes", True, False, False),
        ("highway=track", True, True, False),
        ("highway=track motor_vehicle=destination", True, True, True),
        ("highway=steps", True, False, False),
        ("highway=steps bicycle=yes", True, False, False),
        ("highway=construction", False, False, False),
        ("highway=proposed", False, False, False),
        ("highway=service area=yes", True, True, False),
        ("route=ferry", True, True, False),
        ("route=ferry foot=no", False, True, False),
        ("route=ferry motor_vehicle=yes", True, True, True),
        ("route=bicycle", False, False, False),
    ],
)
def test_who_may_pass(text, walk, bike, car):
    may = {mode: judge_way(tags_of(text), mode, RULES) != BLOCKED for mode in Mode}
    assert may == {WALK: walk, BIKE: bike, CAR: car}


@pytest.mark.parametrize(
    ("text", "mode", "forward", "backward"),
    [
        ("highway=residential oneway=yes", CAR, True, False),
        ("highway=residential oneway=-1", CAR, False, True),
        ("highway=residential oneway=no junction=roundabout", CAR, True, True),
        ("highway=residential junction=roundabout", CAR, True, False),
        ("highway=residential oneway=reversible", CAR, False, False),
        ("highway=residential oneway=alternating", CAR, True, True),
        ("highway=residential oneway=yes", BIKE, True, False),
        ("highway=residential oneway=yes oneway:bicycle=no", BIKE, True, True),
        ("highway=residential oneway=yes oneway:bicycle=no", CAR, True, False),
        ("highway=residential oneway=yes cycleway=opposite_lane", BIKE, True, True),
        ("highway=residential oneway=yes cycleway:left=opposite", BIKE, True, True),
        ("highway=residential oneway=yes cycleway:left:oneway=-1", BIKE, True, True),
        ("highway=residential oneway:bicycle=yes", BIKE, True, False),
        ("highway=residential junction=roundabout", BIKE, True, False),
        ("highway=residential oneway=yes", WALK, True, True),
        ("highway=footway oneway:foot=-1", WALK, False, True),
        ("highway=motorway", CAR, True, False),
        ("highway=residential motor_vehicle:backward=no", CAR, True, False),
        ("highway=residential vehicle:forward=no", BIKE, False, True),
    ],
)
def test_directions(text, mode, forward, backward):
    assert tuple(speed > 0 for speed in kmh(text, mode)) == (forward, backward)


@pytest.mark.parametrize(
    ("text", "mode", "expected"),
    [
        ("highway=residential", WALK, 5),
        ("highway=steps", WALK, 2.5),
        ("highway=residential", BIKE, 15),
        ("highway=footway", BIKE, 5),
        ("highway=footway bicycle=yes", BIKE, 15),
        ("highway=cycleway bicycle=dismount", BIKE, 5),
        ("highway=track tracktype=grade4 surface=asphalt", BIKE, 6),
        ("highway=residential surface=cobblestone", BIKE, 8),
        ("highway=residential maxspeed=walk", BIKE, 15),
        ("highway=secondary maxspeed=70", CAR, FACTOR * 70),
        ("highway=secondary maxspeed=DE:rural", CAR, FACTOR * 100),
        ("highway=secondary source:maxspeed=DE:urban", CAR, FACTOR * 50),
        ("highway=secondary maxspeed=signals zone:traffic=DE:urban", CAR, FACTOR * 50),
        ("highway=secondary maxspeed=999", CAR, FACTOR * 55),
        ("highway=secondary", CAR, FACTOR * 55),
        ("highway=residential maxspeed=walk", CAR, FACTOR * 7),
        ("highway=secondary maxspeed=70 surface=cobblestone", CAR, 20),
        ("highway=track motorcar=yes tracktype=grade5", CAR, 10),
    ],
)
def test_speeds(text, mode, expected):
    assert kmh(text, mode)[0] == pytest.approx(expected)


def test_each_direction_has_its_own_limit():
    assert kmh("highway=primary maxspeed:forward=50 maxspeed=100", CAR) == pytest.approx(
        (FACTOR * 50, FACTOR * 100)
    )


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("highway=residential", False),
        ("highway=motorway", True),
        ("highway=trunk motorroad=yes", True),
        ("highway=residential tunnel=yes", True),
        ("highway=residential tunnel=building_passage", False),
    ],
)
def test_nobody_enters_a_motorway_or_a_tunnel_from_the_side(text, closed):
    assert bool(judge_way(tags_of(text), CAR, RULES).flags & CLOSED) is closed


def test_a_ferry_has_its_time():
    passage = judge_way(tags_of("route=ferry duration=00:10"), WALK, RULES)
    assert passage.duration_s == 600
    assert passage.flags == FERRY | CLOSED


@pytest.mark.parametrize(
    ("text", "walk", "bike", "car"),
    [
        ("barrier=no", True, True, True),
        ("barrier=bollard", True, True, False),
        ("barrier=cycle_barrier", True, True, False),
        ("barrier=gate", True, True, True),
        ("barrier=gate access=private", False, False, False),
        ("barrier=gate access=no foot=yes", True, False, False),
        ("barrier=gate motor_vehicle=no", True, True, False),
        ("barrier=gate locked=yes", False, False, False),
        ("barrier=lift_gate", True, True, True),
        ("barrier=stile", True, False, False),
        ("barrier=kissing_gate bicycle=yes", True, True, False),
        ("barrier=bollard bicycle=dismount", True, True, False),
        ("barrier=block motorcar=yes", True, True, True),
        ("barrier=kerb", True, True, True),
        ("barrier=wall", False, False, False),
    ],
)
def test_barriers(text, walk, bike, car):
    assert {mode: judge_barrier(tags_of(text), mode, RULES) for mode in Mode} == {
        WALK: walk,
        BIKE: bike,
        CAR: car,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28032),
        ("10 knots", 18.52),
        ("none", 130),
        ("walk", 7),  # StVO, Anlage 3 lfd. Nr. 12: Schrittgeschwindigkeit
        ("DE:living_street", 7),
        ("DE:urban", 50),  # § 3 Abs. 3 Nr. 1
        ("DE:rural", 100),  # § 3 Abs. 3 Nr. 2 Buchst. c
        ("DE:motorway", 130),  # Autobahn-Richtgeschwindigkeits-Verordnung, § 1
        ("DE:bicycle_road", 30),  # Anlage 2 lfd. Nr. 23
        ("DE:zone:30", 30),
        ("DE:zone30", 30),
        ("DE:30", 30),
        ("50;30", 30),
        ("signals", None),
        ("variable", None),
        ("0", None),
        ("fifty", None),
        ("", None),
    ],
)
def test_maxspeed(text, expected):
    assert parse_maxspeed(text, RULES.speeds.car.maxspeed_words) == (
        None if expected is None else pytest.approx(expected)
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:10", 600),
        ("1:30", 5400),
        ("01:30:15", 5415),
        ("20", 1200),
        ("PT1H5M", 3900),
        ("PT90S", 90),
        ("", None),
        ("00:00", None),
        ("soon", None),
    ],
)
def test_duration(text, seconds):
    assert parse_duration(text) == seconds


def test_every_row_of_the_tables_has_its_source():
    assert len(RULES.speeds.classes) > 20
    assert len(RULES.classes) == len(RULES.speeds.classes)
    words = RULES.speeds.car.words
    assert len(words) == len(RULES.speeds.car.maxspeed_words) > 5
    assert all("StVO" in word.source or "wie DE:" in word.source for word in words)
    for row in RULES.speeds.classes:
        assert any(name in row.source for name in ("methods.md", "osrm", "own setting")), row.highway
        assert all(row.speed_kmh(mode) is not None for mode in row.closed)


def test_a_calmed_street_is_driven_at_the_same_speed_with_and_without_a_tag():
    plain, tagged = (kmh(f"highway=living_street{more}", CAR) for more in ("", " maxspeed=DE:living_street"))
    assert plain == tagged == (FACTOR * 7, FACTOR * 7)


def test_the_speeds_of_the_method_are_in_the_tables():
    """methods.md, section 4."""
    assert (RULES.speeds.base.walk, RULES.speeds.base.bike) == (5.0, 15.0)
    assert {row.walk for row in RULES.speeds.classes if row.highway != "steps"} <= {5.0, None}
