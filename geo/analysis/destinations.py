"""Where people of a municipality want to go: its own centre, centres of higher rank, the nearest of each layer."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

from geo.domain import DayType, Rank
from geo.layers.spec import LayerSpec
from geo.norms import Norm, get_norm

FloatArray = npt.NDArray[np.float64]
HOURS_TAG = "opening_hours"
CLOSED = "off"  # as OpenStreetMap writes it
CENTRE_KINDS = ("Kernstadt",)


@dataclass(frozen=True, slots=True, eq=False)
class Destination:
    """One place, or several of which the nearest is meant.

    Attributes
    ----------
    key
        Rank of a centre, or key of a layer.
    ids, names
        Of the places (m).
    xy
        Shape (m, 2), metres in EPSG:25832.
    hours
        ``opening_hours`` as OpenStreetMap writes them, empty where unknown; None where they do not matter.
    closed_on
        Kinds of days on which a facility without known hours counts as closed.
    limit_min, norm_id
        What the way by bus and rail is held against; without a norm the limit is a value for comparison.
    edge_m
        Per origin the metres to the edge of the area where all such places are known: infinite where none can be
        missing, NaN where the origin lies outside of it.
    """

    key: str
    ids: Sequence[str]
    names: Sequence[str]
    xy: FloatArray
    hours: Sequence[str] | None
    limit_min: float
    norm_id: str | None
    edge_m: FloatArray
    closed_on: Sequence[DayType] = ()

    def hours_on(self, day: DayType) -> list[str] | None:
        """Opening hours as they count on a kind of days; None where they do not matter."""
        if self.hours is None:
            return None
        usual = CLOSED if day in self.closed_on else ""
        return [text or usual for text in self.hours]


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """Zentren of one municipality: ids, names, shape (n, 2) in metres, and the rows that they came from."""

    ids: Sequence[str]
    xy: FloatArray
    rows: npt.NDArray[np.int64]
    ags: str


@cache
def read_mobility_settings() -> Mapping[str, Any]:
    """Settings of public transport and mobility gaps (``mobility.toml``)."""
    return tomllib.loads((files("geo.analysis") / "mobility.toml").read_text("utf-8"))


def pt_norm_of(rank: Rank) -> Norm:
    """The norm for the way to a centre of this rank by bus and rail (RIN 2008)."""
    return get_norm(f"rin-{rank}-pt")


def car_norm_of(rank: Rank) -> Norm:
    """The norm for the way to a centre of this rank by car (RIN 2008)."""
    return get_norm(f"rin-{rank}-car")


def general_limit_min() -> float:
    """What the way to a service without a norm for bus and rail is compared with, minutes."""
    return get_norm(read_mobility_settings()["limits"]["pt_norm"]).value


def split_by_kommune(zentren: gpd.GeoDataFrame) -> Iterator[Origins]:
    """Zentren municipality by municipality: they share the way to their own centre.

    Parameters
    ----------
    zentren
        Columns zentrum_id, ags, points in EPSG:25832.
    """
    xy = shapely.get_coordinates(zentren.geometry.to_numpy())
    ags = zentren["ags"].to_numpy()
    for key in dict.fromkeys(ags):
        rows = np.flatnonzero(ags == key)
        yield Origins(zentren["zentrum_id"].iloc[rows].tolist(), xy[rows], rows, str(key))


def list_centres(origins: Origins, zentren: gpd.GeoDataFrame, centres: gpd.GeoDataFrame) -> list[Destination]:
    """The own centre, and those of higher rank.

    Parameters
    ----------
    origins
        Zentren of one municipality.
    zentren
        All Zentren: zentrum_id, ags, name, kind, points.
    centres
        Towns whose rank is known: ags, name, rank, points (`geo.sources.ranks.CENTRE_COLUMNS`).

    Returns
    -------
    list of Destination
        ``grundzentrum``: the centre of the municipality itself. Where its rank is not known the limit is the same, but
        no norm; where its centre is not known the list of places is empty. ``mittelzentrum`` and ``oberzentrum``:
        towns of that rank or a higher one. A town that is not listed could be nearer.
    """
    n = len(origins.ids)
    found = [_own_centre(origins, zentren, centres)]
    order = list(Rank)
    for rank in (Rank.MITTELZENTRUM, Rank.OBERZENTRUM):
        serving = [str(other) for other in order[order.index(rank) :]]
        towns = centres[centres["rank"].isin(serving)]
        norm = pt_norm_of(rank)
        found.append(
            Destination(
                str(rank),
                towns["ags"].tolist(),
                towns["name"].tolist(),
                _xy(towns),
                None,
                norm.value,
                norm.id,
                np.zeros(n) if len(towns) else np.full(n, np.nan),
            )
        )
    return found


def list_services(
    origins: Origins,
    facilities: gpd.GeoDataFrame,
    layers: Sequence[LayerSpec],
    edge_m: Mapping[str, FloatArray],
) -> list[Destination]:
    """The nearest facility of each layer that has any.

    Parameters
    ----------
    origins
        Zentren of one municipality.
    facilities
        Columns facility_id, layer, name, attributes (``opening_hours`` where known), points in EPSG:25832.
    layers
        Which are looked at.
    edge_m
        Per layer key and Zentrum (all of them) the metres to the edge of the area where it is known completely.

    Returns
    -------
    list of Destination
        Of each layer the facilities that are among the ``nearest_candidates`` of any of the Zentren as the crow flies.
    """
    most = int(read_mobility_settings()["targets"]["nearest_candidates"])
    limit = general_limit_min()
    groups = dict(list(facilities.groupby("layer")))
    found = []
    for layer in layers:
        if layer.key not in groups:
            continue
        all_of_layer = groups[layer.key]
        _, near = cKDTree(_xy(all_of_layer)).query(
            origins.xy, k=np.arange(1, min(most, len(all_of_layer)) + 1)
        )
        chosen = all_of_layer.iloc[np.unique(near)]
        unknown = np.full(len(origins.ids), np.nan)
        found.append(
            Destination(
                layer.key,
                chosen["facility_id"].tolist(),
                chosen["name"].tolist(),
                _xy(chosen),
                [str(values.get(HOURS_TAG, "")) for values in chosen["attributes"]],
                limit,
                None,
                edge_m[layer.key][origins.rows] if layer.key in edge_m else unknown,
                layer.closed_on,
            )
        )
    return found


def _own_centre(origins: Origins, zentren: gpd.GeoDataFrame, centres: gpd.GeoDataFrame) -> Destination:
    ranked = centres[centres["ags"] == origins.ags]
    own = zentren[zentren["ags"] == origins.ags]
    core = own if len(own) == 1 else own[own["kind"].isin(CENTRE_KINDS)]
    norm = pt_norm_of(Rank.GRUNDZENTRUM)
    place = ranked if len(ranked) else core.iloc[:1].assign(ags=core["zentrum_id"].iloc[:1])
    return Destination(
        str(Rank.GRUNDZENTRUM),
        place["ags"].tolist(),
        place["name"].tolist(),
        _xy(place),
        None,
        norm.value,
        norm.id if len(ranked) else None,
        np.full(len(origins.ids), np.inf if len(place) else np.nan),
    )


def _xy(places: gpd.GeoDataFrame) -> FloatArray:
    xy: FloatArray = shapely.get_coordinates(places.geometry.to_numpy()).reshape(-1, 2)
    return xy
