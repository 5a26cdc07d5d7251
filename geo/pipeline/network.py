"""Street graphs of a Verbund: built where its extracts are at hand, kept beside the database."""

from pathlib import Path

from geopandas import GeoDataFrame

from geo.domain import Mode
from geo.network.graph import MANIFEST, Graph, read_graph
from geo.network.storage import open_graphs
from geo.pipeline.fetch import Streets, find_streets
from geo.progress import step
from geo.settings import Settings
from geo.sources.config import read_config
from geo.sources.osm_ways import describe_files, read_ways
from geo.sources.verbund import read_verbund


def build_network(
    settings: Settings, folder: Path, kommunen: GeoDataFrame | None = None
) -> dict[Mode, Graph]:
    """Build the street graphs of a Verbund, or open those that are built.

    The streets come from the extracts of its ``[osm]``, else from what ``mitten load osm FILE`` was given, else
    from what ``mitten fetch osm`` has downloaded.

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
        Graph by mode; empty where no extract is at hand, and the straight-line model stands in.

    Raises
    ------
    InputError
        If an extract is damaged; graphs that were built before are still there.
    """
    outlines = read_verbund(folder).kommunen if kommunen is None else kommunen
    streets = find_streets(settings, folder, outlines)
    return {} if streets is None else build_graphs(settings, read_config(folder).id, streets)


def build_graphs(settings: Settings, verbund_id: str, streets: Streets) -> dict[Mode, Graph]:
    """Build the street graphs of files, or open those that are built.

    Raises
    ------
    InputError
        If a file is damaged, or holds no way for a mode; graphs that were built before are still there.
    """
    paths, area = streets.paths, streets.street_area
    with step(f"Straßennetz öffnen ({', '.join(path.name for path in paths)})"):
        return open_graphs(
            settings.network_dir / verbund_id,
            describe_files(paths),
            lambda: read_ways(paths, area=area),
            area=area,
            data_area=None if streets.known is None else area,
        )


def open_network(settings: Settings, verbund_id: str) -> dict[Mode, Graph]:
    """The street graphs that were built for a Verbund; empty where none were, and the straight line stands in.

    Raises
    ------
    InputError
        If a graph is damaged.
    """
    folder = settings.network_dir / verbund_id
    return {mode: read_graph(folder / mode) for mode in Mode if (folder / mode / MANIFEST).is_file()}
