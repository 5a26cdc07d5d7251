"""Residents as OpenStreetMap tells them: ``population`` of boundaries and of places."""

from typing import Any

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame
from numpy.typing import NDArray


def kommune_residents(outlines: GeoDataFrame, zentren: pd.DataFrame) -> pd.DataFrame:
    """Residents of municipalities: of the boundary, else of the place that bears the municipality's name.

    Parameters
    ----------
    outlines
        ``ags``, ``name``, ``population`` (Int64), ``date``, ``source``.
    zentren
        ``ags``, ``name``, ``population``, ``date``, ``source``.

    Returns
    -------
    DataFrame
        Index of ``outlines``; ``residents`` (Int64), ``residents_date``, ``residents_source``.
    """
    main = zentren[zentren["name"] == zentren["ags"].map(outlines.set_index("ags")["name"])]
    main = main.drop_duplicates("ags").set_index("ags").reindex(outlines["ags"])
    own = outlines["population"].notna().to_numpy()
    residents = outlines["population"].astype("Int64").mask(~own, main["population"].astype("Int64").array)
    known = residents.notna().to_numpy()
    date, source = (np.where(own, outlines[key], main[key].fillna("")) for key in ("date", "source"))
    described = np.array([_describe(text) for text in source], dtype=object)
    return pd.DataFrame(
        {
            "residents": residents,
            "residents_date": np.where(known, date, ""),
            "residents_source": np.where(known, described, ""),
        }
    )


def published_residents(zentren: pd.DataFrame, kommunen: GeoDataFrame) -> pd.DataFrame:
    """Residents that hold for an Ortsteil alone.

    In OpenStreetMap the figure at the main place is that of the whole municipality (Eschen's includes
    Nendeln), so a place that bears the municipality's name tells nothing of its Ortsteil, unless it is the
    only one.

    Parameters
    ----------
    zentren
        ``zentrum_id``, ``ags``, ``name``, ``population``, ``date``, ``source``.
    kommunen
        Canonical frame.

    Returns
    -------
    DataFrame
        Indexed by ``zentrum_id``: ``population`` (Int64), ``grid_share`` (missing), ``date``, ``source``.
    """
    by_ags = kommunen.set_index("ags").loc[zentren["ags"]]
    alone = _alone(zentren["ags"])
    main = zentren["name"].to_numpy() == by_ags["name"].to_numpy()
    own = zentren["population"].astype("Int64").mask(main)
    sources = zentren["source"].fillna("").map(_describe)
    data = {
        "population": own.mask(alone, by_ags["residents"].array).array,
        "grid_share": pd.Series(pd.NA, index=zentren.index, dtype="Float64").array,
        "date": np.where(alone, by_ags["residents_date"], zentren["date"].fillna("")),
        "source": np.where(alone, by_ags["residents_source"], sources),
    }
    return pd.DataFrame(data, index=pd.Index(zentren["zentrum_id"]))


def shareable_totals(kommunen: GeoDataFrame, zentren: pd.DataFrame) -> GeoDataFrame:
    """Keep only the residents that may be shared out: of municipalities with a single Zentrum.

    With several, only the area could tell who lives where, and an alp would get more people than the village:
    what OpenStreetMap does not say stays missing.
    """
    single = zentren.loc[_alone(zentren["ags"]), "ags"]
    return kommunen.assign(residents=kommunen["residents"].where(kommunen["ags"].isin(single)))


def _describe(source: str) -> str:
    return f"OpenStreetMap (population, Quelle: {source})" if source else "OpenStreetMap (population)"


def _alone(ags: "pd.Series[Any]") -> NDArray[np.bool_]:
    alone: NDArray[np.bool_] = (~ags.duplicated(keep=False)).to_numpy()
    return alone
