"""rustworkx: Dijkstra from one node that leads to every facility."""

import numpy as np
import rustworkx as rx
from protocol import Case, run, with_source


def prepare(case: Case) -> tuple[rx.PyDiGraph, int]:
    """A directed graph whose arcs carry their time."""
    tail, head, ds, source = with_source(case)
    graph = rx.PyDiGraph(multigraph=True)
    graph.add_nodes_from([None] * (source + 1))
    graph.add_edges_from(list(zip(tail.tolist(), head.tolist(), ds.astype(float).tolist(), strict=True)))
    return graph, source


def query(case: Case, prepared: tuple[rx.PyDiGraph, int]) -> object:
    """Times only."""
    graph, source = prepared
    found = rx.digraph_dijkstra_shortest_path_lengths(graph, source, float)
    values = np.full(source + 1, -1)
    values[list(found.keys())] = np.rint(list(found.values()))
    return values[:source]


if __name__ == "__main__":
    run(rx.__version__, prepare, query)
