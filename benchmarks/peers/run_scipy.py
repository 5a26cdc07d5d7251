"""scipy: Dijkstra with a Fibonacci heap from all facilities at once."""

import numpy as np
import scipy
from protocol import Case, run, to_deciseconds
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra


def prepare(case: Case) -> csr_array:
    """Sparse matrix; parallel arcs stand as two entries, which the search takes one after the other."""
    n = len(case["indptr"]) - 1
    return csr_array((case["ds"].astype(np.float64), case["head"], case["indptr"]), shape=(n, n))


def query(case: Case, graph: csr_array) -> object:
    """Times only."""
    return to_deciseconds(dijkstra(graph, indices=case["facilities"], min_only=True))


if __name__ == "__main__":
    run(scipy.__version__, prepare, query)
