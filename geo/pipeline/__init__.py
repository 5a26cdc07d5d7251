"""The steps in order: read, store, compute, publish. Each replaces its own output whole."""

from geo.pipeline.addresses import LoadedAddresses, load_addresses
from geo.pipeline.compute import Computed, code_version, compute
from geo.pipeline.fetch import fetch_osm
from geo.pipeline.load import (
    Loaded,
    LoadedOsm,
    load_bestand,
    load_osm,
    load_projekte,
    load_verbund,
    read_loaded,
)
from geo.pipeline.network import build_network, open_network
from geo.pipeline.population import LoadedGrid, load_population
from geo.pipeline.timetable import LoadedTimetable, fetch_gtfs, load_gtfs
from geo.pipeline.transit import open_feed

__all__ = [
    "Computed",
    "Loaded",
    "LoadedAddresses",
    "LoadedGrid",
    "LoadedOsm",
    "LoadedTimetable",
    "build_network",
    "code_version",
    "compute",
    "fetch_gtfs",
    "fetch_osm",
    "load_addresses",
    "load_bestand",
    "load_gtfs",
    "load_osm",
    "load_population",
    "load_projekte",
    "load_verbund",
    "open_feed",
    "open_network",
    "read_loaded",
]
