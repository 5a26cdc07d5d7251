"""Questions to the servers of private clusters."""

import psutil
import psycopg

from geo.db.cluster import Cluster


def query(cluster: Cluster, statement: str) -> object:
    with psycopg.connect(cluster.dsn) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def execute(cluster: Cluster, statement: str) -> None:
    with psycopg.connect(cluster.dsn) as connection:
        connection.execute(statement)


def server_process(cluster: Cluster) -> psutil.Process:
    pid = cluster.status().pid
    assert pid is not None
    return psutil.Process(pid)
