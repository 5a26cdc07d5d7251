"""pgRouting: driving distance from one vertex that leads to every facility, in a cluster of its own.

`equicost`, which counts each node to the nearest of several start vertices, is left out: in 3.4.2 some of its ways are
too long (docs/benchmarks.md). Without it, several start vertices give a row per vertex and node, 40 times as slow.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psycopg
from protocol import Case, run, with_source

from geo.db.cluster import Cluster

FAR = 1e12
ARCS = "SELECT id, source, target, cost, -1.0::float8 AS reverse_cost FROM arc"
QUERY = "SELECT node, agg_cost FROM pgr_drivingDistance(%s, %s::bigint, %s, true)"


class Database(NamedTuple):
    """A connection, and the vertex that leads to every facility."""

    connection: psycopg.Connection
    source: int


def prepare(case: Case) -> Database:
    """Copy the arcs into a table."""
    connection = psycopg.connect(DSN, autocommit=True)
    connection.execute("DROP TABLE IF EXISTS arc")
    connection.execute("CREATE TABLE arc (id bigint, source bigint, target bigint, cost float8)")
    tail, head, ds, source = with_source(case)
    rows = zip(range(len(head)), tail.tolist(), head.tolist(), ds.tolist(), strict=True)
    with connection.cursor().copy("COPY arc FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute("ANALYZE arc")
    return Database(connection, source)


def query(_: Case, database: Database) -> object:
    """Times only."""
    found = database.connection.execute(QUERY, (ARCS, database.source, FAR)).fetchall()
    values = np.full(database.source + 1, -1)
    node, cost = np.array(found).T
    values[node.astype(int)] = np.rint(cost)
    return values[:-1]


def find_server(database: Database) -> int:
    """Process that serves the connection: its memory counts, too."""
    return database.connection.info.backend_pid


def get_version(dsn: str) -> str:
    """Of the extension; where it is missing, the report says which package has it."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        major = connection.info.server_version // 10_000
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pgrouting CASCADE")
        except psycopg.errors.FeatureNotSupported as error:
            raise SystemExit(f"not installed here: apt-get install postgresql-{major}-pgrouting") from error
        row = connection.execute("SELECT pgr_version()").fetchone()
    return str(row[0]) if row else ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder), durable=False)
        cluster.start()
        try:
            DSN = cluster.dsn
            run(get_version(DSN), prepare, query, find_server=find_server)
        finally:
            cluster.destroy()
