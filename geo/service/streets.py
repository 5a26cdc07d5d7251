"""Street graphs on request: opened once per process, at the speeds of the run, and only those of the run."""

from collections.abc import Mapping
from pathlib import Path

from geo.domain import Mode, Model
from geo.errors import NoDataError
from geo.network.described import DATE_KEY, SOURCE_KEY, fingerprint_of, graph_key
from geo.network.graph import MANIFEST, Graph, read_graph
from geo.network.parameters import RunParameters
from geo.network.router import Router, to_router
from geo.results import NetworkInfo
from geo.service.catalogue import parse_parameters, read_run
from geo.service.kept import Kept
from geo.service.opened import OpenVerbund, get_run_row
from geo.service.speeds import list_speeds

MOST_GRAPHS = MOST_ROUTERS = 12
NOTE = "Abbiegeverbote sind nicht berücksichtigt; Autos fahren mit typischen Geschwindigkeiten ohne Stau."
OTHER_STREETS = (
    "Inzwischen ist ein anderes Straßennetz geladen als im gezeigten Lauf: bitte „mitten compute“ starten."
)

_graphs: Kept[tuple[Path, int], Graph] = Kept(MOST_GRAPHS)
_routers: Kept[tuple[Path, str, RunParameters], Router] = Kept(MOST_ROUTERS)


def find_folder(opened: OpenVerbund, mode: Mode) -> Path | None:
    """Folder of the graph of a mode, where one was built."""
    if opened.network_dir is None:
        return None
    folder = opened.network_dir / opened.verbund_id / mode
    return folder if (folder / MANIFEST).is_file() else None


def get_router(opened: OpenVerbund, mode: Mode, parameters: RunParameters) -> Router:
    """Streets of a mode that the shown run was made with, at some speeds.

    Raises
    ------
    NoDataError
        If no street network is loaded for this mode, or it is not that of the run: an answer on other streets
        would not fit the figures beside it.
    """
    folder = find_folder(opened, mode)
    if folder is None:
        raise NoDataError(
            f"Für Wege {mode.title} ist kein Straßennetz geladen: bitte „mitten fetch osm“, „mitten load osm“ "
            "und „mitten compute“ ausführen."
        )
    with opened.connect() as connection:
        datasets = get_run_row(connection, opened)["datasets"]
    if graph_key(mode) not in datasets:
        raise NoDataError(
            f"Der gezeigte Lauf ist {mode.title} ohne Straßennetz gerechnet: bitte „mitten compute“ ausführen."
        )
    wanted = datasets[graph_key(mode)]

    def make() -> Router:
        graph = _open_graph(folder)
        if fingerprint_of(graph) != wanted:
            raise NoDataError(OTHER_STREETS)
        return to_router(graph, parameters)

    # Kept by fingerprint: the streets of the run go on answering after others were put in their place.
    return _routers.get((folder, wanted, parameters), make)


def read_network(opened: OpenVerbund) -> NetworkInfo:
    """Which street networks the figures of the run were made with; no modes where none is loaded."""
    run = read_run(opened)
    folders = {mode: find_folder(opened, mode) for mode in Mode if graph_key(mode) in run.datasets}
    there = {mode: folder for mode, folder in folders.items() if folder is not None}
    if run.model != Model.NETWORK or not there:
        return NetworkInfo(
            modes=[], speeds=[], date="", source="", note="Kein Straßennetz geladen: " + run.model_note
        )
    return NetworkInfo(
        modes=list(there),
        speeds=list_speeds(there, parse_parameters(run.parameters)),
        date=run.datasets.get(DATE_KEY, ""),
        source=run.datasets.get(SOURCE_KEY, ""),
        note=f"{NOTE} {OTHER_STREETS}" if has_other_streets(opened, run.datasets) else NOTE,
    )


def has_other_streets(opened: OpenVerbund, datasets: Mapping[str, str]) -> bool:
    """Whether other streets than those of a run are loaded for one of its modes; ``datasets`` are the run's."""
    folders = {mode: find_folder(opened, mode) for mode in Mode if graph_key(mode) in datasets}
    there = {mode: folder for mode, folder in folders.items() if folder is not None}
    return any(
        fingerprint_of(_open_graph(folder)) != datasets[graph_key(mode)] for mode, folder in there.items()
    )


def _open_graph(folder: Path) -> Graph:
    stamp = (folder / MANIFEST).stat().st_mtime_ns
    return _graphs.get((folder, stamp), lambda: read_graph(folder))
