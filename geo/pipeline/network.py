"""Street graphs of a Verbund: built where its extracts are at hand, kept beside the database."""

from dataclasses import fields
from pathlib import Path

from geopandas import GeoDataFrame

from geo.domain import Mode
from geo.errors import InputError
from geo.network.graph import MANIFEST, Graph, read_graph
from geo.network.rules import read_rules
from geo.network.storage import open_graphs
from geo.pipeline.fetch import Streets, find_noted, find_streets
from geo.progress import step
from geo.settings import Settings
from geo.sources.config import read_config
from geo.sources.osm_ways import describe_files, read_ways
from geo.sources.verbund import read_verbund


def build_network(
    settings: Settings, folder: Path, kommunen: GeoDataFrame | None = None
) -> dict[Mode, Graph]:
    """Build the street graphs of a Verbund, or open those that are built from the same files by the same rules.

    The streets come from the extracts of its ``[osm]``, else from what ``mitten load osm FILE`` was given, else
    from what ``mitten fetch osm`` has downloaded. Where none of these is at hand any more, graphs that were built
    are opened as long as the rules are still theirs.

    Parameters
    ----------
    settings
        Where graphs and downloads are kept.
    folder
        Of the Verbund.
    kommunen
        As they are stored; read from the folder if not given.

    Returns
    -------
    dict
        Graph by mode; empty where there is neither extract nor graph, and the straight-line model stands in.

    Raises
    ------
    InputError
        If an extract is damaged, or is gone and graphs were built by other rules; graphs that were built before
        are still there.
    """
    outlines = read_verbund(folder).kommunen if kommunen is None else kommunen
    streets, verbund_id = find_streets(settings, folder, outlines), read_config(folder).id
    return (
        open_network(settings, verbund_id) if streets is None else build_graphs(settings, verbund_id, streets)
    )


def build_graphs(settings: Settings, verbund_id: str, streets: Streets) -> dict[Mode, Graph]:
    """Build the street graphs of files, or open those that are built.

    Raises
    ------
    InputError
        If a file is damaged, or holds no way for a mode; graphs that were built before are still there.
    """
    paths, area = streets.paths, streets.street_area
    with step(f"Straßennetz öffnen ({', '.join(path.name for path in paths)})"):
        graphs = open_graphs(
            settings.network_dir / verbund_id,
            describe_files(paths),
            lambda: read_ways(paths, area=area),
            area=area,
            data_area=None if streets.known is None else area,
        )
    return {mode: _with_date(graph, streets.date) for mode, graph in graphs.items()}


def _with_date(graph: Graph, date: str) -> Graph:
    """The date that is stated for the files goes before the one that they state themselves."""
    if not date:
        return graph
    values = {field.name: getattr(graph, field.name) for field in fields(graph)}
    return Graph(**values | {"provenance": {**graph.provenance, "date": [date]}})


def open_network(settings: Settings, verbund_id: str) -> dict[Mode, Graph]:
    """The street graphs that were built for a Verbund; empty where none were, and the straight line stands in.

    Raises
    ------
    InputError
        If a graph is damaged, or was built by other rules than today's.
    """
    folder, noted = settings.network_dir / verbund_id, find_noted(settings, verbund_id)
    graphs = {mode: read_graph(folder / mode) for mode in Mode if (folder / mode / MANIFEST).is_file()}
    rules = read_rules().checksum
    if any(graph.provenance.get("rules") != rules for graph in graphs.values()):
        lost = ", ".join(path.name for path in noted.lost) if noted else ""
        raise InputError(
            f"Das Straßennetz von „{verbund_id}“ wurde nach älteren Regeln gebaut"
            + (f", und {lost} ist nicht mehr da" if lost else "")
            + ": bitte „mitten load osm“ ausführen, das baut es neu."
        )
    return {mode: _with_date(graph, noted.date if noted else "") for mode, graph in graphs.items()}
