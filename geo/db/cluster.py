"""The private PostGIS cluster: a PostgreSQL server of our own that only this machine's socket reaches.

Source: PostgreSQL manual, "Server Setup and Operation" and "Client Authentication" (peer, ident maps).
"""

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg

from geo.db import cluster_conf
from geo.db.cluster_files import (
    drop_stale_marks,
    find_server_pid,
    give,
    last_message,
    locked,
    own,
    sentence_for_os_errors,
)
from geo.db.cluster_host import Account, Programs, find_account, get_programs
from geo.db.security import CREATE_ROLE
from geo.errors import DatabaseError

DATABASE = "mitten"
SOCKET_PATH_BYTES = 107
"""Longest path of a Unix socket that the kernel takes, without the closing zero (unix(7), ``sun_path``)."""
LOG_BYTES = 10_000_000
ROOT_STATE = Path("/var/lib/mitten")


@dataclass(frozen=True)
class ClusterStatus:
    """What is known about the cluster right now.

    Attributes
    ----------
    initialised
        Whether its data folder has been created.
    running
        Whether its server runs.
    pid
        Process of the server, None when it does not run.
    major
        PostgreSQL's major version of the data folder, None before it is created.
    data_dir, socket_dir, log_file
        Where it keeps its data, its socket and its messages.
    """

    initialised: bool
    running: bool
    pid: int | None
    major: int | None
    data_dir: Path
    socket_dir: Path
    log_file: Path


