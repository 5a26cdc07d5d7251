"""The whole job on Liechtenstein in a process and a database of its own; prints its steps as JSON.

Read the extract, load PostGIS, build three street graphs, compute every layer and mode, publish: the pipeline as the
command line runs it, its own steps timed.
"""

import importlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.environment import ROOT
from benchmarks.peers.process import read_bytes, reset_peak
from geo import pipeline
from geo.db.cluster import Cluster
from geo.db.engine import open_engine
from geo.settings import Settings

VERBUND = ROOT / "tests" / "verbuende" / "liechtenstein"
STEPPING = ("load", "network", "compute")
"""Modules of `geo.pipeline` that announce steps."""


def main() -> None:
    """Run it with nothing prepared: no database, no graph. Only compiled code may lie in Numba's cache."""
    steps = [{"step": "Python starten", "seconds": _seconds_since_start(), "peak_bytes": read_bytes("VmHWM")}]
    os.environ["MITTEN_TESTDATA"] = str(Settings().testdata)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the account that runs the cluster must be able to enter
        cluster = Cluster(Path(folder))
        try:
            with _timed(steps, "Datenbank anlegen und starten"):
                cluster.start()
            run_job(Settings(database_url=cluster.url, state_dir=Path(folder)), steps)
        finally:
            cluster.destroy()
    print(json.dumps({"steps": steps, "seconds": sum(step["seconds"] for step in steps)}))


def run_job(settings: Settings, steps: list[dict[str, Any]]) -> None:
    """Load, build, compute, publish in an empty database; the pipeline's own steps are added to ``steps``."""
    modules = [importlib.import_module(f"geo.pipeline.{name}") for name in STEPPING]
    announce = modules[0].step
    for module in modules:
        module.step = lambda title: _timed(steps, title)  # type: ignore[attr-defined]
    engine = open_engine(settings)
    try:
        verbund_id = pipeline.load_verbund(engine, VERBUND).verbund_id
        graphs = pipeline.build_network(settings, VERBUND)
        steps[-1]["nodes"] = {str(mode): graph.n_nodes for mode, graph in graphs.items()}
        computed = pipeline.compute(engine, verbund_id, graphs=graphs)
        steps[-1]["rows"] = dict(computed.rows)
    finally:
        engine.dispose()
        for module in modules:
            module.step = announce  # type: ignore[attr-defined]


@contextmanager
def _timed(steps: list[dict[str, Any]], title: str) -> Iterator[None]:
    """Note a step: wall time, and the highest use of memory of this process (the database's is its own)."""
    reset_peak()
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    steps.append({"step": title, "seconds": seconds, "peak_bytes": read_bytes("VmHWM")})


def _seconds_since_start() -> float:
    """Age of this process: imports count."""
    ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
