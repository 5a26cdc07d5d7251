"""Folders, lock and messages of the private cluster."""

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.db.cluster_host import Account
from geo.errors import DatabaseError

LOCK_WAIT_S = 120.0
"""Longer than a first start takes on a slow machine."""
NO_PROCESS = 4_194_305
"""One above the largest process number that Linux gives (PID_MAX_LIMIT, proc(5))."""


@contextmanager
def sentence_for_os_errors(folder: Path) -> Iterator[None]:
    """Turn an operating system's refusal into the one sentence about this folder."""
    try:
        yield
    except OSError as error:
        raise DatabaseError(
            f"Der Ordner {folder} für die Datenbank ist nicht benutzbar "
            f"({error.strerror}: {error.filename}): bitte Rechte und Inhalt "
            "prüfen oder MITTEN_STATE_DIR auf einen anderen Ordner setzen."
        ) from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file, so that two starts at once follow one another; it falls free when its holder dies.

    Raises
    ------
    DatabaseError
        Another process holds it for longer than ``LOCK_WAIT_S``.
    """
    with sentence_for_os_errors(path.parent):
        lock = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        _wait_for(lock, path)
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int, path: Path) -> None:
    deadline = time.monotonic() + LOCK_WAIT_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise DatabaseError(
                    f"Ein anderer Vorgang startet oder stoppt die Datenbank in {path.parent} seit über zwei "
                    "Minuten: bitte dessen Ende abwarten oder ihn beenden."
                ) from None
            time.sleep(0.02)
        else:
            return


def own(folder: Path, account: Account) -> None:
    """Make a folder that only the account enters (0700).

    Raises
    ------
    DatabaseError
        It is there already and is somebody else's (a trap laid in ``/tmp``), or no folder.
    """
    with sentence_for_os_errors(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (account.uid, os.geteuid()):
            raise DatabaseError(
                f"Der Ordner {folder} gehört nicht dem Konto »{account.name}«: "
                "bitte entfernen und neu starten."
            )
        give(folder, account, 0o700)


def give(path: Path, account: Account, mode: int) -> None:
    """Set the mode of a file or folder, and its owner when the server runs under another account."""
    if account.dropped:
        os.chown(path, account.uid, account.gid)
    path.chmod(mode)


def find_server_pid(data_dir: Path) -> int | None:
    """Find the process of a data folder's server; a number that another program bears by now does not count.

    Parameters
    ----------
    data_dir
        PostgreSQL's data folder.
    """
    pid = _read_pid(data_dir)
    if pid is None:
        return None
    try:
        # The command line, not the working directory: root in a container may not read the latter.
        arguments = Path(f"/proc/{pid}/cmdline").read_text(errors="surrogateescape").split("\0")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    ours = data_dir.resolve()
    return pid if any(Path(argument).resolve() == ours for argument in arguments[1:] if argument) else None


def drop_stale_marks(data_dir: Path, socket_lock: Path) -> None:
    """Unlink a killed server's number, which may belong to another program of the same account by now.

    The file stays, with a number that no process has: PostgreSQL then still looks whether orphans of the
    killed server hold its memory, and refuses to start beside them.
    """
    socket_lock.unlink(missing_ok=True)
    if _read_pid(data_dir) is None:
        return
    path = data_dir / "postmaster.pid"
    _, _, rest = path.read_text().partition("\n")
    path.write_text(f"{NO_PROCESS}\n{rest}")


def _read_pid(data_dir: Path) -> int | None:
    try:
        return int((data_dir / "postmaster.pid").read_text().partition("\n")[0])
    except (FileNotFoundError, NotADirectoryError, PermissionError, ValueError):
        return None


def last_message(text: str) -> str:
    """Pick the line that tells most: the last one that names an error, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(mark in line for mark in ("FATAL", "PANIC", "ERROR", "error:"))]
    return (telling or lines or ["keine Meldung"])[-1]
