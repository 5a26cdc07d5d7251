"""Under which account the private cluster runs, and who may enter its folders."""

import os
import pwd
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.db.cluster import SOCKET_PATH_BYTES, Cluster
from geo.errors import DatabaseError
from tests.db.servers import query, server_process

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
pytestmark = pytest.mark.db


def test_the_socket_lets_nobody_else_in(cluster: Cluster):
    cluster.start()
    assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700
    assert cluster.data_dir.stat().st_mode & 0o777 == 0o700
    rules = (cluster.data_dir / "pg_hba.conf").read_text()
    assert "peer map=" in rules
    assert "trust" not in rules


@as_root
def test_root_hands_the_server_to_another_account(cluster: Cluster):
    cluster.start()
    assert server_process(cluster).uids().real != 0
    assert server_process(cluster).uids().effective != 0


@as_root
def test_a_folder_that_the_account_cannot_enter(folder: Path, make_cluster: Callable[[Path], Cluster]):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    cluster = make_cluster(closed / "state")
    cluster.start()
    assert query(cluster, "SELECT 1") == 1
    assert (closed / "state" / "cluster").resolve() == cluster.home
    home = cluster.home
    assert not home.is_relative_to(closed)
    cluster.destroy()
    assert not home.exists()


def _run_as_nobody(state_dir: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    cluster = Cluster(state_dir, durable=False)
    assert cluster.start()
    assert query(cluster, "SELECT 1") == 1
    assert server_process(cluster).uids().real == nobody.pw_uid
    cluster.destroy()


@as_root
def test_an_unprivileged_user_runs_it_alone(folder: Path, cluster: Cluster):
    cluster.start()  # also loads every module, for the child may not be able to read our environment
    state_dir = folder / "nobody"
    state_dir.mkdir()
    os.chown(state_dir, pwd.getpwnam("nobody").pw_uid, -1)
    child = os.fork()
    if child == 0:
        try:
            _run_as_nobody(state_dir)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@as_root
def test_root_starts_a_users_cluster_as_that_user(folder: Path, make_cluster: Callable[[Path], Cluster]):
    nobody = pwd.getpwnam("nobody").pw_uid
    cluster = make_cluster(folder / "state")
    cluster.start()
    cluster.stop()
    for path in [cluster.home, *cluster.home.rglob("*")]:
        os.chown(path, nobody, -1)
    again = make_cluster(folder / "state")
    again.start()
    assert server_process(again).uids().real == nobody
    assert query(again, "SELECT 1") == 1


def test_a_long_path_gets_a_short_socket(folder: Path, make_cluster: Callable[[Path], Cluster]):
    cluster = make_cluster(folder / ("lang" * 20) / "ordner, der zählt" / "state")
    cluster.start()
    assert len(os.fsencode(cluster.socket_dir / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES
    assert not cluster.socket_dir.is_relative_to(folder)
    assert cluster.socket_dir.stat().st_mode & 0o777 == 0o700
    assert query(cluster, "SELECT 1") == 1
    short = cluster.socket_dir
    cluster.destroy()
    assert not short.exists()


@as_root
def test_a_trap_in_the_short_sockets_place_is_refused(folder: Path, make_cluster: Callable[[Path], Cluster]):
    cluster = make_cluster(folder / ("lang" * 30) / "state")
    cluster.ensure()
    cluster.socket_dir.mkdir()
    os.chown(cluster.socket_dir, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(DatabaseError, match="gehört nicht dem Konto"):
        cluster.start()
