"""igraph: Dijkstra from one node that leads to every facility."""

import igraph
import numpy as np
from protocol import Case, run, to_deciseconds, with_source


def prepare(case: Case) -> tuple[igraph.Graph, list[float], int]:
    """A directed graph."""
    tail, head, ds, source = with_source(case)
    graph = igraph.Graph(n=source + 1, edges=np.column_stack([tail, head]), directed=True)
    return graph, ds.astype(float).tolist(), source


def query(case: Case, prepared: tuple[igraph.Graph, list[float], int]) -> object:
    """Times only."""
    graph, ds, source = prepared
    return to_deciseconds(graph.distances(source=source, weights=ds, algorithm="dijkstra")[0][:-1])


if __name__ == "__main__":
    run(igraph.__version__, prepare, query)
