"""The printed report of a Projektraum: a tagged A4 document, set with Typst from data alone."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import shapely
from geopandas import GeoDataFrame, GeoSeries

from geo.crs import EDGE, STORAGE
from geo.render.german import format_date, format_people
from geo.render.pdf import set_pdf
from geo.render.raum_map import Mark, Site, draw_raum
from geo.render.report_foot import name_sources
from geo.results import AreaPlace, DatasetInfo, Pooling, Projektraum, RunInfo

MOST_CHANGES: Final = 15
VERDICTS: Final = {True: "eingehalten", False: "verletzt", None: "offen"}


def write_raum_report(
    raum: Projektraum,
    kommunen: GeoDataFrame,
    run: RunInfo,
    *,
    verbund: str,
    pooling: Pooling | str,
    sources: Sequence[DatasetInfo],
) -> bytes:
    """Set the report of a Projektraum.

    Parameters
    ----------
    raum
        Members, checks, difference, projects, history.
    kommunen
        Outlines in EPSG:25832.
    run
        The run that the checks were made with.
    verbund
        Title of the Verbund.
    pooling
        The shared site, or why there is none.
    sources
        Datasets behind places and buildings.

    Returns
    -------
    bytes
        PDF/UA-1, A4 portrait.
    """
    marks, sites = _marks(raum), _sites(pooling)
    alt = f"Karte: {', '.join(mark.name for mark in marks)} und die Grenzen der Kommunen."
    if sites:
        alt += f" Gemeinsame Standorte: {', '.join(site.name for site in sites)}."
    content = {
        "title": f"Projektraum {raum.info.name}",
        "name": raum.info.name,
        "about": _about(raum),
        "verbund": f"Verbund {verbund}",
        "date": format_date(raum.changed_at),
        "map_alt": alt,
        "has_sites": bool(sites),
        "reason": raum.reason,
        "difference": raum.difference.sentence,
        "checks": [{"verdict": VERDICTS[check.kept], "text": check.text} for check in raum.checks],
        "members": [
            {
                "name": member.name + (" (Partner)" if member.partner else ""),
                "kommune": member.kommune,
                "text": member.text.removesuffix(" Einwohner"),
            }
            for member in raum.members
        ],
        "pooling": _pooling_content(pooling),
        "projects": [
            f"{project.title}{' (Beispiel)' if project.beispiel else ''}, {project.phase_title}"
            for project in raum.projects
        ],
        "notes": [line for line in raum.notes.splitlines() if line.strip()],
        "changes": [
            f"{format_date(change.changed_at)}, {change.role}: {change.text}"
            for change in raum.changes[:MOST_CHANGES]
        ],
        "sources": name_sources(sources),
        "foot": f"{run.model_note} · Lauf {run.run_id}, {format_date(run.finished_at)}",
    }
    drawings = {"map": draw_raum(kommunen, marks, sites, description=alt) if marks else ""}
    return set_pdf("raum", content, raum.changed_at, drawings=drawings)


def _about(raum: Projektraum) -> str:
    kommunen = ", ".join(kommune.title for kommune in raum.info.kommunen)
    parts = [raum.info.service_title] if raum.info.service_title else []
    people = f"{format_people(raum.residents)} Einwohner"
    if raum.residents_unknown:
        people += f", soweit bekannt ({raum.residents_unknown} von {raum.info.n_members} Orten nicht)"
    parts += [f"{raum.info.n_members} Orte in {kommunen}", people]
    return " · ".join(parts)


def _sites(pooling: Pooling | str) -> list[Site]:
    """Shared sites with a number each, and who goes there."""
    if isinstance(pooling, str):
        return []
    where = _to_points([(site.lon, site.lat) for site in pooling.sites])
    going = [
        _to_points(_degrees(way.place for way in pooling.ways if way.site_id == site.facility_id))
        for site in pooling.sites
    ]
    return [
        Site(str(number), site.name, point, tuple(points))
        for number, (site, point, points) in enumerate(zip(pooling.sites, where, going, strict=True), 1)
    ]


def _degrees(places: Iterable[AreaPlace]) -> list[tuple[float, float]]:
    return [(place.lon, place.lat) for place in places]


def _to_points(degrees: Sequence[tuple[float, float]]) -> GeoSeries:
    return GeoSeries([shapely.Point(*each) for each in degrees], crs=EDGE).to_crs(STORAGE)


def _pooling_content(pooling: Pooling | str) -> dict[str, Any]:
    """The shared site as the template takes it."""
    if isinstance(pooling, str):
        return {"sentence": pooling, "lines": [], "alone": [], "ways": [], "note": ""}
    found = pooling.sites != []
    lines = [f"{number}: {site.name}, {site.text}" for number, site in enumerate(pooling.sites, 1)]
    total = ("zusammen", "", format_people(pooling.reached_alone), format_people(pooling.reached))
    rows = [
        (row.kommune, row.site or "–", format_people(row.reached), format_people(row.reached_shared))
        for row in pooling.alone
    ]
    return {
        "sentence": f"{pooling.service_title}: {pooling.sentence}",
        "lines": [*lines, pooling.comparison, *([pooling.rota] if pooling.rota else [])] if found else [],
        "alone": [list(row) for row in (*rows, total)] if found else [],
        "ways": [way.text for way in pooling.ways] if found else [],
        "note": f"{pooling.n_candidates} mögliche Gebäude in höchstens {pooling.limit_text} "
        f"({pooling.limit_source}); gesucht: {', '.join(kind.title for kind in pooling.asked_sites)}. "
        f"{pooling.model_note}.",
    }


def _marks(raum: Projektraum) -> list[Mark]:
    places = [member.place for member in raum.members if member.place is not None]
    if not places:
        return []
    points = _to_points(_degrees(places))
    ids = [place.place_id for place in places]
    largest = max(places, key=lambda place: (place.residents or 0, place.place_id)).place_id
    hub = raum.hub_id if raum.hub_id in ids else largest
    return [
        Mark(place.name, point, place.partner, place.place_id == hub)
        for place, point in zip(places, points, strict=True)
    ]
