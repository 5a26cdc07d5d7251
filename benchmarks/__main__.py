"""``python -m benchmarks [--quick]``: measure, write ``benchmarks/results.json``, print tables.

What is measured and how: docs/benchmarks.md.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks import measure, tables
from benchmarks.agreement import compare_with_scipy
from benchmarks.areas import find_keys as find_area_keys
from benchmarks.areas import measure_areas
from benchmarks.compare import LARGE, compare_peers, find_peers
from benchmarks.environment import find_python
from benchmarks.feeds import read_vrn, replicate_feed
from benchmarks.graphs import MODEL, read_real, replicate
from benchmarks.matching import find_keys as find_matching_keys
from benchmarks.matching import measure_matching
from benchmarks.similar import measure_similar
from benchmarks.transit import measure_transit
from benchmarks.transit_peer import compare_ferrobus
from geo.network.graph import Graph
from geo.settings import Settings

RESULTS = Path(__file__).with_name("results.json")
MEGA = 1_000_000
PEER_NODES, QUICK_PEER_NODES = 258_000, 60_000
STOP_TIMES, QUICK_STOP_TIMES = 3_000_000, 500_000

Figures = dict[str, Any]


def main() -> int:
    """Measure, write, print; 1 if any value disagrees."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Engine beside other programs.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller graph for the peers")
    parser.add_argument(
        "--timetable", action="store_true", help="only the timetable search; the rest is kept"
    )
    parser.add_argument("--areas", action="store_true", help="only near areas; the rest is kept")
    parser.add_argument("--matching", action="store_true", help="only similar projects; the rest is kept")
    parser.add_argument("--output", type=Path, default=RESULTS, help="file for the figures")
    arguments = parser.parse_args()
    console = Console()
    start = time.perf_counter()
    if arguments.areas:
        results = renew_areas(json.loads(arguments.output.read_text("utf-8")), quick=arguments.quick)
    elif arguments.matching:
        results = renew_matching(json.loads(arguments.output.read_text("utf-8")))
    elif arguments.timetable:
        results = renew_timetable(
            console, json.loads(arguments.output.read_text("utf-8")), quick=arguments.quick
        )
    else:
        results = collect(console, quick=arguments.quick)
        results["seconds_in_all"] = round(time.perf_counter() - start)
    arguments.output.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    tables.show(console, results)
    return 0 if results["values_agree"] else 1


def collect(console: Console, *, quick: bool) -> Figures:
    """All figures, the ratios first."""
    busy = os.getloadavg()[0]
    graphs = read_real(Settings().testdata)
    parts, memory = _measure_engine(console, graphs[MODEL], quick=quick)
    agreement = {name: compare_with_scipy(graph) for name, graph in graphs.items()}
    timetable = measure_timetables(console, graphs[MODEL], quick=quick)
    graphs[LARGE] = replicate(graphs[MODEL], QUICK_PEER_NODES if quick else PEER_NODES)
    peers = compare_all(console, graphs, repeats=2 if quick else 3)
    machine = describe_machine() | {"load_before": round(busy, 1), "load_after": round(os.getloadavg()[0], 1)}
    checks = [
        *parts.values(),
        *agreement.values(),
        timetable,
        *(peer for peer in peers.values() if "error" not in peer),
    ]
    similar = measure_similar_projects() | measure_near_areas(quick=quick)
    return find_ratios(parts, memory, peers) | find_timetable_ratios(timetable) | similar | {
        "values_agree": all(check["agree"] for check in checks),
        "engine_bytes_per_node_k3": memory["k3"],
        "quick": quick, "measured_on": datetime.now(UTC).date().isoformat(), "machine": machine,
        "versions": describe_versions(peers),
        "measures": parts, "timetable": timetable, "real_graphs": agreement, "peers": peers,
        "whole_job": measure_job("whole_job"),
    }  # fmt: skip


def renew_timetable(console: Console, results: Figures, *, quick: bool) -> Figures:
    """Results with the timetable's part measured anew; it tells the load that it was measured under."""
    busy = os.getloadavg()[0]
    found = measure_timetables(console, read_real(Settings().testdata)[MODEL], quick=quick)
    found["load"] = [round(busy, 1), round(os.getloadavg()[0], 1)]
    agree = results["values_agree"] and found["agree"]
    return results | find_timetable_ratios(found) | {"timetable": found, "values_agree": agree}


def renew_matching(results: Figures) -> Figures:
    """Results with the part on similar projects measured anew."""
    return results | measure_similar_projects()


def renew_areas(results: Figures, *, quick: bool) -> Figures:
    """Results with the part on near areas measured anew."""
    return results | measure_near_areas(quick=quick)


def measure_near_areas(*, quick: bool) -> Figures:
    """Near areas beside spopt, and the load that they were measured under."""
    busy = os.getloadavg()[0]
    found = measure_areas(quick=quick)
    return find_area_keys(found) | {
        "areas": found | {"quick": quick, "load": [round(busy, 1), round(os.getloadavg()[0], 1)]}
    }


