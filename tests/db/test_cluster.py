"""The private cluster, on real servers: created, started, stopped, killed and found in odd places."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import create_engine, text

from geo.db import cluster_host
from geo.db.cluster import SOCKET_PATH_BYTES, Cluster
from geo.db.cluster_host import Programs, get_programs
from geo.errors import DatabaseError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
pytestmark = pytest.mark.db


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="mitten test "))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def make_cluster() -> Iterator[Callable[[Path], Cluster]]:
    """Throwaway clusters, removed with everything they left outside their folder."""
    made: list[Cluster] = []

    def make(state_dir: Path) -> Cluster:
        made.append(Cluster(state_dir, durable=False))
        return made[-1]

    yield make
    for cluster in made:
        if cluster.state_dir.exists():
            cluster.destroy()


@pytest.fixture
def cluster(folder: Path, make_cluster: Callable[[Path], Cluster]) -> Cluster:
    return make_cluster(folder / "state")


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
    psutil.wait_procs([server, *children], timeout=10)
    assert (cluster.data_dir / "postmaster.pid").exists()
    assert not cluster.status().running
    assert cluster.start()
    assert query(cluster, "SELECT 1") == 1


def test_a_stale_number_that_another_program_bears_is_no_server(cluster: Cluster):
    cluster.ensure()
    account = cluster.account
    as_account = {"user": account.uid, "group": account.gid, "extra_groups": []} if account.dropped else {}
    other = subprocess.Popen(["sleep", "60"], **as_account)
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


def test_own_settings_are_kept(cluster: Cluster):
    cluster.ensure()
    local = cluster.data_dir / "local.conf"
    local.write_text("work_mem = '48MB'\n")
    local.chmod(0o644)
    cluster.start()
    assert query(cluster, "SHOW work_mem") == "48MB"


def test_without_postgis_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(cluster_host, "DEBIAN_VERSIONS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatabaseError, match="nicht installiert"):
        get_programs()


def test_pg_config_is_asked_where_debian_has_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    bin_dir, extension = tmp_path / "opt/bin", tmp_path / "opt/share/extension"
    bin_dir.mkdir(parents=True)
    extension.mkdir(parents=True)
    (bin_dir / "initdb").touch()
    (extension / "postgis.control").touch()
    script = tmp_path / "pg_config"
    script.write_text(
        "#!/bin/sh\ncase $1 in\n"
        f'--bindir) echo "{bin_dir}";;\n--sharedir) echo "{extension.parent}";;\n'
        '*) echo "PostgreSQL 17.2";;\nesac\n'
    )
    script.chmod(0o755)
    monkeypatch.setattr(cluster_host, "DEBIAN_VERSIONS", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert get_programs() == Programs(bin_dir, 17)
    with pytest.raises(DatabaseError, match="PostgreSQL 15 angelegt"):
        get_programs(15)
