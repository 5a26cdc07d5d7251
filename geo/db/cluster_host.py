"""What the machine offers the private cluster: PostgreSQL's programs and an account that may run them."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DatabaseError

DEBIAN_VERSIONS = Path("/usr/lib/postgresql")
DEBIAN_SHARE = Path("/usr/share/postgresql")
FALLBACK_ACCOUNT = "mitten"
"""System account created when the server may not run as the caller (root) and there is no ``postgres``."""


@dataclass(frozen=True)
class Programs:
    """One installed PostgreSQL that has PostGIS.

    Attributes
    ----------
    bin_dir
        Folder with ``initdb``, ``pg_ctl`` and ``postgres``.
    major
        Major version, as ``PG_VERSION`` in a data folder writes it.
    """

    bin_dir: Path
    major: int

    def path(self, name: str) -> str:
        """Path of one program, ready for a command line."""
        return str(self.bin_dir / name)


@dataclass(frozen=True)
class Account:
    """The account that owns and runs the server.

    Attributes
    ----------
    name
        Login name; the number as text where the system knows no name.
    uid, gid
        Its numbers.
    dropped
        Whether the caller (root) hands its rights over to this account.
    """

    name: str
    uid: int
    gid: int
    dropped: bool

    def run(self, command: Sequence[str], *, timeout_s: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, in ``/`` and with an environment without the caller's ``PG…``.

        Parameters
        ----------
        command
            Program and arguments.
        timeout_s
            Seconds after which the command is given up.

        Returns
        -------
        subprocess.CompletedProcess
            With both outputs as text; the caller looks at the return code.

        Raises
        ------
        DatabaseError
            The machine refuses to run it (no right to change the account, program missing, too slow).
        """
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        try:
            # Spelled out: a nested dict of keyword arguments would lose the type check.
            if self.dropped:
                return subprocess.run(
                    command, cwd="/", env=environment, capture_output=True, text=True, timeout=timeout_s,
                    check=False, user=self.uid, group=self.gid, extra_groups=[],
                )  # fmt: skip
            return subprocess.run(
                command,
                cwd="/",
                env=environment,
                capture_output=True,
                text=True,
                timeout=timeout_s,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DatabaseError(
                f"»{Path(command[0]).name}« ließ sich nicht unter dem Konto »{self.name}« ausführen "
                f"({error}): bitte die Rechte prüfen oder MITTEN_DATABASE_URL auf einen anderen "
                "PostGIS-Server setzen."
            ) from error

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may pass through every folder on the way into this one."""
        if not self.dropped:
            return os.access(folder, os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0


def list_programs() -> list[Programs]:
    """List every installed PostgreSQL that has PostGIS, newest first; Debian's folders, then ``pg_config``.

    Returns
    -------
    list of Programs
        Empty where none is installed.
    """
    found = [
        Programs(folder / "bin", int(folder.name))
        for folder in DEBIAN_VERSIONS.glob("*")
        if folder.name.isdigit()
        and (folder / "bin" / "initdb").exists()
        and _has_postgis(DEBIAN_SHARE / folder.name)
    ]
    found.sort(key=lambda programs: programs.major, reverse=True)
    return found or _list_from_pg_config()


def _has_postgis(share_dir: Path) -> bool:
    return (share_dir / "extension" / "postgis.control").exists()


def _list_from_pg_config() -> list[Programs]:
    pg_config = shutil.which("pg_config")
    if pg_config is None:
        return []

    def ask(option: str) -> str:
        return subprocess.run([pg_config, option], capture_output=True, text=True, check=False).stdout.strip()

    bin_dir, version = Path(ask("--bindir")), re.search(r"\d+", ask("--version"))
    if version is None or not (bin_dir / "initdb").exists() or not _has_postgis(Path(ask("--sharedir"))):
        return []
    return [Programs(bin_dir, int(version.group()))]


def get_programs(needed_major: int | None = None) -> Programs:
    """Get the newest PostgreSQL with PostGIS, or the version that an existing data folder needs.

    Parameters
    ----------
    needed_major
        Major version of an existing data folder; None takes the newest.

    Raises
    ------
    DatabaseError
        PostGIS is not installed, or not for the version needed.
    """
    found = list_programs()
    if not found:
        raise DatabaseError(
            "PostgreSQL mit PostGIS ist auf diesem Rechner nicht installiert: bitte »make run« als root "
            "starten, das Paket postgresql-15-postgis-3 (Ubuntu 24.04: postgresql-16-postgis-3) installieren "
            "oder MITTEN_DATABASE_URL auf einen PostGIS-Server setzen."
        )
    for programs in found:
        if needed_major in (None, programs.major):
            return programs
    raise DatabaseError(
        f"Die Datenbank wurde mit PostgreSQL {needed_major} angelegt, installiert ist nur PostgreSQL "
        f"{found[0].major}: bitte postgresql-{needed_major}-postgis-3 installieren oder die Daten wie in "
        "docs/operations.md beschrieben in eine neue Datenbank übernehmen."
    )


def find_account(data_dir: Path) -> Account:
    """Find the account that runs the server: the caller, or for root an unprivileged one.

    Parameters
    ----------
    data_dir
        Data folder; where it exists and belongs to somebody, root keeps to that owner.

    Raises
    ------
    DatabaseError
        An unprivileged caller meets a data folder of somebody else, or the account cannot be created.
    """
    try:
        owner = data_dir.stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        owner = None
    except PermissionError:
        raise _foreign(data_dir) from None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise _foreign(data_dir)
        return _account(os.geteuid(), os.getegid(), dropped=False)
    if owner:
        return _account(owner, data_dir.stat().st_gid, dropped=True)
    entry = _find_entry("postgres") or _find_entry(FALLBACK_ACCOUNT) or _create_entry()
    return _account(entry.pw_uid, entry.pw_gid, dropped=True)


def _foreign(data_dir: Path) -> DatabaseError:
    return DatabaseError(
        f"Die Datenbank in {data_dir} gehört einem anderen Konto: bitte unter diesem Konto oder "
        "als root starten oder MITTEN_STATE_DIR auf einen eigenen Ordner setzen."
    )


def _account(uid: int, gid: int, *, dropped: bool) -> Account:
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = str(uid)
    return Account(name=name, uid=uid, gid=gid, dropped=dropped)


def _find_entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create_entry() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", FALLBACK_ACCOUNT]
    try:
        subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise DatabaseError(
            f"Das Systemkonto »{FALLBACK_ACCOUNT}« für die Datenbank ließ sich nicht anlegen: "
            f"bitte von Hand mit »{' '.join(command)}« anlegen."
        ) from error
    return pwd.getpwnam(FALLBACK_ACCOUNT)
