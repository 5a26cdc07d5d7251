"""Read municipalities, Ortsteile, Zentren and residents from the files of a Verbund."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from geopandas import GeoDataFrame

from geo.errors import InputError
from geo.residents import PUBLISHED, share_residents
from geo.schema import EinwohnerRow, KommuneRow, OrtsteilRow, ZentrumRow, canonical_frame
from geo.sources.geojson import read_geojson
from geo.sources.package import DatasetRecord, FileKey, Provenance, describe_file, validate_places
from geo.sources.rows import Record, read_csv, to_storage, validate_known, validate_unique


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFiles:
    """Where the places of a Verbund stand; without ``einwohner`` residents are shared out by area."""

    kommunen: Path
    ortsteile: Path
    zentren: Path
    einwohner: Path | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Municipalities, Ortsteile and Zentren as canonical frames, checked against each other."""

    kommunen: GeoDataFrame
    ortsteile: GeoDataFrame
    zentren: GeoDataFrame
    datasets: tuple[DatasetRecord, ...]


def read_places(
    files: PlaceFiles, members: Sequence[str], provenance: Mapping[FileKey, Provenance] | None = None
) -> Places:
    """Read and check the places of a Verbund.

    Parameters
    ----------
    files
        The files; they may hold more municipalities than the Verbund.
    members
        Keys (AGS) of the member municipalities. Other municipalities of the file become partners; their
        Ortsteile and Zentren are left out.
    provenance
        By key (kommunen, ortsteile, zentren, einwohner), where ``verbund.toml`` states it.

    Returns
    -------
    Places
        Frames in the order of the files.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence.
    """
    stated = provenance or {}
    kommunen, kommunen_set = _read_kommunen(files.kommunen, members, stated.get("kommunen"))
    known = set(kommunen["ags"])
    zentren, zentren_set = _read_zentren(files.zentren, known, stated.get("zentren"))
    ortsteile, ortsteile_set = _read_boundaries(files.ortsteile, known, stated.get("ortsteile"))
    datasets = [kommunen_set, ortsteile_set, zentren_set]
    residents = _no_residents()
    if files.einwohner is not None:
        residents = _read_einwohner(files.einwohner, set(zentren["zentrum_id"]))
        title = "Einwohner der Ortsteile"
        datasets.append(
            describe_file("einwohner", title, files.einwohner, residents, stated.get("einwohner"))
        )
    zentren = zentren[zentren["ags"].isin(members)].reset_index(drop=True)
    ortsteile = ortsteile[ortsteile["ags"].isin(members)].reset_index(drop=True)
    ortsteile = canonical_frame("ortsteile", with_residents(ortsteile, residents, kommunen))
    validate_places(kommunen, ortsteile, zentren)
    return Places(kommunen, ortsteile, zentren, tuple(datasets))


def with_residents(ortsteile: GeoDataFrame, published: pd.DataFrame, kommunen: GeoDataFrame) -> GeoDataFrame:
    """Add residents to Ortsteile: published figures, and the municipal total shared out for the rest.

    Parameters
    ----------
    ortsteile
        ``ortsteil_id``, ``ags``, ``geom`` and more.
    published
        Indexed by ``ortsteil_id``: ``population`` (Int64), ``grid_share``, ``date``, ``source``; Ortsteile may
        be absent.
    kommunen
        Canonical frame; ``residents`` are the totals.

    Returns
    -------
    GeoDataFrame
        The same rows with ``residents``, ``residents_scaled``, ``residents_estimated``, ``residents_date`` and
        ``residents_source``.
    """
    known = published.reindex(ortsteile["ortsteil_id"])
    weights = known[["population", "grid_share"]].assign(
        ags=ortsteile["ags"].to_numpy(), area_km2=ortsteile["geom"].area.to_numpy() / 1e6
    )
    by_ags = kommunen.set_index("ags")
    shared = share_residents(weights, by_ags["residents"])
    told = (shared["residents_method"] == PUBLISHED).to_numpy()
    unknown = shared["residents"].isna().to_numpy()
    total = by_ags.loc[ortsteile["ags"]]
    derived = shared["residents_method"].to_numpy() + np.where(
        total["residents"].isna(), "", " (" + total["residents_source"].to_numpy(object) + ")"
    )
    return ortsteile.assign(
        residents=shared["residents"].array,
        residents_scaled=shared["residents_scaled"].array,
        residents_estimated=shared["residents_estimated"].to_numpy(bool),
        residents_date=np.where(told, known["date"].fillna(""), total["residents_date"].where(~unknown, "")),
        residents_source=np.where(told, known["source"].fillna(""), derived),
    )


