"""``mitten fetch``: data from the network into the cache."""

from typing import Annotated

import typer

from geo import pipeline
from geo.cli.data import FolderOption
from geo.progress import console
from geo.settings import Settings
from geo.sources.fetch import Fetched
from geo.sources.verbund import find_verbund

fetch_app = typer.Typer(help="Daten aus dem Netz holen; geladen werden sie danach.", no_args_is_help=True)


@fetch_app.callback()
def fetch() -> None:
    """Daten aus dem Netz holen; geladen werden sie danach."""


@fetch_app.command("osm")
def fetch_osm(
    verbund: FolderOption = None,
    through_overpass: Annotated[
        bool, typer.Option("--overpass", help="Ein kleines Gebiet von Overpass holen statt ganzer Auszüge.")
    ] = False,
) -> None:
    """OpenStreetMap für einen Verbund herunterladen: Straßen und Einrichtungen."""
    settings = Settings()
    folder = find_verbund(verbund or settings.verbund, settings.verbuende_dir)
    for extract in pipeline.fetch_osm(settings, folder, through_overpass=through_overpass):
        _tell(extract.source)
    console.print("Weiter mit „mitten load osm“ und „mitten compute“.")


@fetch_app.command("gtfs")
def fetch_gtfs(verbund: FolderOption = None) -> None:
    """Fahrplan (GTFS) für einen Verbund herunterladen."""
    settings = Settings()
    fetched = pipeline.fetch_gtfs(settings, find_verbund(verbund or settings.verbund, settings.verbuende_dir))
    _tell(fetched)
    console.print("Weiter mit „mitten load gtfs“.")


def _tell(source: Fetched) -> None:
    size = f"{source.size / 1e6:.1f} MB".replace(".", ",")
    news = "heruntergeladen" if source.changed else "unverändert"
    text = f"{source.path} ({size}, Stand {source.date or 'unbekannt'}): {news}"
    console.print(text, markup=False, soft_wrap=True)
