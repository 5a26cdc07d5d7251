"""What a draft of a project must keep to against what is loaded; what follows from it is added."""

import json
from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry import shape
from sqlalchemy import Connection

from geo.db import projects
from geo.errors import ConfirmError, InputError
from geo.layers import list_layers
from geo.normalise import slug
from geo.results import ProjectDraft, ProjectModule, ProjectNew
from geo.schema import check_degrees
from geo.service.opened import OpenVerbund

LONGEST_KEY = 60
MOST_POINTS = 5000
DECIMALS = 6  # of degrees, about 0.1 m


def complete_draft(
    connection: Connection, opened: OpenVerbund, new: ProjectNew, stored: ProjectDraft | None
) -> ProjectDraft:
    """Check a draft against what is loaded, and add what follows: municipalities of Ortsteile, keys of modules."""
    draft = new.draft
    known = projects.read_places(connection, opened.verbund_id)
    kept = stored or ProjectDraft(title="-")
    needs = {layer.key for layer in list_layers()} | {kept.need, ""} | {wish.need for wish in kept.seeks}
    for need in (draft.need, *(wish.need for wish in draft.seeks)):
        if need not in needs:
            raise InputError(
                f"Die Einrichtungsart „{need}“ (Bedarf) ist unbekannt: bitte eine der Liste wählen."
            )
    for key in draft.zentren:
        if key not in known.zentren and key not in kept.zentren:
            raise InputError(f"Den Ortsteil „{key}“ gibt es nicht: bitte einen der Liste wählen.")
    ags = list(
        dict.fromkeys([*draft.ags, *(known.zentren[key] for key in draft.zentren if key in known.zentren)])
    )
    for key in ags:
        if key not in known.kommunen and key not in kept.ags:
            raise InputError(f"Die Kommune „{key}“ gibt es nicht: bitte eine der Liste wählen.")
    draft = draft.model_copy(update={"ags": ags, "modules": _with_keys(draft), "area": _to_area(draft)})
    where = (draft.places, draft.area, draft.ags)
    moved = stored is None or where != (stored.places, stored.area, stored.ags)
    if moved and not new.confirm:
        _ask_about_places(connection, opened, draft, known.kommunen)
    return draft


def _ask_about_places(
    connection: Connection, opened: OpenVerbund, draft: ProjectDraft, kommunen: Mapping[str, str]
) -> None:
    if not draft.ags:
        return
    places = [shapely.Point(place.lon, place.lat) for place in draft.places]
    # An area may reach beyond its municipality; one that does not even touch it is asked about.
    shapes = [*places, *([shape(draft.area)] if draft.area else [])]
    strays = projects.list_strays(connection, opened.verbund_id, shapes, draft.ags)
    if strays:
        number, name = strays[0]
        meant = ", ".join(kommunen.get(key, key) for key in draft.ags)
        found = f"in {name}" if name else "in keiner der erfassten Kommunen"
        what = "Der Ort auf der Karte" if number < len(places) else "Das Gebiet"
        raise ConfirmError(
            f"{what} liegt {found}, das Projekt gehört aber zu {meant}: Soll es so eingetragen werden?"
        )


def _with_keys(draft: ProjectDraft) -> list[ProjectModule]:
    """Every module has a key of its own that stays when its title changes."""
    taken = {module.key for module in draft.modules if module.key}
    found = []
    for module in draft.modules:
        key = module.key or _free(slug(module.title)[:LONGEST_KEY] or "baustein", taken)
        taken.add(key)
        found.append(module.model_copy(update={"key": key}))
    if len({module.key for module in found}) < len(found):
        raise InputError("Zwei Bausteine haben die gleiche Kennung: bitte eine davon leeren.")
    return found


def _free(wanted: str, taken: set[str]) -> str:
    number = 2
    key = wanted
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key


def _to_area(draft: ProjectDraft) -> dict[str, Any] | None:
    """The area as a valid MultiPolygon of six decimals, as the database gives it back.

    Parts that touch, such as Ortsteile side by side, become one.
    """
    if draft.area is None:
        return None
    sentence = "Das Gebiet ist keine gültige Fläche in Grad (GeoJSON Polygon): bitte neu zeichnen."
    try:
        area = shape(draft.area)
        west, south, east, north = area.bounds
        check_degrees(south, west)
        check_degrees(north, east)
    except Exception as error:  # shapely raises many kinds on malformed GeoJSON
        raise InputError(sentence) from error
    parts = list(getattr(area, "geoms", [area]))
    if not parts or any(part.geom_type != "Polygon" or part.is_empty or not part.is_valid for part in parts):
        raise InputError(sentence)
    if not area.is_valid:
        area = shapely.union_all(parts, grid_size=10**-DECIMALS)
    if shapely.get_num_coordinates(area) > MOST_POINTS:
        raise InputError(f"Das Gebiet hat mehr als {MOST_POINTS} Punkte: bitte vereinfachen.")
    multi = shapely.MultiPolygon(list(getattr(area, "geoms", [area])))
    whole = shapely.transform(multi, lambda xy: xy.round(DECIMALS))
    return json.loads(shapely.to_geojson(whole))  # type: ignore[no-any-return]
