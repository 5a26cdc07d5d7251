"""The benchmarks on graphs of a few hundred nodes: they run, and they notice a wrong value."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from benchmarks import __main__ as program
from benchmarks import areas, measure, tables
from benchmarks.agreement import compare_with_scipy
from benchmarks.compare import LARGE, compare_peers, count_differences
from benchmarks.graphs import BRIDGES, replicate
from benchmarks.whole_job import run_job
from geo.domain import Mode
from tests.network.desert import build_grid

REQUIRED = {
    "nearest1_vs_scipy", "nearest1_vs_bfs_sweep", "k3_vs_k1", "iso61_vs_scipy", "layers20_vs_one",
    "areas_near_gap", "areas_near_vs_spopt_quality", "areas_near_seconds_ratio",
    "nearest1_vs_pandana", "nearest1_vs_pandana_with_preprocessing", "engine_bytes_per_node", "values_agree",
}  # fmt: skip


@pytest.fixture(scope="module")
def grid():
    return build_grid(23, 17, 100.0, Mode.WALK)


def test_copies_are_joined_by_bridges(grid):
    large = replicate(grid, 4 * grid.n_nodes)
    assert large.n_nodes == 4 * grid.n_nodes
    assert large.n_edges == 4 * grid.n_edges + 4 * BRIDGES  # two seams east, two north
    assert compare_with_scipy(large)["agree"]


def test_every_measure_runs_and_agrees(grid):
    graph = replicate(grid, 1000)
    parts = {
        "nearest": measure.measure_nearest(graph, 1),
        "isochrones": measure.measure_isochrones(graph, 1),
        "layers": measure.measure_layers(graph, 1),
        "whatif": measure.measure_whatif(graph, 1),
    }
    assert all(part["agree"] for part in parts.values())
    memory = measure.measure_memory(graph)
    pandana = {"query_s": 2.0, "prepare_s": 6.0}
    ratios = program.find_ratios(
        parts, memory, {"ours": {"query_s": 1.0, "prepare_s": 1.0}, "pandana": pandana}
    )
    assert ratios["nearest1_vs_pandana"] == 0.5
    assert ratios["nearest1_vs_pandana_with_preprocessing"] == 0.25
    assert all(ratio > 0 for ratio in ratios.values())


def test_peers_agree_and_a_wrong_value_is_noticed(grid, tmp_path):
    python = Path(sys.executable)
    peers = {"ours": python, "scipy": python, "networkx": python, "pandana": "not here"}
    found = dict(compare_peers({"grid": grid, LARGE: replicate(grid, 1000)}, tmp_path, peers, repeats=1))
    assert found.pop("pandana") == {"error": "not here"}
    for figures in found.values():
        assert figures["values_that_differ"] == {LARGE: 0, "grid": 0}
        assert figures["agree"]
    values = np.load(tmp_path / "grid.scipy.npy")
    values[[3, 5]] += 1
    np.save(tmp_path / "grid.scipy.npy", values)
    assert count_differences(tmp_path / "grid.npz", "scipy") == 2


def test_a_peer_that_fails_says_why(grid, tmp_path):
    figures = dict(compare_peers({LARGE: grid}, tmp_path, {"nobody": Path(sys.executable)}, repeats=1))
    assert "run_nobody.py" in figures["nobody"]["error"]


def test_near_areas_beside_spopt(monkeypatch):
    monkeypatch.setattr(areas, "QUICK_KOMMUNEN", 5)
    monkeypatch.setattr(areas, "QUICK_WORK", 0.1)
    found = areas.measure_areas(quick=True)
    assert found["at_hand"]["gap"] == 0
    for size in found.values():
        covered = size["covered"]
        assert 0 < covered["greedy"] <= covered["ours"] <= size["covered_bound"]
        assert 0 < covered["spopt"] <= covered["ours"]
    keys = areas.find_keys(found)
    assert keys["areas_near_vs_spopt_quality"] >= 1
    assert all(value >= 0 for value in keys.values())


@pytest.mark.db
def test_whole_job_tells_its_steps(fresh_settings, testdata, monkeypatch, tmp_path):
    monkeypatch.setenv("MITTEN_TESTDATA", str(testdata))
    steps = []
    run_job(fresh_settings.model_copy(update={"state_dir": tmp_path}), steps)
    titles = [step["step"] for step in steps]
    assert [title.split()[0] for title in titles] == [
        "Datenbank", "Verbund", "Verbund", "Straßennetz", "Erreichbarkeit", "Ergebnisse",
    ]  # fmt: skip
    assert all(step["seconds"] > 0 and step["peak_bytes"] > 1e7 for step in steps)
    assert set(steps[3]["nodes"]) == {"walk", "bike", "car"}
    assert steps[-1]["rows"]["reachability"] > 0


def test_results_that_are_kept_hold_every_key_and_print():
    results = json.loads(program.RESULTS.read_text("utf-8"))
    assert set(results) >= REQUIRED
    assert results["values_agree"]
    console = Console(record=True, width=120)
    tables.show(console, results)
    text = console.export_text()
    assert all(name in text for name in REQUIRED | {"pandana", "liechtenstein-walk"})
