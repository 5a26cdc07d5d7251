"""What a run keeps of the streets it was made with, and whether a graph is still one of them."""

from collections.abc import Mapping

from geo.domain import Mode
from geo.network.graph import Graph

DATE_KEY, SOURCE_KEY = "netz.stand", "netz.quelle"


def graph_key(mode: Mode) -> str:
    """Under which a run keeps the fingerprint of the graph of a mode."""
    return f"netz.{mode}"


def describe_graphs(graphs: Mapping[Mode, Graph]) -> dict[str, str]:
    """Fingerprint of each graph, date (ISO) and source of the streets; nothing where there are no graphs."""
    if not graphs:
        return {}
    provenance = next(iter(graphs.values())).provenance
    dates = [text[:10] for text in provenance.get("date", ()) if text]
    described = {graph_key(mode): fingerprint_of(graph) for mode, graph in graphs.items()}
    return described | {
        DATE_KEY: min(dates, default=""),
        SOURCE_KEY: str(provenance.get("attribution", "")),
    }


def fingerprint_of(graph: Graph) -> str:
    """Fingerprint of a stored graph: the same for the same streets and rules."""
    return str(graph.provenance.get("fingerprint", ""))
