"""The third Verbund from end to end: places, streets, timetable, run, check."""

from datetime import date

import pytest
from sqlalchemy import create_engine, text

from geo import service
from geo.domain import DayType, Mode, Model
from geo.network.timetable import read_feed, reference_date, trips_on
from geo.service.check import check_installation


@pytest.fixture(scope="module")
def opened(rhein_neckar):
    engine = create_engine(rhein_neckar.database_url)
    yield service.OpenVerbund(
        engine, rhein_neckar.verbund, rhein_neckar.network_dir, rhein_neckar.timetable_dir
    )
    engine.dispose()


def test_it_has_places_streets_and_a_timetable(opened):
    verbund = service.read_verbund(opened)
    assert (verbund.n_zentren, verbund.n_kommunen) == (20, 4)
    assert {dataset.key for dataset in verbund.datasets} >= {"osm", "fahrplan"}
    assert verbund.run.model == Model.NETWORK
    assert len(service.list_reach(opened, layer="bus_stop", mode=Mode.WALK)) == 20


def test_places_lie_where_buses_stop(opened):
    """Every Zentrum was put on a stop; with the timetable's stops that is an index look-up."""
    query = text(
        """SELECT z.zentrum_id, min(ST_Distance(z.geom, s.geom)) AS away_m
           FROM zentrum z JOIN pt_stop s USING (verbund_id)
           WHERE ST_DWithin(z.geom, s.geom, 200) GROUP BY 1"""
    )
    with opened.connect() as connection:
        near = {row.zentrum_id: row.away_m for row in connection.execute(query)}
    # Kirchheim, Pfaffengrund and Ziegelhausen are served by lines that the cut leaves out.
    assert len(near) >= 16
    assert near["08221000-rohrbach"] < 50


def test_the_timetable_belongs_to_the_run_of_the_calendar(opened, rhein_neckar):
    feed = read_feed(rhein_neckar.timetable_dir / rhein_neckar.verbund)
    counts = {kind: len(trips_on(feed, reference_date(feed, kind))) for kind in DayType}
    assert (
        counts[DayType.SCHOOL] > counts[DayType.HOLIDAYS] > counts[DayType.SATURDAY] > counts[DayType.SUNDAY]
    )
    assert [day.n_trips for day in service.read_reference_days(opened)] == [counts[kind] for kind in DayType]


def test_check_tells_all(opened):
    lines = check_installation(opened, date(2022, 7, 1))
    assert not [line for line in lines if line.level == "error"]
    topics = [line.topic for line in lines]
    assert topics.index("Fahrplan") < topics.index("Ergebnisse")