def _read_kommunen(
    path: Path, members: Sequence[str], stated: Provenance | None
) -> tuple[GeoDataFrame, DatasetRecord]:
    features = read_geojson(path, KommuneRow)
    validate_unique(features, "ags")
    rows = [feature.row for feature in features]
    missing = [ags for ags in members if ags not in {row.ags for row in rows}]
    if missing:
        shown = ", ".join(f"{row.ags} {row.name}" for row in rows)
        raise InputError(
            f"Die Kommune „{missing[0]}“ (members in verbund.toml) hat keinen Umriss in {path.name}; "
            f"dort stehen {shown}: bitte den AGS berichtigen oder den Umriss ergänzen."
        )
    frame = canonical_frame(
        "kommunen",
        {
            "ags": [row.ags for row in rows],
            "name": [row.name for row in rows],
            "role": ["kommune" if row.ags in members else "partner" for row in rows],
            "residents": [row.population for row in rows],
            "residents_date": [row.population_date for row in rows],
            "residents_source": [row.population_source for row in rows],
            "source": [row.source for row in rows],
            "licence": [row.licence for row in rows],
            "geom": [feature.geom for feature in features],
        },
    )
    told = frame.assign(date=frame["residents_date"])
    return frame, describe_file("kommunen", "Umrisse der Kommunen", path, told, stated)


def _read_boundaries(
    path: Path, known: set[str], stated: Provenance | None
) -> tuple[GeoDataFrame, DatasetRecord]:
    features = read_geojson(path, OrtsteilRow)
    validate_unique(features, "ortsteil_id")
    for feature in features:
        validate_known(feature, "ags", known, "die Kommune")
    data = pd.DataFrame([feature.row.model_dump(mode="json") for feature in features])
    frame = GeoDataFrame(data.assign(geom=[feature.geom for feature in features]), geometry="geom", crs=25832)
    return frame, describe_file("ortsteile", "Grenzen der Ortsteile", path, data, stated)


def _read_zentren(
    path: Path, known: set[str], stated: Provenance | None
) -> tuple[GeoDataFrame, DatasetRecord]:
    records = read_csv(path, ZentrumRow)
    validate_unique(records, "zentrum_id")
    for record in records:
        validate_known(record, "ags", known, "die Kommune")
    data = pd.DataFrame([record.row.model_dump() for record in records])
    points = to_storage(data["lon"], data["lat"])
    frame = canonical_frame("zentren", {**data, "geom": points})
    told = data.rename(columns={"position_source": "source"})
    return frame, describe_file("zentren", "Zentren", path, told, stated)


def _read_einwohner(path: Path, zentren: set[str]) -> pd.DataFrame:
    records: list[Record[EinwohnerRow]] = read_csv(path, EinwohnerRow)
    validate_unique(records, "zentrum_id")
    for record in records:
        validate_known(record, "zentrum_id", zentren, "das Zentrum")
    rows = pd.DataFrame([record.row.model_dump() for record in records]).set_index("zentrum_id")
    return rows.astype({"population": "Int64", "grid_share": "Float64"})


def _no_residents() -> pd.DataFrame:
    columns = {"population": "Int64", "date": "str", "source": "str", "grid_share": "Float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
