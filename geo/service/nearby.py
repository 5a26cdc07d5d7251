"""What a Zentrum can share and with whom; the nearest pairs of members and partner municipalities."""

from typing import Any

from sqlalchemy import Connection

from geo.areas.near import link_limit_s
from geo.db import areas as stored
from geo.domain import Model
from geo.errors import NotFoundError
from geo.render.german import format_distance, format_minutes, format_number
from geo.results import AreaPlace, Nearby, PartnerLink, PartnerLinks, Twin
from geo.service.area_words import describe_twins, join_words
from geo.service.areas import AREA_MODE, Known, read_known, to_area_places, to_areas
from geo.service.catalogue import to_parameters
from geo.service.figures import to_mode
from geo.service.opened import OpenVerbund, get_run_row

MOST_PARTNERS, MOST_TWINS = 5, 5


def read_nearby(opened: OpenVerbund, zentrum_id: str) -> Nearby:
    """Partners in reach (or the nearest), areas and twins of a Zentrum.

    Raises
    ------
    NotFoundError
        If the Verbund has no such Zentrum.
    """
    with opened.connect() as connection:
        known = read_known(connection, opened, place_id=zentrum_id)
        place = known.places.get(zentrum_id)
        if place is None or place.partner:
            raise NotFoundError(f"Das Zentrum „{zentrum_id}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
        run_id = known.run["run_id"]
        areas, members = stored.read_areas(connection, run_id), stored.read_members(connection, run_id)
        twins = stored.read_twins(connection, run_id, place_id=zentrum_id)
    mine = set(members.loc[members["place_id"] == zentrum_id, "area_id"])
    partners = _nearest_by_kommune(place, known)
    found = [_to_twin(row, place, known) for row in twins.head(MOST_TWINS).itertuples()]
    return Nearby(
        zentrum=place,
        sentence=_sentence(place, partners, known),
        partners=partners,
        areas=to_areas(areas[areas["area_id"].isin(mine)], members[members["area_id"].isin(mine)], known),
        twin_sentence=_twin_sentence(place, found, len(twins)),
        twins=found,
        run_id=run_id,
    )


def _nearest_by_kommune(place: AreaPlace, known: Known) -> list[PartnerLink]:
    """The nearest place of each other municipality, nearest first."""
    times = known.times
    mine = times[(times["a_id"] == place.place_id) | (times["b_id"] == place.place_id)]
    limit_s = link_limit_s(AREA_MODE, known.parameters)
    found: dict[str, PartnerLink] = {}
    for row in mine.to_dict("records"):
        other = known.places.get(row["b_id"] if row["a_id"] == place.place_id else row["a_id"])
        if other is not None and other.ags != place.ags and other.ags not in found:
            found[other.ags] = to_partner_link(place, other, row, limit_s)
    return list(found.values())[:MOST_PARTNERS]


def to_partner_link(place: AreaPlace, other: AreaPlace, row: dict[str, Any], limit_s: float) -> PartnerLink:
    """A pair of the long table as a record."""
    return PartnerLink(
        zentrum=place,
        other=other,
        travel_time_s=row["travel_time_s"],
        distance_m=row["distance_m"],
        within=row["travel_time_s"] <= limit_s,
        model=Model(row["model"]).title,
        text=f"{format_distance(row['crow_m'])} Luftlinie, rund {format_minutes(row['travel_time_s'])}",
    )


def _sentence(place: AreaPlace, partners: list[PartnerLink], known: Known) -> str:
    limit = format_minutes(link_limit_s(AREA_MODE, known.parameters))
    if not partners:
        return "Kein Ort einer anderen Kommune ist bekannt."
    first = partners[0]
    nearest = f"{first.other.name} ({first.other.kommune}), {first.text} {AREA_MODE.title} ({first.model})"
    if not first.within:
        return f"{place.name} ist eine Insel: kein Ort einer anderen Kommune liegt in {limit}. Am nächsten: {nearest}."
    near = [link.other.kommune for link in partners if link.within]
    return f"In {limit} {AREA_MODE.title} erreichbar: {join_words(near)}. Am nächsten: {nearest}."


def _to_twin(row: Any, place: AreaPlace, known: Known) -> Twin:
    other = known.places[row.b_id if row.a_id == place.place_id else row.a_id]
    return Twin(place=other, distance=row.distance, reason=describe_twins(2, row.both_missed, row.both_met))


def _twin_sentence(place: AreaPlace, twins: list[Twin], n: int) -> str:
    if not twins:
        return "Kein Zentrum einer anderen Kommune hat dieselben Lücken."
    names = [f"{twin.place.name} ({twin.place.kommune})" for twin in twins[:3]]
    more = f" und {format_number(n - 3)} weitere" if n > 3 else ""
    return f"{', '.join(names)}{more}. {twins[0].reason}"


def read_partner_links(opened: OpenVerbund, mode: str = "car") -> PartnerLinks:
    """Nearest pair of each member and each municipality beside the Verbund, nearest first.

    Raises
    ------
    NotFoundError
        If there is no such mode.
    """
    means = to_mode(mode)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        places = _read_places(connection, opened)
        times = stored.read_times(connection, run["run_id"], mode)
    limit_s = link_limit_s(means, to_parameters(run))
    found: dict[tuple[str, str], PartnerLink] = {}
    n_within = 0
    for row in times.to_dict("records"):
        a, b = places.get(row["a_id"]), places.get(row["b_id"])
        if a is None or b is None or a.partner == b.partner:
            continue
        own, other = (b, a) if a.partner else (a, b)
        n_within += row["travel_time_s"] <= limit_s
        if (own.ags, other.ags) not in found:
            found[own.ags, other.ags] = to_partner_link(own, other, row, limit_s)
    pairs = list(found.values())
    return PartnerLinks(
        mode=mode,
        limit_s=limit_s,
        limit_text=format_minutes(limit_s),
        sentence=_links_sentence(pairs, n_within, f"{format_minutes(limit_s)} {means.title}"),
        pairs=pairs,
        n_within=n_within,
        run_id=run["run_id"],
    )


def _read_places(connection: Connection, opened: OpenVerbund) -> dict[str, AreaPlace]:
    return to_area_places(stored.read_area_places(connection, opened.verbund_id))


def _links_sentence(pairs: list[PartnerLink], n_within: int, limit: str) -> str:
    if not pairs:
        return "Keine Partner neben dem Verbund sind geladen."
    near = sorted({f"{link.zentrum.kommune}–{link.other.kommune}" for link in pairs if link.within})
    if not near:
        return f"Kein Ort einer Partnerkommune liegt in {limit} von einem Zentrum."
    count = "Ein Paar" if n_within == 1 else f"{format_number(n_within)} Paare"
    verb = "liegt" if n_within == 1 else "liegen"
    return (
        f"{count} von Zentren und Orten der Partner {verb} höchstens {limit} auseinander, "
        f"zwischen {len(near)} Paaren von Kommunen: {join_words(near)}."
    )
