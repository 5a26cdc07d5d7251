"""networkx: multi-source Dijkstra in Python."""

import networkx as nx
import numpy as np
from protocol import Case, run, tails


def prepare(case: Case) -> nx.MultiDiGraph:
    """A directed graph with parallel arcs."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(case["indptr"]) - 1))
    graph.add_weighted_edges_from(
        zip(tails(case).tolist(), case["head"].tolist(), case["ds"].tolist(), strict=True)
    )
    return graph


def query(case: Case, graph: nx.MultiDiGraph) -> object:
    """Times only."""
    found = nx.multi_source_dijkstra_path_length(graph, set(case["facilities"].tolist()))
    values = np.full(graph.number_of_nodes(), -1)
    values[list(found)] = list(found.values())
    return values


if __name__ == "__main__":
    run(nx.__version__, prepare, query)
