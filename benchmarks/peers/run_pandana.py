"""pandana: contraction hierarchies, nearest facility of every node within a limit."""

import numpy as np
import pandana
import pandas as pd
from protocol import Case, run, tails, to_deciseconds


def prepare(case: Case) -> pandana.Network:
    """Build the hierarchy. The case's arcs run against the traffic, pandana's with it.

    pandana puts facilities on nodes by position, and some nodes (both sides of a barrier) share one. So nodes stand in
    a line, by their number: positions count for nothing else.
    """
    node = np.arange(len(case["x"]))
    weights = pd.DataFrame({"ds": case["ds"].astype(float)})
    x, y = pd.Series(node.astype(float)), pd.Series(np.zeros(len(node)))
    return pandana.Network(x, y, pd.Series(case["head"]), pd.Series(tails(case)), weights, twoway=False)


def query(case: Case, network: pandana.Network) -> object:
    """Facilities put on the network, then times. Beyond the limit pandana says the limit."""
    seeds, limit = case["facilities"], float(case["limit_ds"])
    network.set_pois("facility", limit, 1, pd.Series(seeds.astype(float)), pd.Series(np.zeros(len(seeds))))
    found = network.nearest_pois(limit, "facility", num_pois=1)[1].to_numpy()
    return to_deciseconds(np.where(found < limit, found, np.inf))


if __name__ == "__main__":
    run(pandana.__version__, prepare, query)
