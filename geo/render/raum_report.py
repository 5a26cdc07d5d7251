"""The printed report of a Projektraum: a tagged A4 document, set with Typst from data alone."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

import shapely
import typst
from geopandas import GeoDataFrame, GeoSeries

from geo.crs import EDGE, STORAGE
from geo.render.german import TIME_ZONE, format_date, format_people
from geo.render.raum_map import Mark, draw_raum
from geo.render.typeface import FONT_DIR, printable
from geo.results import Projektraum, RunInfo

PDF_STANDARD: Final = "ua-1"
MOST_CHANGES: Final = 15
VERDICTS: Final = {True: "eingehalten", False: "verletzt", None: "offen"}


def write_raum_report(
    raum: Projektraum, kommunen: GeoDataFrame, run: RunInfo, *, verbund: str, hub_id: str | None = None
) -> bytes:
    """Set the report of a Projektraum.

    The text goes to Typst as JSON in ``sys.inputs`` and never becomes Typst source, so that names with markup
    characters stay text.

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
    day = raum.changed_at.astimezone(TIME_ZONE)
    content = {
        "title": f"Projektraum {raum.info.name}",
        "name": raum.info.name,
        "about": _about(raum),
        "verbund": f"Verbund {verbund}",
        "date": format_date(raum.changed_at),
        "day": [day.year, day.month, day.day],
        "map": draw_raum(kommunen, marks, description=alt) if marks else "",
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
    pdf: bytes = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"raum": json.dumps(_printable(content), ensure_ascii=False)},
        pdf_standards=[PDF_STANDARD],
        timestamp=int(raum.changed_at.timestamp()),
    )
    return pdf


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


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return {key: _printable(item) for key, item in value.items()} if isinstance(value, dict) else value


@cache
def _template() -> bytes:
    return (files("geo.render") / "raum.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])
