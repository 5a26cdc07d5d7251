"""``mitten db``: the private PostGIS cluster."""

import json
from typing import Annotated

import typer
from sqlalchemy import Engine

from geo.db.cluster import Cluster
from geo.db.engine import open_engine
from geo.db.migrate import migrate
from geo.errors import InputError
from geo.progress import console, step
from geo.settings import Settings

app = typer.Typer(help="Private Datenbank starten, anhalten, ansehen.", no_args_is_help=True)

JsonOption = Annotated[bool, typer.Option("--json", help="Antwort als JSON für Skripte.")]


def get_cluster(settings: Settings) -> Cluster:
    """The private cluster.

    Raises
    ------
    InputError
        If the installation uses another server.
    """
    if settings.database_url:
        raise InputError(
            "MITTEN_DATABASE_URL nennt einen eigenen Datenbankserver: den startet und beendet dessen Betreiber."
        )
    return Cluster(settings.state_dir)


def open_started(settings: Settings) -> Engine:
    """An engine on a database that runs, with the tables of this version.

    The private cluster is started where it stands still.

    Raises
    ------
    DatabaseError
        If the database cannot be started, or is of a newer version than this program.
    """
    if not settings.database_url:
        Cluster(settings.state_dir).start()  # also waits for a parallel start and mends one that was killed
    engine = open_engine(settings)
    migrate(engine)
    return engine


@app.command()
def start() -> None:
    """Datenbank starten (beim ersten Mal anlegen)."""
    cluster = get_cluster(Settings())
    with step("Datenbank starten"):
        cluster.start()


@app.command()
def stop() -> None:
    """Datenbank anhalten."""
    cluster = get_cluster(Settings())
    with step("Datenbank anhalten"):
        cluster.stop()


@app.command()
def url() -> None:
    """Adresse der Datenbank für psql, pg_dump und andere Programme ausgeben."""
    print(get_cluster(Settings()).dsn)


@app.command()
def status(as_json: JsonOption = False) -> None:
    """Zeigen, ob die Datenbank läuft und wo sie liegt."""
    cluster = get_cluster(Settings())
    found = cluster.status()
    if as_json:
        shown = {
            "initialised": found.initialised,
            "running": found.running,
            "pid": found.pid,
            "data_dir": str(found.data_dir),
            "socket_dir": str(found.socket_dir),
            "url": cluster.url,
        }
        print(json.dumps(shown, ensure_ascii=False))
        return
    words = f"läuft (Prozess {found.pid})" if found.running else "läuft nicht"
    console.print(f"Datenbank {words}, Daten in {found.data_dir}", soft_wrap=True)
