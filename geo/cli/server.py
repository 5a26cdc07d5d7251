"""``mitten serve`` and ``up``: the web server, and everything from nothing to the running map."""

import importlib
import json
import os
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from geo import pipeline
from geo.cli.database import open_started
from geo.db.cluster import Cluster
from geo.errors import InputError
from geo.progress import console, step
from geo.settings import DEFAULT_PORT, Settings
from geo.sources.verbund import find_verbund

APP = "api.app:create_app"  # by name: geo knows nothing of the api

PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port des Webservers.")]
HostOption = Annotated[str, typer.Option("--host", help="Adresse; 127.0.0.1 ist nur dieser Rechner.")]


def serve(port: PortOption = DEFAULT_PORT, host: HostOption = "127.0.0.1") -> None:
    """Karte und API ausliefern; Strg-C beendet."""
    settings = Settings()
    _validate_port(host, port)
    _serve(settings, host, port)


def up(port: PortOption = DEFAULT_PORT, host: HostOption = "127.0.0.1") -> None:
    """Alles starten: Datenbank, Verbund laden, rechnen, ausliefern; Strg-C beendet alles."""
    started = time.perf_counter()
    settings = Settings()
    _validate_port(host, port)
    cluster = None if settings.database_url else Cluster(settings.state_dir)
    ours = cluster is not None and not cluster.status().running
    try:
        with step("Datenbank starten"):
            engine = open_started(settings)
        folder = find_verbund(settings.verbund, settings.verbuende_dir)
        verbund_id = pipeline.load_verbund(engine, folder).verbund_id
        kommunen = pipeline.read_loaded(engine, verbund_id, "kommune")
        graphs = pipeline.build_network(settings, folder, kommunen)
        feed = pipeline.open_feed(settings, verbund_id)
        pipeline.compute(engine, verbund_id, graphs=graphs, feed=feed)
        engine.dispose()
        console.print(f"Bereit nach {time.perf_counter() - started:.1f} s".replace(".", ","), style="green")
        _serve(settings, host, port)
    except KeyboardInterrupt:
        console.print("Abgebrochen")
    finally:
        if cluster is not None and ours:
            cluster.stop()
            console.print("Datenbank angehalten")


def _validate_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError(
                f"Der Port {port} auf {host} ist belegt oder gesperrt: bitte mit --port (make run PORT=…) wechseln."
            ) from error


def _serve(settings: Settings, host: str, port: int) -> None:
    if not (settings.web_dir / "index.html").exists():
        console.print(
            "Hinweis: Die Karte ist noch nicht gebaut (make run baut sie); die API läuft.", style="yellow"
        )
    open_started(settings).dispose()
    console.print(f"Mitten läuft: http://{host}:{port} (Strg-C beendet)", soft_wrap=True)
    with suppress(KeyboardInterrupt):
        uvicorn.run(APP, factory=True, host=host, port=port, log_level="warning", access_log=False)


def openapi(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Zieldatei; sonst Ausgabe.")] = None,
) -> None:
    """Beschreibung der API (OpenAPI) ausgeben, ohne Datenbank."""
    os.environ.setdefault("MITTEN_DATABASE_URL", "postgresql://openapi.invalid/none")
    app = importlib.import_module("api.app").create_app()
    text = json.dumps(app.openapi(), ensure_ascii=False, indent=1) + "\n"
    if output is None:
        print(text, end="")
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, "utf-8")
