"""Street graphs on request: opened once per process, at the speeds of the run."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from geo.domain import Mode, Model
from geo.errors import NoDataError
from geo.network.graph import MANIFEST, Graph, read_graph
from geo.network.parameters import RunParameters
from geo.network.router import Router, to_router
from geo.results import NetworkInfo
from geo.service.catalogue import parse_parameters, read_run
from geo.service.opened import OpenVerbund
from geo.service.speeds import list_speeds

# So that two questions at once do not both open the same streets.
_OPENING = Lock()


def find_folder(opened: OpenVerbund, mode: Mode) -> Path | None:
    """Folder of the graph of a mode, where one was built."""
    if opened.network_dir is None:
        return None
    folder = opened.network_dir / opened.verbund_id / mode
    return folder if (folder / MANIFEST).is_file() else None


def get_router(opened: OpenVerbund, mode: Mode, parameters: RunParameters) -> Router:
    """Streets of a mode at the speeds of a run.

    Raises
    ------
    NoDataError
        If no street network is loaded for this mode.
    """
    folder = find_folder(opened, mode)
    if folder is None:
        raise NoDataError(
            f"Für Wege {mode.title} ist kein Straßennetz geladen: bitte „mitten fetch osm“, „mitten load osm“ "
            "und „mitten compute“ ausführen."
        )
    with _OPENING:
        return _router(folder, (folder / MANIFEST).stat().st_mtime_ns, parameters)


@lru_cache(maxsize=12)
def _router(folder: Path, stamp: int, parameters: RunParameters) -> Router:
    return to_router(_graph(folder, stamp), parameters)


@lru_cache(maxsize=12)
def _graph(folder: Path, _stamp: int) -> Graph:
    return read_graph(folder)


def read_network(opened: OpenVerbund) -> NetworkInfo:
    """Which street networks the figures of the run were made with; no modes where none is loaded."""
    run = read_run(opened)
    folders = {mode: find_folder(opened, mode) for mode in Mode}
    there = {mode: folder for mode, folder in folders.items() if folder is not None}
    if run.model != Model.NETWORK or not there:
        return NetworkInfo(
            modes=[], speeds=[], date="", source="", note="Kein Straßennetz geladen: " + run.model_note
        )
    folder = next(iter(there.values()))
    provenance = _graph(folder, (folder / MANIFEST).stat().st_mtime_ns).provenance
    dates = [text[:10] for text in provenance.get("date", []) if text]
    return NetworkInfo(
        modes=list(there),
        speeds=list_speeds(there, parse_parameters(run.parameters)),
        date=min(dates, default=""),
        source=str(provenance.get("attribution", "")),
        note="Abbiegeverbote sind nicht berücksichtigt; Autos fahren mit typischen Geschwindigkeiten ohne Stau.",
    )
