"""The printed report of a Projektraum: a tagged A4 document, set with Typst from data alone."""

from typing import Final

import shapely
from geopandas import GeoDataFrame, GeoSeries

from geo.crs import EDGE, STORAGE
from geo.render.german import format_date, format_people
from geo.render.pdf import set_pdf
from geo.render.raum_map import Mark, draw_raum
from geo.results import Projektraum, RunInfo

MOST_CHANGES: Final = 15
VERDICTS: Final = {True: "eingehalten", False: "verletzt", None: "offen"}


def write_raum_report(
    raum: Projektraum, kommunen: GeoDataFrame, run: RunInfo, *, verbund: str, hub_id: str | None = None
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
    hub_id
        Member to meet at; the largest where None or gone.

    Returns
    -------
    bytes
        PDF/UA-1, A4 portrait.
    """
    marks = _marks(raum, hub_id)
    alt = f"Karte: {', '.join(mark.name for mark in marks)} und die Grenzen der Kommunen."
    content = {
        "title": f"Projektraum {raum.info.name}",
        "name": raum.info.name,
        "about": _about(raum),
        "verbund": f"Verbund {verbund}",
        "date": format_date(raum.changed_at),
        "map_alt": alt,
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
        "projects": [
            f"{project.title}{' (Beispiel)' if project.beispiel else ''}, {project.phase_title}"
            for project in raum.projects
        ],
        "notes": [line for line in raum.notes.splitlines() if line.strip()],
        "changes": [
            f"{format_date(change.changed_at)}, {change.role}: {change.text}"
            for change in raum.changes[:MOST_CHANGES]
        ],
        "foot": f"{run.model_note} · Lauf {run.run_id}, {format_date(run.finished_at)} · Grenzen: © GeoBasis-DE / BKG; "
        "Orte: BKG GN250, click_that_hood",
    }
    drawings = {"map": draw_raum(kommunen, marks, description=alt) if marks else ""}
    return set_pdf("raum", content, raum.changed_at, drawings=drawings)


def _about(raum: Projektraum) -> str:
    kommunen = ", ".join(kommune.title for kommune in raum.info.kommunen)
    parts = [raum.info.service_title] if raum.info.service_title else []
    parts += [f"{raum.info.n_members} Orte in {kommunen}", f"{format_people(raum.residents)} Einwohner"]
    return " · ".join(parts)


def _marks(raum: Projektraum, hub_id: str | None) -> list[Mark]:
    places = [member.place for member in raum.members if member.place is not None]
    if not places:
        return []
    points = GeoSeries(
        shapely.points([place.lon for place in places], [place.lat for place in places]), crs=EDGE
    ).to_crs(STORAGE)
    ids = [place.place_id for place in places]
    largest = max(places, key=lambda place: (place.residents or 0, place.place_id)).place_id
    hub = hub_id if hub_id in ids else largest
    return [
        Mark(place.name, point, place.partner, place.place_id == hub)
        for place, point in zip(places, points, strict=True)
    ]
