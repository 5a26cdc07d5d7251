"""A population grid into the database: cells with their Ortsteil, scaled to the official totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely
from sqlalchemy import Engine

from geo.db import store
from geo.pipeline.load import read_loaded
from geo.progress import step
from geo.sources.cells import assign_cells
from geo.sources.package import dataset_frame
from geo.sources.population import read_dasymetric2011, read_zensus2022

AROUND_M = 5000.0  # people so far beyond the border are demand of facilities inside (own setting)
CELL_COLUMNS = ["ordinal", "cell_id", "ortsteil_id", "ags", "residents_grid", "residents", "geom"]


@dataclass(frozen=True, slots=True)
class LoadedGrid:
    """What the load of a grid did: cells, factor per municipality (ags), Ortsteile without cells."""

    n_cells: int
    factors: Mapping[str, float]
    ortsteile_without_cells: list[str]


def load_population(engine: Engine, verbund_id: str, file: Path) -> LoadedGrid:
    """Replace the population grid of a Verbund, in one transaction.

    Parameters
    ----------
    engine, verbund_id
        Where to.
    file
        The 100-m grid of the Zensus 2022 (CSV or zip), or the parquet derived from the Zensus 2011.

    Raises
    ------
    InputError
        If the file is not such a grid or holds no cell here; the database is unchanged.
    NotFoundError
        If the Verbund is not loaded.
    """
    ortsteile = read_loaded(engine, verbund_id, "ortsteil")
    kommunen = read_loaded(engine, verbund_id, "kommune")
    # Only members are read whole: a neighbour cut at the buffer must not be scaled to its full number.
    members = kommunen[kommunen["role"] == "kommune"]
    area = shapely.union_all(members["geom"].to_numpy()).buffer(AROUND_M)
    read_grid = read_dasymetric2011 if file.suffix == ".parquet" else read_zensus2022
    with step(f"Bevölkerungsraster lesen ({file.name})"):
        grid = read_grid(file, area)
        assigned = assign_cells(grid.cells, ortsteile, members)
    cells = assigned.cells.sort_values("cell_id", ignore_index=True)
    cells["ordinal"] = range(len(cells))
    with step("Zellen speichern"):
        n_cells = store.write_cells(engine, verbund_id, dataset_frame([grid.dataset]), cells[CELL_COLUMNS])
    factors = assigned.kommunen["factor"].dropna().astype(float).to_dict()
    return LoadedGrid(n_cells, factors, assigned.ortsteile_without_cells)
