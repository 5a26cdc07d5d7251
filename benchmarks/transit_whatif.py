"""A what-if on the timetable over HTTP, as a planner waits for it: a server just started, and one that runs.

Loads the Verbund rhein-neckar-probe in a database of its own and starts the real server; prints seconds as JSON.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.environment import ROOT
from geo import pipeline
from geo.db.cluster import Cluster
from geo.db.engine import open_engine
from geo.settings import Settings

VERBUND = ROOT / "tests" / "verbuende" / "rhein-neckar-probe"
LINE, STREETS_DATE = "757", "2024-09-08"
ROUNDS, START_TIMEOUT_S = 5, 120


def main() -> None:
    """Load, compute, serve, ask; nothing is left behind."""
    testdata = Settings().testdata
    os.environ["MITTEN_TESTDATA"] = str(testdata)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the account that runs the cluster must be able to enter
        cluster = Cluster(Path(folder))
        try:
            cluster.start()
            settings = Settings(database_url=cluster.url, state_dir=Path(folder), verbund=VERBUND.name)
            load_probe(settings, testdata / "osm" / "heidelberg.osm.pbf")
            print(json.dumps(ask_server(settings)))
        finally:
            cluster.destroy()


def load_probe(settings: Settings, extract: Path) -> None:
    """The Verbund with streets and timetable, computed."""
    engine = open_engine(settings)
    pipeline.load_verbund(engine, VERBUND)
    pipeline.load_osm(engine, settings, VERBUND, [extract], date=STREETS_DATE)
    pipeline.load_gtfs(engine, settings, VERBUND)
    graphs, feed = pipeline.open_network(settings, VERBUND.name), pipeline.open_feed(settings, VERBUND.name)
    pipeline.compute(engine, VERBUND.name, graphs=graphs, feed=feed)
    engine.dispose()


def ask_server(settings: Settings) -> dict[str, Any]:
    """Seconds of the first answer of a server that has just begun to listen, and of the next ones."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "MITTEN_DATABASE_URL": settings.database_url,
        "MITTEN_STATE_DIR": str(settings.state_dir),
        "MITTEN_VERBUND": settings.verbund,
    }
    command = [str(Path(sys.executable).with_name("mitten")), "serve", "--port", str(port)]
    busy = os.getloadavg()[0]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}/api"
        _wait(f"{base}/health")
        line = next(row["line"] for row in _read(f"{base}/pt/lines") if row["name"].endswith(LINE))
        seconds = [_ask(base, {"action": "hourly", "line": line}) for _ in range(1 + ROUNDS)]
    finally:
        server.terminate()
        server.wait()
    return {
        "cold_s": seconds[0], "warm_s": statistics.median(seconds[1:]), "warm_all_s": seconds[1:],
        "load_before": round(busy, 1), "zentren": 20, "minutes": 480,
    }  # fmt: skip


def _ask(base: str, change: Mapping[str, Any]) -> float:
    body = json.dumps(change).encode()
    request = urllib.request.Request(f"{base}/pt/whatif", body, {"Content-Type": "application/json"})
    start = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        found = json.load(answer)
    seconds = time.perf_counter() - start
    if not found["rows"]:
        raise RuntimeError("the what-if changed nothing")
    return seconds


def _read(url: str) -> Any:
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def _wait(url: str) -> None:
    end = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            _read(url)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main()
