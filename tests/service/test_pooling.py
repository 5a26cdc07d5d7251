"""Shared sites on the streets of Liechtenstein: one function, one number."""

import pytest
from sqlalchemy import create_engine

from geo import service
from geo.db import areas as stored
from geo.domain import Model
from geo.results import PoolAsk

SERVICE = "primary_school"


@pytest.fixture(scope="module")
def opened(gridded):
    settings = gridded[0]
    engine = create_engine(settings.database_url)
    yield service.OpenVerbund(engine, "liechtenstein", settings.network_dir)
    engine.dispose()


@pytest.fixture(scope="module")
def area_id(opened):
    """The area with most members, of whichever kind."""
    with opened.connect() as connection:
        run_id = service.read_run(opened).run_id
        members = stored.read_members(connection, run_id)
    assert len(members)
    return members["area_id"].value_counts().index[0]


def test_ways_to_sites_are_those_of_the_run(opened, area_id):
    """A site at each primary school: the way of each member is the run's way to the nearest primary school."""
    found = service.answer_pool(
        opened,
        PoolAsk(service=SERVICE, area_id=area_id, sites=(SERVICE,), aim="time", count=10, limit_min=60),
    )
    assert "Straßennetz" in found.model_note
    assert "Luftlinie" not in found.model_note
    reach = {
        row.zentrum_id: row
        for row in service.list_reach(opened, layer=SERVICE, mode="car")
        if row.travel_time_s is not None
    }
    same = [way for way in found.ways if way.site_id == reach[way.place.place_id].facility_id]
    assert same
    for way in same:
        assert way.model is Model.NETWORK
        assert way.travel_time_s == pytest.approx(reach[way.place.place_id].travel_time_s, abs=0.1)
    for way in found.ways:
        assert way.travel_time_s >= reach[way.place.place_id].travel_time_s - 0.1


def test_more_sites_reach_no_fewer_people(opened, area_id):
    reached = [
        service.answer_pool(
            opened,
            PoolAsk(service=SERVICE, area_id=area_id, sites=(SERVICE, "town_hall"), count=count, limit_min=3),
        ).reached
        for count in (1, 2, 3)
    ]
    assert reached == sorted(reached)
