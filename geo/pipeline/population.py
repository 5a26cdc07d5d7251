"""A population grid into the database: cells with their Ortsteil, scaled to the official totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import shapely
from sqlalchemy import Engine

from geo.db import store
from geo.pipeline.load import read_loaded
from geo.progress import step
from geo.render.german import NBSP, format_number
from geo.sources.cells import NEARBY_M, assign_cells, find_places_without_cells
from geo.sources.package import dataset_frame
from geo.sources.population import read_dasymetric2011, read_zensus2022

AROUND_M = 5000.0  # people so far beyond the border are demand of facilities inside (own setting)
CELL_COLUMNS = ["ordinal", "cell_id", "ortsteil_id", "ags", "residents_grid", "residents", "geom"]


FACTOR_DIGITS = 3
MOST_NAMED = 12  # municipalities or places in a sentence; of more only the extremes, or how many


@dataclass(frozen=True, slots=True)
class LoadedGrid:
    """What the load of a grid did.

    Attributes
    ----------
    n_cells
        Cells that were stored.
    factors
        Official residents divided by those of the grid, by ags.
    ortsteile_without_cells
        Ids of Ortsteile in which the grid knows nobody.
    zentren_without_cells
        Ids of Zentren around which nobody lives according to the grid.
    sentences
        The same in German, as the note of the dataset keeps them.
    """

    n_cells: int
    factors: Mapping[str, float]
    ortsteile_without_cells: list[str]
    zentren_without_cells: list[str]
    sentences: tuple[str, ...]


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
    zentren = read_loaded(engine, verbund_id, "zentrum").set_index("zentrum_id")
    # Only members are read whole: a neighbour cut at the buffer must not be scaled to its full number.
    members = kommunen[kommunen["role"] == "kommune"]
    area = shapely.union_all(members["geom"].to_numpy()).buffer(AROUND_M)
    read_grid = read_dasymetric2011 if file.suffix == ".parquet" else read_zensus2022
    with step(f"Bevölkerungsraster lesen ({file.name})"):
        grid = read_grid(file, area)
        assigned = assign_cells(grid.cells, ortsteile, members)
    cells = assigned.cells.sort_values("cell_id", ignore_index=True)
    cells["ordinal"] = range(len(cells))
    factors = assigned.kommunen["factor"].dropna().astype(float).to_dict()
    alone = find_places_without_cells(zentren, cells)
    without = (assigned.ortsteile_without_cells, [str(key) for key in alone.index[alone]])
    names = members.set_index("ags")["name"]
    sentences = _describe(
        grid.n_without_number,
        {names[ags]: factor for ags, factor in factors.items()},
        [sorted(zentren.loc[keys, "name"]) for keys in without],
    )
    dataset = replace(grid.dataset, note=" ".join([grid.dataset.note, *sentences]))
    with step("Zellen speichern"):
        n_cells = store.write_cells(engine, verbund_id, dataset_frame([dataset]), cells[CELL_COLUMNS])
    return LoadedGrid(n_cells, factors, *without, sentences)


def _describe(
    n_unknown: int, factors: Mapping[str, float], without: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """What a reader of the figures has to know; factors by name of the municipality, names of places."""
    ortsteile, zentren = without
    near = f"{NEARBY_M:.0f} m"
    return tuple(
        sentence
        for told, sentence in (
            (n_unknown, f"Zellen ohne Zahl, die nicht mitzählen: {n_unknown}."),
            (factors, f"Umgerechnet auf die amtliche Einwohnerzahl: {_list_factors(factors)}."),
            (ortsteile, f"Ortsteile ohne bewohnte Zelle: {_list_names(ortsteile)}."),
            (zentren, f"Zentren ohne bewohnte Zelle im Umkreis von {near}: {_list_names(zentren)}."),
        )
        if told
    )


def _list_factors(factors: Mapping[str, float]) -> str:
    texts = {
        name: f"{name}{NBSP}×{NBSP}{format_number(factor, FACTOR_DIGITS)}"
        for name, factor in sorted(factors.items())
    }
    if len(factors) <= MOST_NAMED:
        return ", ".join(texts.values())
    ends = [texts[pick(factors, key=factors.__getitem__)] for pick in (min, max)]
    return f"{len(factors)} Kommunen, von {ends[0]} bis {ends[1]}"


def _list_names(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" und {more} weitere" if more > 0 else "")