def measure_similar_projects() -> Figures:
    """How well and how quickly similar projects are found."""
    found, register = measure_matching(), measure_similar()
    return find_matching_keys(found) | {
        "similar_10k_ms": register["p95_ms"], "search_10k_ms": register["search"]["p95_ms"],
        "matching": found, "similar": register
    }  # fmt: skip


def _measure_engine(console: Console, real: Graph, *, quick: bool) -> tuple[Figures, dict[str, float]]:
    rounds = 6 if quick else 16
    million = replicate(real, MEGA)
    console.print(f"{million.n_nodes:,} nodes …")
    parts = {
        "nearest": measure.measure_nearest(million, rounds),
        "isochrones": measure.measure_isochrones(million, rounds),
        "layers": measure.measure_layers(million, 2 if quick else 5),
        "whatif": measure.measure_whatif(million, rounds),
        "whatif_real": measure.measure_whatif(real, rounds),
    }
    memory = measure.measure_memory(million)
    del million
    if not quick:
        three = replicate(real, 3 * MEGA)
        console.print(f"{three.n_nodes:,} nodes …")
        parts["nearest_3m"] = measure.measure_nearest(three, rounds // 2)
    return parts, memory


def measure_timetables(console: Console, streets: Graph, *, quick: bool) -> Figures:
    """The search on timetables, and ferrobus beside it."""
    testdata = Settings().testdata
    feed = read_vrn(testdata)
    large = replicate_feed(feed, QUICK_STOP_TIMES if quick else STOP_TIMES)
    console.print(f"{large.stop_times.height:,} stop times …")
    found = measure_transit(feed, large, 5 if quick else 20)
    python, reason = find_python()
    with tempfile.TemporaryDirectory() as folder:
        there = (
            compare_ferrobus(feed, streets, testdata, Path(folder), python)
            if not reason
            else {"error": reason}
        )
    return found | {"ferrobus": there, "whatif": measure_job("transit_whatif")}


def find_timetable_ratios(found: Figures) -> Figures:
    """What issue 4 asks for; ratios ours over theirs, None where ferrobus gave no answer."""
    one, window, ferrobus = found["one_minute"]["seconds"], found["window"]["seconds"], found["ferrobus"]
    theirs = ferrobus.get("query_s")
    return {
        "pt_one_minute_ms": one["ours"] * 1000,
        "pt_window_61_origins_s": window["threads_2"],
        "pt_one_minute_vs_plain_python": one["ours"] / one["plain"],
        "pt_window_vs_plain_python": one["ours_window"] / one["plain_window"],
        "pt_one_minute_vs_ferrobus": theirs and ferrobus["ours_query_s"] / theirs,
        "pt_whatif_s": found["whatif"].get("warm_s"),
    }


def compare_all(console: Console, graphs: Mapping[str, Graph], *, repeats: int) -> Figures:
    """Figures of every peer by name."""
    peers = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, figures in compare_peers(graphs, Path(folder), find_peers(), repeats=repeats):
            console.print(f"{name}: {figures.get('error') or format(figures['query_s'], '.3f') + ' s'}")
            peers[name] = {"nodes": graphs[LARGE].n_nodes, **figures}
    return peers


def measure_job(module: str) -> Figures:
    """What a module of this folder prints, run in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    figures: Figures = json.loads(done.stdout)
    return figures


def find_ratios(parts: Figures, memory: dict[str, float], peers: Figures) -> Figures:
    """Ours over theirs; None where pandana gave no answer."""
    near, iso, layers = (parts[name]["seconds"] for name in ("nearest", "isochrones", "layers"))
    ours, pandana = peers["ours"], peers["pandana"]
    query_s, prepare_s = pandana.get("query_s"), pandana.get("prepare_s")
    return {
        "nearest1_vs_scipy": near["ours_beside_scipy"] / near["scipy"],
        "nearest1_vs_bfs_sweep": near["ours_1"] / near["sweep"],
        "k3_vs_k1": near["ours_3"] / near["ours_1"],
        "k3_vs_k1_within_30_min": near["ours_3_limit"] / near["ours_1_limit"],
        "iso61_vs_scipy": iso["ours"] / iso["scipy"],
        "layers20_vs_one": layers["twenty"] / layers["one"],
        "nearest1_vs_pandana": query_s and ours["query_s"] / query_s,
        "nearest1_vs_pandana_with_preprocessing": query_s
        and (ours["query_s"] + ours["prepare_s"]) / (query_s + prepare_s),
        "engine_bytes_per_node": memory["k1"],
    }


def describe_machine() -> Figures:
    """What matters for the figures, without a name."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processors": os.cpu_count(), "architecture": platform.machine(), "memory_gb": round(pages / 2**30),
        "system": platform.system(),
    }  # fmt: skip


def describe_versions(peers: Figures) -> dict[str, str]:
    """Python, our main libraries, and every peer that answered."""
    here = {name: importlib.metadata.version(name) for name in ("numpy", "numba", "scipy")}
    there = {name: peer["version"] for name, peer in peers.items() if peer.get("version")}
    return {"python": platform.python_version(), **here, **there}


if __name__ == "__main__":
    raise SystemExit(main())
