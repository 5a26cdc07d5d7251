"""Clean what was read: names, ids, points and doubled facilities. Pure functions, new data out."""

import re
import unicodedata

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from geo.crs import validate_metric

SAME_PLACE_M = 60.0  # a shop mapped twice, or a stop with a pole per direction, stands closer than this

_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "ł": "l", "đ": "d"}
)
_SPACES = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def clean_text(text: str | None) -> str:
    """Tidy a name or note: composed letters, single spaces, no control or invisible characters.

    Markup such as ``<b>`` stays text: whoever draws it escapes it.

    Parameters
    ----------
    text
        Anything a source may hold; None counts as empty.

    Returns
    -------
    str
        The tidied text, never None. Cleaning it again changes nothing.
    """
    spaced = _SPACES.sub(" ", text or "")
    visible = "".join(char for char in spaced if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def clean_lines(text: str | None) -> str:
    """Tidy a longer text: each line as `clean_text` does, at most one empty line between paragraphs."""
    lines = [clean_text(line) for line in (text or "").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def slug(text: str) -> str:
    """Turn a name into the stable part of an id: ``Lünern/Stockum`` -> ``luenern-stockum``.

    Parameters
    ----------
    text
        A name in Latin letters.

    Returns
    -------
    str
        Lower-case ASCII letters, digits and single hyphens; empty if the name holds no Latin letter or digit.
    """
    lowered = unicodedata.normalize("NFC", text).lower().translate(_GERMAN)
    apart = unicodedata.normalize("NFKD", lowered)
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return _NOT_SLUG.sub("-", plain.lower().translate(_GERMAN)).strip("-")


def to_points(geometries: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give each facility one point: points stay, areas yield a point that lies inside them.

    Parameters
    ----------
    geometries
        Points, polygons and multipolygons in any reference system.

    Returns
    -------
    numpy.ndarray
        Points in the same order and reference system.
    """
    points = np.array(geometries, dtype=object)
    areas = shapely.get_dimensions(points) > 0
    points[areas] = shapely.point_on_surface(points[areas])
    return points


def find_duplicates(facilities: GeoDataFrame, within_m: float = SAME_PLACE_M) -> "pd.Series[int]":
    """Find facilities that stand in the data twice.

    Two rows of one layer are the same facility if they bear the same name or brand and their points lie at
    most ``within_m`` apart, or if one's point lies inside the other's mapped area and their names do not
    contradict. Of two, the one that tells more is kept: with a name first, then with more attributes, then
    by id. Chains do not grow: every dropped row has a kept twin of its own.

    Parameters
    ----------
    facilities
        Columns ``facility_id``, ``layer``, ``name``, ``brand``, ``n_attributes`` and the active geometry:
        points or areas in metres. Unique index.
    within_m
        Greatest distance of two points of one facility, in metres.

    Returns
    -------
    pandas.Series
        One entry per dropped row: its index label, and as value the label of the row that stands for it.

    Raises
    ------
    CrsError
        If the geometries are not in metres.
    """
    validate_metric(facilities, "Die Einrichtungen")
    areas = np.asarray(facilities.geometry.values, dtype=object)
    pairs = np.concatenate([_same_name(facilities, to_points(areas), within_m), _inside(facilities, areas)])
    rank = _rank(facilities)
    better, worse = np.sort(rank[pairs], axis=1).T
    row_of_rank = np.argsort(rank)
    twin: dict[int, int] = {}
    for dropped, kept in sorted(set(zip(worse.tolist(), better.tolist(), strict=True))):
        if kept not in twin:
            twin.setdefault(dropped, kept)
    label = facilities.index.to_numpy()[row_of_rank]
    return pd.Series(label[list(twin.values())], index=label[list(twin)], dtype=facilities.index.dtype)


def _rank(facilities: GeoDataFrame) -> NDArray[np.int_]:
    """Position of every row in the order of preference, best first."""
    order = np.lexsort(
        (
            facilities["layer"].to_numpy(str),
            facilities["facility_id"].to_numpy(str),
            -facilities["n_attributes"].to_numpy(int),
            facilities["name"].to_numpy(str) == "",
        )
    )
    return np.argsort(order)


def _codes(facilities: GeoDataFrame) -> tuple[NDArray[np.int_], NDArray[np.int_], NDArray[np.int_]]:
    """Integer codes of layer, name and brand; names and brands share codes, 0 is empty."""
    names = facilities["name"].str.casefold()
    brands = facilities["brand"].str.casefold()
    codes = pd.factorize(pd.concat([pd.Series([""]), names, brands], ignore_index=True))[0]
    n_rows = len(facilities)
    return pd.factorize(facilities["layer"])[0], codes[1 : n_rows + 1], codes[n_rows + 1 :]


def _same_name(facilities: GeoDataFrame, points: NDArray[np.object_], within_m: float) -> NDArray[np.int_]:
    layer, name, brand = _codes(facilities)
    a, b = shapely.STRtree(points).query(points, predicate="dwithin", distance=within_m)
    near = (a < b) & (layer[a] == layer[b])
    a, b = a[near], b[near]
    same = (name[a] == name[b]) & (name[a] > 0)
    same |= (brand[a] == brand[b]) & (brand[a] > 0)
    same |= (name[a] == brand[b]) & (name[a] > 0)
    same |= (brand[a] == name[b]) & (brand[a] > 0)
    return np.column_stack([a[same], b[same]])


def _inside(facilities: GeoDataFrame, areas: NDArray[np.object_]) -> NDArray[np.int_]:
    layer, name, _ = _codes(facilities)
    rows = np.flatnonzero(shapely.get_dimensions(areas) == 2)
    point, area = shapely.STRtree(areas[rows]).query(to_points(areas), predicate="intersects")
    area = rows[area]
    same = (point != area) & (layer[point] == layer[area])
    same &= (name[point] == name[area]) | (name[point] == 0) | (name[area] == 0)
    return np.column_stack([point[same], area[same]])
