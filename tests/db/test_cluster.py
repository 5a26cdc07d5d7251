"""The private cluster, on real servers: created, started, stopped, and kept."""

from contextlib import suppress

import psutil
import pytest
from sqlalchemy import create_engine, text

from geo.db.cluster import Cluster
from tests.db.servers import execute, query, server_process

pytestmark = pytest.mark.db


def test_starts_with_postgis_and_stops(cluster: Cluster):
    assert not cluster.status().initialised
    assert cluster.start()
    assert str(query(cluster, "SELECT postgis_version()")).startswith("3.")
    status = cluster.status()
    assert status.initialised
    assert status.running
    assert cluster.stop()
    assert not cluster.status().running
    assert cluster.status().initialised


def test_start_and_stop_are_idempotent(cluster: Cluster):
    assert cluster.start()
    assert not cluster.start()
    assert cluster.stop()
    assert not cluster.stop()


def test_stopping_what_was_never_created_does_nothing(cluster: Cluster):
    assert not cluster.stop()
    assert not cluster.status().initialised


def test_ensure_keeps_what_is_there(cluster: Cluster):
    cluster.start()
    execute(cluster, "CREATE TABLE kept AS SELECT 7 AS n")
    cluster.stop()
    cluster.ensure()
    cluster.start()
    assert query(cluster, "SELECT n FROM kept") == 7


def test_sqlalchemy_reaches_it_through_the_url(cluster: Cluster):
    cluster.start()
    engine = create_engine(cluster.url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT current_database()")).scalar() == "mitten"
    engine.dispose()


def test_listens_on_no_tcp_port(cluster: Cluster):
    cluster.start()
    server = server_process(cluster)
    processes = [server, *server.children(recursive=True)]
    assert len(processes) > 1
    for process in processes:
        with suppress(psutil.NoSuchProcess):  # workers come and go
            assert process.net_connections("inet") == []
    assert query(cluster, "SHOW listen_addresses") == ""


def test_own_settings_are_kept(cluster: Cluster):
    cluster.ensure()
    local = cluster.data_dir / "local.conf"
    local.write_text("work_mem = '48MB'\n")
    local.chmod(0o644)
    cluster.start()
    assert query(cluster, "SHOW work_mem") == "48MB"
