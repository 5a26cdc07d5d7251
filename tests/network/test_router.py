"""A graph made ready for searches: at the speeds of a run, and shared by threads."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely

from geo.domain import Mode
from geo.network.graph import FERRY
from geo.network.parameters import read_parameters
from geo.network.router import Router, to_router
from tests.network.desert import ORIGIN, build_grid, edge_ds


@pytest.mark.parametrize(("mode", "kmh", "factor"), [(Mode.WALK, 3.5, 10 / 7), (Mode.BIKE, 23.0, 15 / 23)])
def test_the_speed_of_the_run(mode, kmh, factor):
    """A block takes 10/7 as long at 3.5 km/h as at 5, and 15/23 as long with a pedelec."""
    graph = build_grid(3, 3, 100.0, mode)
    router = to_router(graph, read_parameters({f"speed_kmh.{mode}": kmh}))
    assert (router.graph.edge_fwd_ds == round(edge_ds(100.0, mode) * factor)).all()
    assert router.walk_kmh == (kmh if mode is Mode.WALK else 5.0)


@pytest.mark.parametrize(("mode", "changes"), [(Mode.CAR, {"speed_kmh.car": 50.0}), (Mode.WALK, {})])
def test_cars_and_the_default_speed_need_no_second_graph(mode, changes):
    graph = build_grid(3, 3, 100.0, mode)
    assert to_router(graph, read_parameters(changes)).graph is graph


def test_the_fastest_street_on_land():
    """30 km/h on every street, except one that is half as slow and a ferry that is much faster."""
    graph = build_grid(3, 3, 100.0, Mode.CAR)
    ds, flags = graph.edge_fwd_ds.copy(), graph.edge_flags.copy()
    ds[0], ds[1], flags[1] = 2 * ds[0], 1, FERRY
    router = Router(dataclasses.replace(graph, edge_fwd_ds=ds, edge_bwd_ds=ds, edge_flags=flags), 5.0)
    assert router.fastest_m_per_s == pytest.approx(30 / 3.6)


def test_threads_may_share_it():
    """Snapping asks GEOS about one prepared area: from many threads at once the answers are the same."""
    rng = np.random.default_rng(61)
    angle, radius = np.linspace(0, 2 * np.pi, 20_000, endpoint=False), rng.uniform(1_000, 1_500, 20_000)
    star = np.asarray(ORIGIN) + 1_500 + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    grid = dataclasses.replace(build_grid(30, 30, 100.0, Mode.WALK), data_area=shapely.Polygon(star))
    points = np.asarray(ORIGIN) + rng.uniform(0, 3_000, (500, 2))
    expected = Router(grid, 5.0).snap(points)
    assert 0 < expected.outside.sum() < len(points)
    for _ in range(6):
        # A new area each time, because preparing happens at the first question.
        router = Router(dataclasses.replace(grid, data_area=shapely.Polygon(star)), 5.0)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(router.snap, [points] * 8))
        for snap in found:
            assert np.array_equal(snap.outside, expected.outside)
            assert np.array_equal(snap.edge, expected.edge)