class Cluster:
    """A private PostgreSQL cluster with PostGIS below one folder.

    Root hands it to an unprivileged account; where that account cannot enter ``state_dir``, the cluster lies
    below ``/var/lib/mitten`` and ``state_dir/cluster`` points there.

    Parameters
    ----------
    state_dir
        Folder of the installation's state; created when missing.
    durable
        False for a throwaway cluster that may lose its data in a crash (tests).
    """

    def __init__(self, state_dir: Path, *, durable: bool = True) -> None:
        self.state_dir = Path(os.path.abspath(state_dir))  # noqa: PTH100 - resolve() would follow symlinks
        self.durable = durable

    @cached_property
    def home(self) -> Path:
        """Folder of data, socket, lock and log: ``state_dir/cluster``, or what stands in for it."""
        inside = self.state_dir / "cluster"
        with sentence_for_os_errors(self.state_dir):
            self.state_dir.mkdir(parents=True, exist_ok=True)
            if inside.is_symlink():
                inside.readlink().mkdir(parents=True, exist_ok=True)
                return inside.readlink()
            if os.geteuid() != 0 or find_account(inside / "data").can_enter(self.state_dir):
                inside.mkdir(mode=0o755, exist_ok=True)
                return inside
            digest = hashlib.sha256(os.fsencode(self.state_dir)).hexdigest()[:12]
            outside = ROOT_STATE / f"cluster-{digest}"
            outside.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):  # another start was quicker
                inside.symlink_to(outside)
            return outside

    @property
    def data_dir(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"

    @property
    def log_file(self) -> Path:
        """Messages of the server; the previous ones end in ``.1``."""
        return self.home / "postgres.log"

    @cached_property
    def socket_dir(self) -> Path:
        """Folder of the Unix socket, 0700; a short one elsewhere when the kernel's limit asks for it."""
        inside = self.home / "run"
        length = len(os.fsencode(inside / f".s.PGSQL.{cluster_conf.PORT}"))
        # libpq splits a host at commas, so such a path cannot be asked for.
        if length <= SOCKET_PATH_BYTES and "," not in str(inside):
            return inside
        digest = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path("/tmp") / f"mitten-{digest}"

    @property
    def account(self) -> Account:
        """The account that owns and runs the server."""
        return find_account(self.data_dir)

    @property
    def major(self) -> int | None:
        """PostgreSQL's major version of the data folder; None before it is created."""
        find_account(self.data_dir)  # raises the sentence about somebody else's folder
        version = self.data_dir / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    @property
    def url(self) -> str:
        """SQLAlchemy URL (psycopg 3) of the database, over the Unix socket; the same while it is stopped."""
        return self._url("postgresql+psycopg", DATABASE)

    @property
    def dsn(self) -> str:
        """The same place as a URI for PostgreSQL's own programs: ``psql``, ``pg_dump``, ``pg_restore``."""
        return self._url("postgresql", DATABASE)

    def _url(self, driver: str, database: str) -> str:
        host = quote(str(self.socket_dir), safe="/")
        return f"{driver}://{cluster_conf.ROLE}@/{database}?host={host}&port={cluster_conf.PORT}"

    def status(self) -> ClusterStatus:
        """Tell whether the cluster exists and runs; changes nothing but an empty folder that is missing."""
        pid = find_server_pid(self.data_dir)
        return ClusterStatus(
            initialised=self.major is not None,
            running=pid is not None,
            pid=pid,
            major=self.major,
            data_dir=self.data_dir,
            socket_dir=self.socket_dir,
            log_file=self.log_file,
        )

    def ensure(self) -> None:
        """Create the cluster's data folder unless it is there.

        Raises
        ------
        DatabaseError
            PostGIS is missing, the folder is not ours, or PostgreSQL refuses.
        """
        with locked(self.home / "lock"):
            self._ensure()

    def start(self) -> bool:
        """Start the server, create database and extension on the first start.

        Returns
        -------
        bool
            False when it was running already.

        Raises
        ------
        DatabaseError
            As ``ensure``, or the server does not come up; the sentence quotes its last message.
        """
        with locked(self.home / "lock"):
            programs = self._ensure()
            started = find_server_pid(self.data_dir) is None
            if started:
                self._start_server(programs)
            self._create_database()
            return started

    def stop(self) -> bool:
        """Stop the server; open transactions are rolled back.

        Returns
        -------
        bool
            False when it was not running.

        Raises
        ------
        DatabaseError
            The server does not stop within a minute.
        """
        with locked(self.home / "lock"):
            if find_server_pid(self.data_dir) is None:
                return False
            command = ["stop", "-D", str(self.data_dir), "-m", "fast", "-w", "-t", "60", "-s"]
            self._run(get_programs(self.major), "pg_ctl", command, "anhalten")
            return True

    def destroy(self) -> None:
        """Stop the server and delete the cluster with all its data (throwaway clusters)."""
        if not self.home.exists():
            return
        self.stop()
        with sentence_for_os_errors(self.home):
            shutil.rmtree(self.socket_dir, ignore_errors=True)
            shutil.rmtree(self.home)
            (self.state_dir / "cluster").unlink(missing_ok=True)
        del self.home

    def _ensure(self) -> Programs:
        major = self.major
        programs = get_programs(major)
        if major is None:
            self._init(programs)
        return programs

    def _init(self, programs: Programs) -> None:
        """Let initdb write into a folder of another name: a killed one leaves nothing that looks whole."""
        account = self.account
        for leftover in self.home.glob("data.new*"):
            shutil.rmtree(leftover)
        new = self.home / "data.new"
        with sentence_for_os_errors(self.home):
            if self.data_dir.exists():
                self.data_dir.rmdir()  # refuses a folder with foreign content
            own(new, account)
        arguments = ["-D", str(new), "--username", cluster_conf.ROLE, "--auth=peer", "--encoding=UTF8"]
        arguments += (
            ["--locale=C.UTF-8", "--data-checksums"] if self.durable else ["--locale=C.UTF-8", "--no-sync"]
        )
        self._run(programs, "initdb", arguments, "anlegen", account)
        with (new / "postgresql.conf").open("a") as file:
            file.write(cluster_conf.INCLUDE)
        new.rename(self.data_dir)

    def _start_server(self, programs: Programs) -> None:
        account = self.account
        own(self.socket_dir, account)
        self._write_conf(account)
        drop_stale_marks(self.data_dir, self.socket_dir / f".s.PGSQL.{cluster_conf.PORT}.lock")
        if self.log_file.exists() and self.log_file.stat().st_size > LOG_BYTES:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
        self.log_file.touch()
        give(self.log_file, account, 0o600)
        command = ["start", "-D", str(self.data_dir), "-l", str(self.log_file), "-w", "-t", "60", "-s"]
        self._run(programs, "pg_ctl", command, "starten", account)

    def _write_conf(self, account: Account) -> None:
        texts = {
            "mitten.conf": cluster_conf.server_conf(self.socket_dir, durable=self.durable),
            "pg_hba.conf": cluster_conf.HBA,
            "pg_ident.conf": cluster_conf.ident_map(account.name),
        }
        for name, text in texts.items():
            path = self.data_dir / name
            path.write_text(text)
            give(path, account, 0o600)

    def _create_database(self) -> None:
        """Create what is missing, so that a first start that was killed is mended by the next."""
        try:
            with psycopg.connect(self._url("postgresql", "postgres"), autocommit=True) as server:
                known = "SELECT 1 FROM pg_database WHERE datname = %s"
                if server.execute(known, [DATABASE]).fetchone() is None:
                    server.execute(f"CREATE DATABASE {DATABASE}")
                server.execute(CREATE_ROLE)  # no part of a dump, so a restore needs it before it begins
            with psycopg.connect(self.dsn, autocommit=True) as database:
                database.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        except psycopg.Error as error:
            raise DatabaseError(
                f"Die Datenbank in {self.data_dir} läuft, nimmt aber keine Verbindung an "
                f"({last_message(str(error))}): mehr steht in {self.log_file}."
            ) from error

    def _run(
        self, programs: Programs, name: str, arguments: list[str], what: str, account: Account | None = None
    ) -> None:
        done = (account or self.account).run([programs.path(name), *arguments])
        if done.returncode == 0:
            return
        reason = last_message(self.log_file.read_text(errors="replace") if name == "pg_ctl" else done.stderr)
        raise DatabaseError(
            f"Die Datenbank in {self.data_dir} ließ sich nicht {what} (»{name}«: {reason}): "
            "bitte freien Speicherplatz und Rechte prüfen; docs/operations.md hilft weiter."
        )
