"""``mitten verbund``, ``load``, ``ortsteile``, ``compute``: data in, results computed."""

import json
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from geo import pipeline, service
from geo.cli.answers import print_line
from geo.cli.database import JsonOption, open_started
from geo.domain import Mode
from geo.errors import InputError, NotFoundError
from geo.network.graph import Graph
from geo.progress import console, step
from geo.render.german import format_date, format_number
from geo.settings import Settings
from geo.sources import build_ortsteile, gemarkungen
from geo.sources.config import CONFIG_NAME
from geo.sources.verbund import find_verbund, list_verbuende, read_config

verbund_app = typer.Typer(help="Verbünde laden und auflisten.", no_args_is_help=True)
load_app = typer.Typer(help="Einzelne Datensätze laden; der Rest bleibt, wie er ist.", no_args_is_help=True)
ortsteile_app = typer.Typer(help="Grenzen der Ortsteile neu ableiten.", no_args_is_help=True)


def _to_id(verbund: str | None) -> str | None:
    """Whoever names the folder of a Verbund, as loading it takes, means the Verbund that it describes."""
    folder = Path(verbund or "")
    return read_config(folder).id if verbund and (folder / CONFIG_NAME).is_file() else verbund


VerbundOption = Annotated[
    str | None,
    typer.Option("--verbund", callback=_to_id, help="Kennung des Verbunds oder Pfad seines Ordners."),
]
FolderOption = Annotated[
    str | None,
    typer.Option("--verbund", help="Name unter data/verbuende oder Pfad des Ordners des Verbunds."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Auch wenn sich nichts geändert hat.")]


def _find_folder(settings: Settings, verbund: str | None) -> Path:
    return find_verbund(verbund or settings.verbund, settings.verbuende_dir)


def _tell(corrections: str) -> None:
    if corrections:
        console.print(corrections, markup=False, soft_wrap=True)


@verbund_app.command("load")
def load_verbund(
    name: Annotated[str, typer.Argument(help="Name unter data/verbuende oder Pfad eines Ordners.")] = "",
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Verbund aus seinem Ordner laden, geprüft und ganz oder gar nicht."""
    settings = Settings()
    folder = find_verbund(name or settings.verbund, settings.verbuende_dir)
    loaded = pipeline.load_verbund(open_started(settings), folder, force=force)
    if as_json:
        print(
            json.dumps({"verbund": loaded.verbund_id, "changed": loaded.changed, "rows": dict(loaded.rows)})
        )
    elif loaded.changed:
        rows = ", ".join(f"{count} {table}" for table, count in loaded.rows.items())
        console.print(f"Verbund {loaded.verbund_id} geladen: {rows}", soft_wrap=True)
        _tell(loaded.corrections)
    else:
        console.print(f"Verbund {loaded.verbund_id} ist unverändert; neu laden mit --force", soft_wrap=True)


@verbund_app.command("list")
def show_verbuende(as_json: JsonOption = False) -> None:
    """Verbünde zeigen, die als Ordner bereitliegen."""
    settings = Settings()
    found = list_verbuende(settings.verbuende_dir)
    if as_json:
        print(json.dumps([{"id": config.id, "title": config.title} for config in found], ensure_ascii=False))
        return
    for config in found:
        print_line(f"{config.id}  {config.title} · {config.subtitle}")


@load_app.command("bestand")
def load_bestand(
    file: Annotated[Path, typer.Argument(help="bestand.toml mit den Datensätzen.")],
    verbund: FolderOption = None,
) -> None:
    """Einrichtungen aus einer bestand.toml laden; gleichnamige Datensätze werden ersetzt."""
    settings = Settings()
    loaded = pipeline.load_bestand(open_started(settings), _find_folder(settings, verbund), file)
    for key, count in loaded.rows.items():
        console.print(f"{key}: {count} Einrichtungen geladen")
    _tell(loaded.corrections)


@load_app.command("osm")
def load_osm(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DATEI]...",
            help="OpenStreetMap-Auszüge (.osm.pbf, .osm); ohne Angabe: was „mitten fetch osm“ geholt hat.",
        ),
    ] = None,
    date: Annotated[
        str,
        typer.Option("--stand", help="Stand der Daten, z. B. 2026-11-01; sonst, wie die Datei ihn nennt."),
    ] = "",
    verbund: FolderOption = None,
) -> None:
    """Einrichtungen aus OpenStreetMap laden und das Straßennetz bauen."""
    settings = Settings()
    folder = _find_folder(settings, verbund)
    loaded = pipeline.load_osm(open_started(settings), settings, folder, files or (), date=date)
    console.print(
        f"{', '.join(loaded.files)} (Stand {loaded.date}): {format_number(loaded.n_facilities)} Einrichtungen geladen",
        soft_wrap=True,
    )
    for mode, n_nodes in loaded.n_nodes.items():
        console.print(f"Straßennetz {mode.title}: {format_number(n_nodes)} Knoten")
    _tell(loaded.corrections)
    console.print("Weiter mit „mitten compute“.")


@load_app.command("gtfs")
def load_gtfs(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[DATEI]", help="GTFS-Zip; ohne Angabe: was „mitten fetch gtfs“ geholt hat."),
    ] = None,
    verbund: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fahrplan laden: geprüft, auf das Gebiet des Verbunds zugeschnitten, mit Stichtagen."""
    settings = Settings()
    folder = _find_folder(settings, verbund)
    loaded = pipeline.load_gtfs(open_started(settings), settings, folder, file)
    if as_json:
        found = [finding.model_dump(mode="json") for finding in loaded.findings]
        days = [day.model_dump(mode="json") for day in loaded.reference_days]
        print(
            json.dumps({"file": loaded.file, "findings": found, "reference_days": days}, ensure_ascii=False)
        )
        return
    console.print(f"{loaded.file} (Stand {format_date(loaded.date)}) geladen", soft_wrap=True)
    for finding in loaded.findings:
        if finding.code not in {"reference_days", "missing_reference_days"}:
            console.print(f"{finding.title}: {finding.text}", markup=False, soft_wrap=True)
    for day in loaded.reference_days:
        console.print(f"{day.title}: {day.reason}", markup=False, soft_wrap=True)
    console.print("Beispiele zu jedem Befund zeigt „mitten check“.")


@load_app.command("raster")
def load_raster(
    file: Annotated[
        Path,
        typer.Argument(help="100-m-Gitter des Zensus 2022 (.csv, .zip) oder aus 2011 abgeleitet (.parquet)."),
    ],
    without_addresses: Annotated[
        bool,
        typer.Option("--ohne-adressen", help="Geladene Adressen verwerfen; sonst zählen sie weiter."),
    ] = False,
    verbund: VerbundOption = None,
) -> None:
    """Bevölkerungsraster laden, auf die amtlichen Einwohnerzahlen umgerechnet."""
    settings = Settings()
    engine, verbund_id = open_started(settings), verbund or settings.verbund
    loaded = pipeline.load_population(engine, verbund_id, file, with_addresses=not without_addresses)
    console.print(f"{file.name}: {format_number(loaded.n_cells)} bewohnte Zellen geladen", soft_wrap=True)
    for sentence in loaded.sentences:
        console.print(sentence, markup=False, soft_wrap=True)


@load_app.command("addresses")
def load_addresses(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="DATEI", help="CSV einer Kommune: id, einwohner und x, y (EPSG:25832) oder lon, lat."
        ),
    ],
    date: Annotated[str, typer.Option("--stand", help="Stand der Daten, z. B. 2026-11-01.")] = "",
    source: Annotated[str, typer.Option("--quelle", help="Wer sie gemacht hat; sonst die Kommune.")] = "",
    verbund: VerbundOption = None,
) -> None:
    """Einwohner einer Kommune an ihren Adressen zählen statt in den Zellen des Rasters."""
    settings = Settings()
    engine, verbund_id = open_started(settings), verbund or settings.verbund
    loaded = pipeline.load_addresses(engine, verbund_id, file, date=date, source=source)
    for sentence in loaded.sentences:
        console.print(sentence, markup=False, soft_wrap=True)
    console.print("Weiter mit „mitten compute“.")


@load_app.command("projekte")
def load_projekte(
    file: Annotated[Path, typer.Argument(help="CSV der Projekte.")], verbund: VerbundOption = None
) -> None:
    """Projekte aus einer CSV laden; ersetzt die geladenen."""
    settings = Settings()
    count = pipeline.load_projekte(open_started(settings), verbund or settings.verbund, file)
    console.print(f"{file.name}: {count} Projekte geladen")


@ortsteile_app.command("build")
def build(
    gemarkungen_file: Annotated[
        Path | None, typer.Option("--gemarkungen", help="Gespeicherte Gemarkungen (GML oder GeoJSON).")
    ] = None,
    wfs: Annotated[bool, typer.Option("--wfs", help="Gemarkungen von Geobasis NRW holen.")] = False,
    target: Annotated[Path | None, typer.Option("-o", "--output", help="Zieldatei.")] = None,
) -> None:
    """ortsteile.geojson aus Zentren, kartierten Flächen und Umrissen neu bauen."""
    if wfs and gemarkungen_file:
        raise InputError("Bitte entweder --wfs oder --gemarkungen angeben, nicht beides.")
    folder = Settings().data_dir / "ortsteile"
    real = None
    if gemarkungen_file:
        real = gemarkungen.read_gemarkungen(gemarkungen_file)
    elif wfs:
        with step("Gemarkungen von Geobasis NRW holen"):
            real = build_ortsteile.fetch_gemarkungen_of_members(folder)
    path = target or folder / "ortsteile.geojson"
    with step("Ortsteile ableiten"):
        frame = build_ortsteile.build_ortsteile(folder, real)
        build_ortsteile.write_ortsteile(frame, path)
    console.print(f"{len(frame)} Ortsteile in {path}", soft_wrap=True)


def compute(
    verbund: VerbundOption = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", help="Einstellung des Laufs, z. B. speed_kmh.walk=3.5."),
    ] = None,
    crowfly: Annotated[
        bool, typer.Option("--luftlinie", help="Luftlinienmodell, auch wo ein Straßennetz geladen ist.")
    ] = False,
    force: ForceOption = False,
    as_json: JsonOption = False,
) -> None:
    """Erreichbarkeit, Lücken und Verbindungen rechnen und als Lauf veröffentlichen."""
    settings = Settings()
    engine, verbund_id = open_started(settings), verbund or settings.verbund
    changes = dict(_to_change(text) for text in parameter or [])
    graphs = {} if crowfly else _open_streets(settings, engine, verbund_id)
    feed = pipeline.open_feed(settings, verbund_id)
    run = pipeline.compute(engine, verbund_id, changes, graphs=graphs, feed=feed, force=force)
    if as_json:
        print(json.dumps({"run_id": run.run_id, "changed": run.changed, "rows": dict(run.rows)}))
    elif run.changed:
        opened = service.OpenVerbund(engine, verbund_id)
        console.print(f"Lauf {run.run_id} veröffentlicht ({service.read_run(opened).model_note})")
    else:
        console.print(f"Lauf {run.run_id} ist aktuell; neu rechnen mit --force")


def _open_streets(settings: Settings, engine: Engine, verbund_id: str) -> dict[Mode, Graph]:
    """Streets of the files at hand, built anew where they or the rules have changed since."""
    kommunen = pipeline.read_loaded(engine, verbund_id, "kommune")
    try:
        folder = find_verbund(verbund_id, settings.verbuende_dir)
    except NotFoundError:  # loaded from a folder that only its path names
        return pipeline.open_network(settings, verbund_id)
    return pipeline.build_network(settings, folder, kommunen)


def _to_change(text: str) -> tuple[str, float]:
    key, separator, value = text.partition("=")
    try:
        return key.strip(), float(value.replace(",", "."))
    except ValueError:
        separator = ""
    raise InputError(
        f"Der Parameter „{text}“ braucht die Form NAME=ZAHL, z. B. speed_kmh.walk=3.5{separator}."
    )
