"""A Verbund folder in, one complete, checked package out; nothing is written here."""

from pathlib import Path

import pandas as pd
from geopandas import GeoDataFrame

from geo.sources.actors import ACTORS, ENTRIES, no_actors, read_actors
from geo.sources.bestand import no_facilities, read_bestand, read_bestand_config
from geo.sources.checksum import sha256_files
from geo.sources.config import (
    CONFIG_NAME,
    VerbundConfig,
    find_verbund,
    list_verbuende,
    read_config,
    resolve_path,
)
from geo.sources.correction_rows import list_files as list_corrections
from geo.sources.on_demand import OnDemandService, on_demand_frame, read_on_demand, to_ortsteile
from geo.sources.on_demand import list_files as list_on_demand
from geo.sources.ortsteile import PlaceFiles, read_places
from geo.sources.osm_verbund import read_osm_verbund
from geo.sources.package import DatasetRecord, VerbundPackage
from geo.sources.partners import no_partners, read_partners
from geo.sources.projects import no_projects, read_projects
from geo.sources.ranks import no_ranks, read_ranks
from geo.sources.unit_costs import no_unit_costs, read_unit_costs

__all__ = [
    "DatasetRecord",
    "VerbundConfig",
    "VerbundPackage",
    "find_verbund",
    "list_verbuende",
    "read_config",
    "read_verbund",
]


def read_verbund(path: Path) -> VerbundPackage:
    """Read a Verbund and check it whole. Corrections are not applied: `geo.pipeline` does so after each import.

    Parameters
    ----------
    path
        Folder with ``verbund.toml``, as :func:`find_verbund` gives it.

    Returns
    -------
    VerbundPackage
        Frames with the columns of `geo.db.tables`, EPSG:25832, and their sources.

    Raises
    ------
    InputError
        The first thing that is wrong, as one German sentence with file, line and what to do.
    """
    config = read_config(path)
    if config.osm is not None:
        extracts = tuple(resolve_path(path, file) for file in config.osm.file)
        places, facilities, sources = read_osm_verbund(extracts, config.osm, config.members)
    else:
        places = read_places(_place_files(path, config), config.members, config.provenance)
        sources, facilities = (), no_facilities()
        if config.bestand:
            sources, facilities = read_bestand(resolve_path(path, config.bestand), places.kommunen)
    datasets = [*places.datasets, *sources]
    project_sources, projects = _read_projects(path, config, places.zentren)
    actor_sources, actors = _read_actors(path, config, places.zentren)
    datasets += [*project_sources, *actor_sources]
    centres, unit_costs = no_ranks(), no_unit_costs()
    services: tuple[OnDemandService, ...] = ()
    if config.raenge:
        file = resolve_path(path, config.raenge)
        source, centres = read_ranks(file, config.provenance.get("raenge"))
        datasets.append(source)
    if config.kosten:
        file = resolve_path(path, config.kosten)
        source, unit_costs = read_unit_costs(file, config.provenance.get("kosten"))
        datasets.append(source)
    partner_sources, partners = _read_partners(path, config)
    if config.bedarfsverkehr:
        known = to_ortsteile(places.kommunen, places.ortsteile)
        services = read_on_demand(resolve_path(path, config.bedarfsverkehr), known)
    return VerbundPackage(
        id=config.id,
        title=config.title,
        subtitle=config.subtitle,
        checksum=sha256_files(list_files(path, config)),
        kommunen=places.kommunen,
        ortsteile=places.ortsteile,
        zentren=places.zentren,
        facilities=facilities,
        projects=projects,
        actors=actors,
        centres=centres,
        unit_costs=unit_costs,
        on_demand=on_demand_frame(services),
        partners=partners,
        datasets=(*datasets, *partner_sources),
    )


def _read_projects(
    folder: Path, config: VerbundConfig, zentren: GeoDataFrame
) -> tuple[list[DatasetRecord], GeoDataFrame]:
    if not config.projekte:
        return [], no_projects()
    file = resolve_path(folder, config.projekte)
    source, projects = read_projects(file, zentren, config.provenance.get("projekte"))
    return [source], projects


def _read_actors(
    folder: Path, config: VerbundConfig, zentren: GeoDataFrame
) -> tuple[list[DatasetRecord], pd.DataFrame]:
    if not config.akteure:
        return [], no_actors()
    ags_of = dict(zip(zentren["zentrum_id"], zentren["ags"], strict=True))
    source, actors = read_actors(
        resolve_path(folder, config.akteure), ags_of, config.provenance.get("akteure")
    )
    return [source], actors


def _read_partners(folder: Path, config: VerbundConfig) -> tuple[list[DatasetRecord], GeoDataFrame]:
    if not config.partner:
        return [], no_partners()
    file = resolve_path(folder, config.partner)
    source, partners = read_partners(file, config.members, config.provenance.get("partner"))
    return [source], partners


def list_files(folder: Path, config: VerbundConfig) -> list[Path]:
    """Every file that a Verbund is made of, ``verbund.toml`` first."""
    named = [config.kommunen, config.ortsteile, config.zentren, config.einwohner, config.projekte]
    named += [config.raenge, config.kosten, config.partner]
    files = [
        resolve_path(folder, text) for text in (*named, *(config.osm.file if config.osm else ())) if text
    ]
    if config.bestand:
        bestand = resolve_path(folder, config.bestand)
        files += [
            bestand,
            *(bestand.parent / dataset.file for dataset in read_bestand_config(bestand).dataset),
        ]
    if config.akteure:
        files += [resolve_path(folder, config.akteure) / name for name in (ACTORS, ENTRIES)]
    if config.korrekturen:
        files += list_corrections(resolve_path(folder, config.korrekturen))
    if config.bedarfsverkehr:
        files += list_on_demand(resolve_path(folder, config.bedarfsverkehr))
    return [folder / CONFIG_NAME, *files]


def _place_files(folder: Path, config: VerbundConfig) -> PlaceFiles:
    return PlaceFiles(
        kommunen=resolve_path(folder, config.kommunen),
        ortsteile=resolve_path(folder, config.ortsteile),
        zentren=resolve_path(folder, config.zentren),
        einwohner=resolve_path(folder, config.einwohner) if config.einwohner else None,
    )
