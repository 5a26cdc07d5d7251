"""A population grid into the database: cells with their Ortsteil, scaled to the official totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import Engine

from geo.crs import STORAGE
from geo.db import read, store
from geo.domain import HomeKind
from geo.pipeline.load import read_loaded
from geo.progress import step
from geo.render.german import NBSP, format_number
from geo.sources.cells import NEARBY_M, assign_cells, find_places_without_cells
from geo.sources.homes import ADDRESS_KEY, HOME_COLUMNS, number_homes
from geo.sources.package import dataset_frame
from geo.sources.population import read_dasymetric2011, read_zensus2022

AROUND_M = 5000.0  # people so far beyond the border are demand of facilities inside (own setting)
STORED_COLUMNS = ["ordinal", "shown", *HOME_COLUMNS]


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


def load_population(
    engine: Engine, verbund_id: str, file: Path, *, with_addresses: bool = True
) -> LoadedGrid:
    """Replace the population grid of a Verbund, in one transaction.

    Municipalities that have given their addresses stay with them.

    Parameters
    ----------
    engine, verbund_id
        Where to.
    file
        The 100-m grid of the Zensus 2022 (CSV or zip), or the parquet derived from the Zensus 2011.
    with_addresses
        Whether loaded addresses stay; else the grid takes their place, too.

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
    stored = read_addresses_of(engine, verbund_id)
    kept = stored if with_addresses else stored.iloc[:0]
    cells = assigned.cells[~assigned.cells["ags"].isin(kept["ags"])]
    homes = join_homes(cells.assign(kind=str(HomeKind.CELL)), kept)
    factors = (
        assigned.kommunen["factor"]
        .dropna()
        .astype(float)
        .drop(kept["ags"].unique(), errors="ignore")
        .to_dict()
    )
    alone = find_places_without_cells(zentren, homes)
    empty = [key for key in assigned.ortsteile_without_cells if key not in set(homes["ortsteil_id"])]
    without = (empty, [str(key) for key in alone.index[alone]])
    names = members.set_index("ags")["name"]
    sentences = _describe(
        grid.n_without_number,
        {names[ags]: factor for ags, factor in factors.items()},
        [sorted(zentren.loc[keys, "name"]) for keys in without],
    )
    sentences += tell_addresses(sorted(names[kept["ags"].unique()]))
    dataset = replace(grid.dataset, note=" ".join([grid.dataset.note, *sentences]))
    with step("Zellen speichern"):
        dropped = [] if with_addresses else [f"{ADDRESS_KEY}{ags}" for ags in stored["ags"].unique()]
        rows = homes[STORED_COLUMNS]
        store.write_cells(engine, verbund_id, dataset_frame([dataset]), rows, dropped=dropped)
    return LoadedGrid(len(cells), factors, *without, sentences)


def read_addresses_of(engine: Engine, verbund_id: str) -> gpd.GeoDataFrame:
    """Addresses that are loaded, as places of residents."""
    with engine.connect() as connection:
        homes = read.read_cells(connection, verbund_id)
    return homes.loc[homes["kind"] == HomeKind.ADDRESS, HOME_COLUMNS]


def join_homes(*parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Places of residents of several sources as one, numbered (`geo.sources.homes.number_homes`)."""
    filled = [part[HOME_COLUMNS] for part in parts if len(part)]
    return number_homes(gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), geometry="geom", crs=STORAGE))


def tell_addresses(kommunen: Sequence[str]) -> tuple[str, ...]:
    """Which municipalities stay with their addresses; nothing where none has given any."""
    if not kommunen:
        return ()
    return (
        f"An ihrer Adresse statt in Rasterzellen gezählt bleiben die Menschen in: {_list_names(kommunen)}.",
    )


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
            (factors, f"Umgerechnet auf die amtliche Einwohnerzahl: {list_factors(factors)}."),
            (ortsteile, f"Ortsteile ohne bewohnte Zelle: {_list_names(ortsteile)}."),
            (zentren, f"Zentren ohne bewohnte Zelle im Umkreis von {near}: {_list_names(zentren)}."),
        )
        if told
    )


def list_factors(factors: Mapping[str, float]) -> str:
    """Factors by name of the municipality in words; of many only the extremes."""
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
