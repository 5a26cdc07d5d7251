"""The private cluster after something went wrong: killed half way, found in odd places, in the way of others."""

import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from geo.db.cluster import Cluster
from geo.errors import DatabaseError
from tests.db.servers import execute, query, server_process

pytestmark = pytest.mark.db


def test_a_killed_initdb_is_done_again(cluster: Cluster):
    half = cluster.home / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("15\n")
    assert not cluster.status().initialised
    cluster.start()
    assert query(cluster, "SELECT 1") == 1
    assert not half.exists()


def test_a_killed_first_start_is_mended(cluster: Cluster):
    cluster.ensure()
    assert cluster.status().initialised
    cluster.start()
    execute(cluster, "DROP EXTENSION postgis")
    assert not cluster.start()
    assert str(query(cluster, "SELECT postgis_version()")).startswith("3.")


def test_a_killed_server_starts_again(cluster: Cluster):
    cluster.start()
    server = server_process(cluster)
    children = server.children(recursive=True)
    server.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs([server, *children], timeout=60)
    assert alive == []
    assert (cluster.data_dir / "postmaster.pid").exists()
    assert not cluster.status().running
    assert cluster.start()
    assert query(cluster, "SELECT 1") == 1


def test_a_stale_number_that_another_program_bears_is_no_server(cluster: Cluster):
    cluster.ensure()
    account = cluster.account
    as_account = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.dropped else {}
    other = subprocess.Popen(["sleep", "infinity"], **as_account)
    try:
        mark = cluster.data_dir / "postmaster.pid"
        mark.write_text(f"{other.pid}\n{cluster.data_dir}\n0\n5432\n{cluster.socket_dir}\n\n    0    0\n")
        assert not cluster.status().running
        assert cluster.start()
        assert query(cluster, "SELECT 1") == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_two_starts_at_once(folder: Path, make_cluster: Callable[[Path], Cluster]):
    clusters = [make_cluster(folder / "state") for _ in range(2)]
    started: list[bool] = []
    threads = [threading.Thread(target=lambda one=one: started.append(one.start())) for one in clusters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [False, True]


def test_data_of_another_version_is_one_sentence(cluster: Cluster):
    cluster.ensure()
    (cluster.data_dir / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseError, match=r"mit PostgreSQL 9 angelegt.*postgresql-9-postgis-3"):
        cluster.start()


def test_foreign_content_is_left_alone(cluster: Cluster):
    cluster.data_dir.mkdir()
    letter = cluster.data_dir / "brief.txt"
    letter.write_text("bitte nicht löschen")
    with pytest.raises(DatabaseError, match="nicht benutzbar"):
        cluster.start()
    assert letter.exists()


def test_a_broken_configuration_is_quoted_in_one_sentence(cluster: Cluster):
    cluster.ensure()
    (cluster.data_dir / "local.conf").write_text("shared_buffers = viel\n")
    with pytest.raises(DatabaseError, match=r"ließ sich nicht starten .*local\.conf"):
        cluster.start()
