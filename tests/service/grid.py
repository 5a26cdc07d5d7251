"""A synthetic population grid of a Verbund: 100 people in each cell around the Zentren."""

import numpy as np
from pyproj import Transformer

from geo import pipeline

HEADER = "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\n"
REACH_CELLS = 3


def write_grid(engine, path, verbund="liechtenstein"):
    """A grid in the form of the Zensus 2022, seven by seven cells around each Zentrum."""
    zentren = pipeline.read_loaded(engine, verbund, "zentrum").geometry
    x, y = Transformer.from_crs(25832, 3035, always_xy=True).transform(
        zentren.x.to_numpy(), zentren.y.to_numpy()
    )
    steps = np.arange(-REACH_CELLS, REACH_CELLS + 1) * 100
    cells = {
        (int(cx // 100 * 100 + dx), int(cy // 100 * 100 + dy))
        for cx, cy in zip(x, y, strict=True)
        for dx in steps
        for dy in steps
    }
    rows = [f"CRS3035RES100mN{cy}E{cx};{cx + 50};{cy + 50};100" for cx, cy in sorted(cells)]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return len(cells)
