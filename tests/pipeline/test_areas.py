"""Shared project areas of a computed run: links that the network knows of, areas that keep their limits."""

import itertools

import pytest
from sqlalchemy import create_engine

from geo.areas.times import to_matrix
from geo.db import areas as stored
from geo.db import read
from geo.network.parameters import read_parameters

LIMIT_S = read_parameters().areas["limit_min"] * 60


@pytest.fixture(scope="module")
def run_id(database):
    with database.connect() as connection:
        return read.find_run(connection, "61-6-eins")["run_id"]


@pytest.fixture(scope="module")
def places(database):
    with database.connect() as connection:
        return stored.read_area_places(connection, "61-6-eins").set_index("place_id")


@pytest.fixture(scope="module")
def times(database, run_id):
    with database.connect() as connection:
        return stored.read_times(connection, run_id, "car")


def test_partners_stand_beside_the_zentren(places):
    assert places["partner"].sum() == 218
    assert (~places["partner"]).sum() == 61
    assert places.loc[~places["partner"], "residents"].sum() == 36692 + 11625 + 15914 + 102275 + 59515 + 12974


@pytest.mark.parametrize(
    ("own", "other"),
    [("Winterberg", "Bad Berleburg"), ("Drensteinfurt", "Münster"), ("Unna", "Menden (Sauerland)")],
)
def test_links_cross_into_towns_that_are_no_members(places, times, own, other):
    kommune = places["kommune"]
    found = times[
        (times["a_id"].map(kommune) == own) & (times["b_id"].map(kommune) == other)
        | (times["a_id"].map(kommune) == other) & (times["b_id"].map(kommune) == own)
    ]
    assert (found["travel_time_s"] <= LIMIT_S).any()
    assert (found["model"] == "crowfly").all()


def test_every_zentrum_has_a_nearest_place_abroad(places, times):
    ags = places["ags"]
    abroad = times[times["a_id"].map(ags) != times["b_id"].map(ags)]
    assert set(places.index[~places["partner"]]) <= set(abroad["a_id"]) | set(abroad["b_id"])


def test_near_areas_keep_their_limits(database, run_id, places, times):
    with database.connect() as connection:
        areas = stored.read_areas(connection, run_id, kind="near")
        members = stored.read_members(connection, run_id).groupby("area_id")
    assert {"primary_school", "secondary_school"} <= set(areas["service"])
    for area in areas.itertuples():
        inside = members.get_group(area.area_id)
        ids = inside["place_id"].tolist()
        assert len(set(places.loc[ids, "ags"])) >= 2
        assert sorted(set(places.loc[ids, "ags"])) == area.ags
        assert len(ids) <= 8
        assert to_matrix(times, ids).max() == area.spread <= LIMIT_S
        assert places.loc[ids, "residents"].fillna(0).sum() == area.residents >= 1000
        assert area.hub_id in inside.loc[inside["in_need"], "place_id"].tolist()
    for _, same in areas.groupby("service"):
        held = list(itertools.chain.from_iterable(members.get_group(a)["place_id"] for a in same["area_id"]))
        assert len(held) == len(set(held))


def test_the_solver_proved_its_areas_best(database, run_id):
    with database.connect() as connection:
        solutions = stored.read_solutions(connection, run_id)
    assert solutions
    for figures in solutions.values():
        assert figures["covered"] == figures["covered_bound"]
        assert figures["total_gap"] == 0


def test_twins_span_municipalities_and_share_a_gap(database, run_id, places):
    with database.connect() as connection:
        groups = stored.read_areas(connection, run_id, kind="twin")
        twins = stored.read_twins(connection, run_id)
        (first, *_) = twins.to_dict("records")
        of_one = stored.read_twins(connection, run_id, place_id=first["a_id"])
    assert len(groups) >= 3
    assert (groups["ags"].map(len) >= 2).all()
    assert (groups["spread"] <= 0.15).all()
    assert (places["ags"][twins["a_id"]].to_numpy() != places["ags"][twins["b_id"]].to_numpy()).all()
    assert (twins["both_missed"].map(len) > 0).all()
    assert ((of_one["a_id"] == first["a_id"]) | (of_one["b_id"] == first["a_id"])).all()


def test_places_outside_of_the_streets_stand_on_the_straight_line(liechtenstein):
    """All Zentren of Liechtenstein are on its streets; the model of each pair says so."""

    engine = create_engine(liechtenstein.database_url)
    with engine.connect() as connection:
        run = read.find_run(connection, "liechtenstein")["run_id"]
        times = stored.read_times(connection, run, "car")
        solutions = stored.read_solutions(connection, run)
    engine.dispose()
    assert set(times["model"]) == {"network"}
    assert solutions
    assert all(figures["covered_gap"] == 0 for figures in solutions.values())
