"""The steps in order: read, store, compute, publish. Each replaces its own output whole."""

from geo.pipeline.compute import Computed, code_version, compute
from geo.pipeline.load import Loaded, load_bestand, load_osm, load_projekte, load_verbund

__all__ = [
    "Computed",
    "Loaded",
    "code_version",
    "compute",
    "load_bestand",
    "load_osm",
    "load_projekte",
    "load_verbund",
]
