"""networkit: Dijkstra from one node that leads to every facility."""

import networkit as nk
import numpy as np
from protocol import Case, run, to_deciseconds, with_source


def prepare(case: Case) -> tuple[nk.Graph, int]:
    """A directed, weighted graph."""
    tail, head, ds, source = with_source(case)
    arcs = (ds.astype(np.float64), (tail.astype(np.uint64), head.astype(np.uint64)))
    return nk.GraphFromCoo(arcs, n=source + 1, weighted=True, directed=True), source


def query(case: Case, prepared: tuple[nk.Graph, int]) -> object:
    """Times only; its word for unreached is the greatest float."""
    graph, source = prepared
    search = nk.distance.Dijkstra(graph, source, storePaths=False)
    search.run()
    values = np.array(search.getDistances(asarray=True)[:source])
    return to_deciseconds(np.where(values < np.finfo(np.float64).max, values, np.inf))


if __name__ == "__main__":
    nk.setNumberOfThreads(1)
    run(nk.__version__, prepare, query)
