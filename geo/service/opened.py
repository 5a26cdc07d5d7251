"""What every question starts from: a database, a Verbund, and the run whose results are shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine, RowMapping
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError

from geo.db import read, security
from geo.db.engine import open_engine
from geo.errors import DatabaseError, ForbiddenError, InputError, NoDataError, NotFoundError
from geo.rights import ANYONE, OPERATOR, Person
from geo.settings import Settings

UNSTORABLE = (
    "Eine Angabe enthält ein Zeichen oder eine Zahl, die sich nicht speichern lässt: bitte neu eintippen."
)


@dataclass(frozen=True, slots=True)
class OpenVerbund:
    """A Verbund in a database; the functions of `geo.service` take it as their first argument.

    ``network_dir`` and ``timetable_dir`` are the folders of street graphs and timetables of all Verbünde;
    ``person`` is who asks.
    """

    engine: Engine
    verbund_id: str
    network_dir: Path | None = None
    timetable_dir: Path | None = None
    person: Person = ANYONE

    @property
    def public(self) -> "OpenVerbund":
        """The same as anyone sees it: what is kept in memory for all is made with this one."""
        return self.of(ANYONE)

    def of(self, person: Person) -> "OpenVerbund":
        """The same as ``person`` sees it."""
        return replace(self, person=person)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Open a connection on which the database itself keeps to the rights of ``person``.

        A server that is away or empty, a change that the person may not make, and a value that it cannot hold become
        one sentence.
        """
        try:
            with (
                self.engine.connect() as connection,
                security.acting_as(connection, self.person, self.verbund_id),
            ):
                yield connection
        except OperationalError as error:
            raise DatabaseError(
                "Die Datenbank antwortet nicht: bitte mit „mitten db start“ starten "
                "oder MITTEN_DATABASE_URL prüfen."
            ) from error
        except DataError as error:
            raise InputError(UNSTORABLE) from error
        except ProgrammingError as error:
            raise _sentence(error) from error


def _sentence(error: ProgrammingError) -> Exception:
    state = getattr(error.orig, "sqlstate", "")
    if state == security.REFUSED:
        return ForbiddenError(
            "Das darf dieses Konto nicht: bitte mit einem Konto anmelden, das Schreibrecht hat, "
            "oder die Netzwerkkoordination fragen."
        )
    if state == "42P01":  # undefined_table
        return NoDataError("Die Datenbank ist noch leer: bitte zuerst „mitten verbund load“ ausführen.")
    return error


@lru_cache(maxsize=4)
def _engine(settings: Settings) -> Engine:
    return open_engine(settings)


def open_verbund(settings: Settings | None = None, verbund: str | None = None) -> OpenVerbund:
    """Open a Verbund by the settings of this installation, with the rights of who sits at the machine.

    Parameters
    ----------
    settings
        Defaults to the environment (``MITTEN_…``).
    verbund
        Id of the Verbund; the one of the settings if not given.
    """
    settings = settings or Settings()
    return to_opened(_engine(settings), settings, verbund, person=OPERATOR)


def to_opened(
    engine: Engine, settings: Settings, verbund: str | None = None, *, person: Person = ANYONE
) -> OpenVerbund:
    """A Verbund (default: that of the settings) with the folders of an installation, as ``person`` may see it."""
    folders = (settings.network_dir, settings.timetable_dir)
    return OpenVerbund(engine, verbund or settings.verbund, *folders, person)


def get_verbund_row(connection: Connection, opened: OpenVerbund) -> RowMapping:
    """Row of the Verbund.

    Raises
    ------
    NotFoundError
        If it is not loaded.
    """
    row = read.find_verbund(connection, opened.verbund_id)
    if row is None:
        raise NotFoundError(
            f"Der Verbund „{opened.verbund_id}“ ist nicht geladen: "
            f"bitte „mitten verbund load {opened.verbund_id}“ ausführen."
        )
    return row


def get_run_row(connection: Connection, opened: OpenVerbund) -> RowMapping:
    """Row of the run whose results are shown.

    Raises
    ------
    NotFoundError
        If the Verbund is not loaded.
    NoDataError
        If nothing has been computed for it.
    """
    get_verbund_row(connection, opened)
    row = read.find_run(connection, opened.verbund_id)
    if row is None:
        raise NoDataError(
            f"Für den Verbund „{opened.verbund_id}“ ist noch nichts berechnet: bitte „mitten compute“ ausführen."
        )
    return row
