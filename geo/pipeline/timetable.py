"""The timetable of a Verbund: fetched, read, corrected, looked at by the gate, stored whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from sqlalchemy import Engine

from geo.analysis.gate import check_feed, drop_unusable
from geo.analysis.gate_checks import line_name
from geo.analysis.gate_rules import apply_rules
from geo.analysis.gate_words import to_finding
from geo.analysis.reference_days import choose_reference_days
from geo.analysis.school_trips import find_school_trips
from geo.crs import STORAGE
from geo.db import timetable as stored
from geo.db.writer import one_writer
from geo.errors import FetchError, InputError
from geo.network.timetable import NONE, STOP, Feed, write_feed
from geo.normalise import slug
from geo.norms.ferien import SchoolCalendar, find_calendar_of, get_calendar
from geo.pipeline.load import read_loaded
from geo.progress import progress_bytes, step
from geo.results import GateFinding, ReferenceDay
from geo.settings import Settings
from geo.sources.config import GtfsConfig, VerbundConfig, read_config, resolve_path
from geo.sources.fetch import Expected, Fetched, fetch_file, read_record
from geo.sources.fetch_answer import without_key
from geo.sources.gtfs import FeedSource, describe_timetable, read_gtfs
from geo.sources.gtfs_zip import GtfsZip
from geo.sources.package import dataset_frame
from geo.sources.timetable_rules import read_rules
from geo.units import METRES_PER_KM

BUFFER_KM = 50.0  # own setting: as far as the next big city lies from a small one; beyond, trips are cut


@dataclass(frozen=True, slots=True)
class LoadedTimetable:
    """What `load_gtfs` did: the file, its date, findings of the gate (counts first), reference days."""

    file: str
    date: str
    findings: tuple[GateFinding, ...]
    reference_days: tuple[ReferenceDay, ...]


def fetch_gtfs(settings: Settings, folder: Path) -> Fetched:
    """Download the timetable of a Verbund; what is here and has not changed is not sent again.

    Raises
    ------
    FetchError
        If the server cannot be reached or sends something else; what was there before is still there.
    InputError
        If neither ``MITTEN_GTFS_URL`` nor ``verbund.toml`` names an address.
    """
    config = read_config(folder)
    gtfs = config.gtfs or GtfsConfig()
    url = settings.gtfs_url or gtfs.url
    if not url:
        raise InputError(
            f"Der Verbund „{config.id}“ nennt in verbund.toml unter [gtfs] keine Adresse (url): bitte ergänzen oder "
            "MITTEN_GTFS_URL setzen."
        )
    target = _target(settings, url)
    md5_url = "" if settings.gtfs_url else gtfs.md5_url
    with progress_bytes(f"{target.name} herunterladen") as report:
        fetched = fetch_file(
            url, target, expected=Expected(md5_url=md5_url), licence=gtfs.licence, progress=report
        )
    try:
        with GtfsZip(fetched.path):
            return fetched
    except InputError as error:
        raise FetchError(f"Unter {without_key(url)} liegt kein Fahrplan: {error}") from error


def load_gtfs(engine: Engine, settings: Settings, folder: Path, file: Path | None = None) -> LoadedTimetable:
    """Replace the timetable of a Verbund: stops and gate in the database, the rest beside it, in one transaction.

    Parameters
    ----------
    engine, settings
        Where to; where downloads and timetables are kept.
    folder
        Of the Verbund.
    file
        A GTFS zip; None: the ``file`` of its ``[gtfs]``, else what ``mitten fetch gtfs`` has left.

    Raises
    ------
    InputError
        If there is no file, it is no timetable of the region, or a rule is wrong; database and stored timetable are
        unchanged.
    NotFoundError
        If the Verbund is not loaded, or its state has no calendar.
    """
    config = read_config(folder)
    kommunen = read_loaded(engine, config.id, "kommune")
    members = kommunen[kommunen["role"] == "kommune"]
    gtfs = config.gtfs or GtfsConfig()
    calendar = _find_calendar(config, members)
    rules = read_rules(resolve_path(folder, gtfs.korrekturen)) if gtfs.korrekturen else ()
    path, source = _find_file(settings, folder, config, file)
    area = shapely.union_all(members["geom"].to_numpy()).buffer((gtfs.buffer_km or BUFFER_KM) * METRES_PER_KM)
    with step(f"Fahrplan lesen ({path.name})"):
        feed = read_gtfs(path, area, source=source)
    with step("Fahrplan prüfen"):
        today = date.today()  # noqa: DTZ011 (the operator's own day)
        corrected, corrections = apply_rules(feed, rules, today)
        corrected = _mark_school_trips(corrected, calendar)
        usable = drop_unusable(corrected)
        _validate_usable(usable, path)
        days = choose_reference_days(usable, calendar)
        findings = tuple(to_finding(case) for case in [*check_feed(corrected, days), *corrections])
    with step("Fahrplan speichern"):
        _store(engine, settings, config.id, usable, findings=findings, days=days)
    return LoadedTimetable(path.name, usable.provenance["date"], findings, days)


def _validate_usable(feed: Feed, path: Path) -> None:
    if feed.trips.is_empty():
        raise InputError(
            f"{path.name}: keine Fahrt im Gebiet ist zu gebrauchen: bitte einen anderen Fahrplan laden."
        )
    if feed.services.is_empty():
        raise InputError(
            f"{path.name}: keine Fahrt hat einen Verkehrstag: bitte einen Fahrplan laden, der gültig ist."
        )


def _find_calendar(config: VerbundConfig, members: gpd.GeoDataFrame) -> SchoolCalendar:
    if config.gtfs is not None and config.gtfs.land:
        return get_calendar(config.gtfs.land)
    found = find_calendar_of(members["ags"])
    if found is None:
        raise InputError(
            f"Für die Kommunen von „{config.id}“ ist kein Ferienkalender bekannt: bitte in verbund.toml unter [gtfs] "
            "das Land nennen (land) oder geo/norms/ferien ergänzen."
        )
    return found


def _find_file(
    settings: Settings, folder: Path, config: VerbundConfig, file: Path | None
) -> tuple[Path, FeedSource]:
    """The file to read, and what is known of its origin; of a file that was handed in, only what it says itself."""
    gtfs = config.gtfs or GtfsConfig()
    stated = FeedSource(licence=gtfs.licence, attribution=gtfs.attribution, date=gtfs.date)
    if file is not None:
        return file, FeedSource()
    if gtfs.file:
        return resolve_path(folder, gtfs.file), stated
    url = settings.gtfs_url or gtfs.url
    record = read_record(_target(settings, url)) if url else None
    if record is None:
        raise InputError(
            f"Für den Verbund „{config.id}“ ist kein Fahrplan heruntergeladen: bitte zuerst „mitten fetch gtfs“ "
            "ausführen oder eine Datei angeben."
        )
    return record.path, replace(stated, url=without_key(url), date=gtfs.date or record.date)


def _mark_school_trips(feed: Feed, calendar: SchoolCalendar) -> Feed:
    school = pl.Series("school", find_school_trips(feed, calendar))
    return replace(feed, trips=feed.trips.with_columns(school))


def _store(
    engine: Engine,
    settings: Settings,
    verbund_id: str,
    feed: Feed,
    *,
    findings: Sequence[GateFinding],
    days: Sequence[ReferenceDay],
) -> None:
    """Database and folder together: the folder is put in place last, and an error there undoes the transaction."""
    chosen = {str(day.day_type): day.date.isoformat() if day.date else None for day in days}
    feed = replace(feed, provenance={**feed.provenance, "reference_days": chosen})
    records = pd.DataFrame([finding.model_dump() for finding in findings])
    frames = {
        "pt_timetable": _figures(feed),
        "pt_stop": _stop_frame(feed),
        "pt_finding": records.assign(ordinal=range(len(records))),
        "pt_reference_day": pd.DataFrame([day.model_dump(exclude={"title"}) for day in days]).assign(
            day_type=[str(day.day_type) for day in days]
        ),
    }
    target = settings.timetable_dir / verbund_id
    with one_writer(engine, verbund_id) as connection:
        stored.write_timetable(connection, verbund_id, dataset_frame([describe_timetable(feed)]), frames)
        try:
            write_feed(feed, target)
        except OSError as error:
            raise InputError(
                f"{target} lässt sich nicht schreiben ({error.strerror}): bitte Platz und Rechte prüfen."
            ) from error


def _figures(feed: Feed) -> pd.DataFrame:
    about = feed.provenance
    row = {
        "valid_from": date.fromisoformat(about["valid_from"]),
        "valid_to": date.fromisoformat(about["valid_to"]),
        "timezone": about["timezone"],
        "n_stops": int((feed.stops["location_type"] == STOP).sum()),
        "n_lines": feed.routes.select(pl.struct("agency_name", line_name(), "route_type")).n_unique(),
        "n_trips": feed.trips.height,
        "left_aside": about["left_aside"],
    }
    return pd.DataFrame([row])


def _stop_frame(feed: Feed) -> pd.DataFrame:
    stops = feed.stops
    pairs = feed.stop_times.select("trip", "stop").unique()
    parent = stops["parent"].to_list()
    return pd.DataFrame(
        {
            "ordinal": range(stops.height),
            **{
                name: stops[name].to_list()
                for name in ("stop_id", "stop_name", "location_type", "platform_code")
            },
            "parent": pd.Series([None if row == NONE else row for row in parent], dtype="Int64"),
            "n_trips": np.bincount(pairs["stop"].to_numpy(), minlength=stops.height),
            "geom": gpd.points_from_xy(stops["x"], stops["y"], crs=STORAGE),
        }
    )


def _target(settings: Settings, url: str) -> Path:
    """Where a download lies: named by its address, so that Verbünde share it."""
    parts = urlsplit(url)
    return settings.cache_dir / "gtfs" / f"{slug(parts.netloc.rpartition('@')[2] + parts.path)}.zip"
