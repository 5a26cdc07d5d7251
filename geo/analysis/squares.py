"""What is shown of places of residents: never an address, but the 100-m cell in which several of them lie."""

import numpy as np
import numpy.typing as npt
import shapely
from geopandas import GeoDataFrame, GeoSeries

CENSUS_GRID = 3035  # ETRS89-LAEA (INSPIRE)
SQUARE_M = 100.0

FloatArray = npt.NDArray[np.float64]


def pick_typical(
    order: npt.ArrayLike, residents: FloatArray, shown: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Of each square the place whose figure stands for it: half of its people have it no worse.

    Parameters
    ----------
    order
        Per place what counts as worse, ascending; NaN is worst.
    residents
        Per place, > 0.
    shown
        Per place the number of its square; all from 0 on occur.

    Returns
    -------
    int64 (n squares,)
        Positions of places, by number of the square. Where figures are equal, the first place counts.
    """
    values = np.asarray(order, dtype=np.float64)
    if np.array_equal(shown, np.arange(len(shown))):
        return np.arange(len(shown))
    sorted_to = np.lexsort((np.arange(len(shown)), values, shown))
    square = shown[sorted_to]
    first = np.flatnonzero(np.diff(square, prepend=-1))
    people = np.cumsum(residents[sorted_to])
    before = np.concatenate([[0.0], people])[first]
    total = np.add.reduceat(residents[sorted_to], first)
    # Places of a square stand one behind the other: count those that do not yet hold half of its people.
    short = people - before[square] < total[square] / 2
    return np.asarray(sorted_to[first + np.add.reduceat(short.astype(np.int64), first)], dtype=np.int64)


def to_squares(homes: GeoDataFrame) -> GeoDataFrame:
    """Places of residents put together by the 100-m cell in which they are shown.

    Parameters
    ----------
    homes
        ``cell_id``, ``ortsteil_id``, ``ags``, ``residents``, ``shown``, points in EPSG:25832.

    Returns
    -------
    GeoDataFrame
        These columns, one row per square by ``shown``: the id of the square, the sum of the residents, the centre
        of the square; Ortsteil and municipality are those of its greatest place.
    """
    most = homes.sort_values(["shown", "residents", "cell_id"], ascending=[True, False, True])
    squares = most.drop_duplicates("shown").reset_index(drop=True)
    residents = homes.groupby("shown")["residents"].sum().to_numpy()
    centres = _centres(squares.geometry)
    ids = squares["cell_id"].str.partition("/")[0]
    return squares.assign(cell_id=ids, residents=residents).set_geometry(centres)[
        ["cell_id", "ortsteil_id", "ags", "residents", "shown", "geom"]
    ]


def _centres(points: GeoSeries) -> GeoSeries:
    """Centre of the square of the census grid in which each point lies, in the system of the points."""
    x, y = shapely.get_coordinates(points.to_crs(CENSUS_GRID).to_numpy()).T
    middle = [(np.floor(axis / SQUARE_M) + 0.5) * SQUARE_M for axis in (x, y)]
    return GeoSeries(shapely.points(*middle), crs=CENSUS_GRID, name="geom").to_crs(points.crs)
