"""Shared sites for the members of an area: chosen by `geo.areas.pooling`, told in sentences."""

import numpy as np

from geo.areas.near_areas import to_limits
from geo.areas.pooling import PoolQuestion, Threshold
from geo.areas.sharing import Comparison, Rota, compare, plan_rota
from geo.crs import EDGE
from geo.domain import Model
from geo.errors import InputError
from geo.layers import get_layer
from geo.network.parameters import RunParameters
from geo.norms import get_norm
from geo.render.german import format_limit
from geo.results import PoolAlone, PoolAsk, Pooling, PoolSite, PoolWay, Titled
from geo.service import pooling_words as words
from geo.service.areas import MOST_MINUTES, Known, read_known, to_area_places
from geo.service.opened import OpenVerbund
from geo.service.pooling_sites import Sites, list_room_layers, read_sites
from geo.units import SECONDS_PER_MINUTE

MOST_SITES = 10


def answer_pool(opened: OpenVerbund, ask: PoolAsk) -> Pooling:
    """Shared sites for the members of an area or Projektraum.

    Raises
    ------
    NotFoundError
        If the service, a layer of sites, the area or the Projektraum is unknown (or may not be seen).
    InputError
        If a number is out of range, a threshold has no source, or there are too many candidates.
    NoDataError
        If other streets are loaded than those of the shown run.
    """
    for key in (ask.service, *(ask.sites or ())):
        get_layer(key)
    with opened.connect() as connection:
        known = read_known(connection, opened)
        limit_s = _validate(ask, known.parameters)
        sites = read_sites(connection, opened, ask, known, limit_s=limit_s)
    question = PoolQuestion(
        people=sites.members["residents"].fillna(0).to_numpy(dtype=np.int64),
        time_s=sites.times.time_s,
        limit_s=limit_s,
        threshold=Threshold(ask.min_people, ask.min_people_source.strip()),
    )
    place_ags = sites.members["ags"].to_numpy(dtype=object)
    site_ags = sites.candidates["ags"].to_numpy(dtype=object)
    found = compare(question, place_ags, site_ags, sites.today_s, ask.count, aim=ask.aim)
    return _to_answer(ask, known, sites, question, found)


def _validate(ask: PoolAsk, parameters: RunParameters) -> float:
    """The limit in seconds, once all that is asked makes sense."""
    if (ask.area_id is None) == (ask.raum_id is None):
        raise InputError("Bitte entweder einen Raum (area_id) oder einen Projektraum (raum_id) angeben.")
    if ask.sites is not None and not ask.sites:
        raise InputError("Bitte mindestens eine Art von Gebäuden (sites) angeben, z. B. town_hall.")
    if not 1 <= ask.count <= MOST_SITES:
        raise InputError(f"Die Zahl der Standorte (count) muss 1 bis {MOST_SITES} sein, nicht {ask.count}.")
    if not 0 <= ask.min_people <= 10_000_000:
        raise InputError(f"Die Schwelle (min_people) muss 0 oder größer sein, nicht {ask.min_people}.")
    if ask.min_people and not ask.min_people_source.strip():
        raise InputError(
            "Zur Schwelle gehört ihre Quelle (min_people_source), z. B. „Angabe des Betreibers“."
        )
    usual = to_limits(parameters).limit_s / SECONDS_PER_MINUTE
    minutes = usual if ask.limit_min is None else ask.limit_min
    if not 1 <= minutes <= MOST_MINUTES:
        raise InputError(
            f"Die Grenze (limit_min) muss zwischen 1 und {MOST_MINUTES:g} Minuten liegen, nicht {minutes:g}."
        )
    return minutes * SECONDS_PER_MINUTE


def _to_answer(
    ask: PoolAsk, known: Known, sites: Sites, question: PoolQuestion, found: Comparison
) -> Pooling:
    shared, norm = found.shared, get_norm(known.parameters.link_norm)
    minutes = question.limit_s / SECONDS_PER_MINUTE
    rota = _plan_round(sites, shared.sites)
    records, ways = _to_records(sites, question, found, rota), _to_ways(sites, question, found)
    limit, people = format_limit(minutes, "min"), int(question.people.sum())
    alone = _to_alone(sites, question, found)
    kinds = list_room_layers() if ask.sites is None else ask.sites
    return Pooling(
        service=ask.service,
        service_title=get_layer(ask.service).title,
        aim=ask.aim,
        asked_sites=[Titled(key=key, title=get_layer(key).plural) for key in kinds],
        sentence=words.describe_pool(shared, records, question, aim=ask.aim, limit=limit)
        + words.describe_unknown(int(sites.members["residents"].isna().sum())),
        # Partners, whose residents are not known, need no site of their own.
        comparison=words.describe_comparison(found, len(alone)),
        rota=words.describe_rota(rota, records),
        limit_text=limit,
        limit_source=f"{norm.title}, {norm.source}" if minutes == norm.value else "eigene Angabe",
        model_note=words.describe_model(
            [way.model for way in ways if way.model], streets=sites.router is not None
        ),
        sites=records,
        ways=ways,
        alone=alone,
        reached=shared.reached,
        people=people,
        proven=shared.proven,
        reached_alone=found.reached_alone,
        saved_person_min=round(found.saved_person_s / SECONDS_PER_MINUTE),
        crossing=found.crossing,
        round_min=round(rota.round_s / SECONDS_PER_MINUTE, 1),
        n_candidates=len(sites.candidates),
        run_id=known.run["run_id"],
    )


def _plan_round(sites: Sites, chosen: tuple[int, ...]) -> Rota:
    """The round through the chosen sites, in their columns."""
    rota = plan_rota(tuple(range(len(chosen))), sites.between_s(list(chosen)))
    return Rota(tuple(chosen[stop] for stop in rota.stops), rota.round_s, rota.round_bound_s)


def _to_records(sites: Sites, question: PoolQuestion, found: Comparison, rota: Rota) -> list[PoolSite]:
    degrees = sites.candidates.to_crs(EDGE)
    records = []
    for stop in rota.stops:
        row = degrees.iloc[stop]
        title = get_layer(row["layer"]).title
        records.append(
            PoolSite(
                facility_id=row["facility_id"],
                name=row["name"] or title,
                layer=row["layer"],
                kommune=row["kommune"] or "",
                people=int(question.people[found.shared.site_of == stop].sum()),
                lon=round(row["geom"].x, 5),
                lat=round(row["geom"].y, 5),
                text=f"{title} in {row['kommune'] or 'anderer Kommune'}",
            )
        )
    return records


def _name_of(sites: Sites, column: int) -> str:
    row = sites.candidates.iloc[column]
    return str(row["name"] or get_layer(row["layer"]).title)


def _to_ways(sites: Sites, question: PoolQuestion, found: Comparison) -> list[PoolWay]:
    places = to_area_places(sites.members)
    ways = []
    for i, place_id in enumerate(sites.members["place_id"]):
        site, place = int(found.shared.site_of[i]), places[place_id]
        time_s = round(float(question.time_s[i, site]), 1) if site >= 0 else None
        model = Model.NETWORK if site >= 0 and sites.times.on_network[i, site] else Model.CROWFLY
        ways.append(
            PoolWay(
                place=place,
                site_id=None if site < 0 else sites.candidates.iloc[site]["facility_id"],
                travel_time_s=time_s,
                model=None if site < 0 else model,
                text=words.describe_way(
                    place.name, time_s, _name_of(sites, site) if site >= 0 else "", question.limit_s
                ),
            )
        )
    return ways


def _to_alone(sites: Sites, question: PoolQuestion, found: Comparison) -> list[PoolAlone]:
    """Municipalities whose people we know of, by name."""
    members, site_of = sites.members, found.shared.site_of
    near = np.array(
        [site >= 0 and question.time_s[i, site] <= question.limit_s for i, site in enumerate(site_of)],
        dtype=np.bool_,
    )
    rows = []
    for (ags, kommune), inside in members.groupby(["ags", "kommune"]).indices.items():
        people, alone = int(question.people[inside].sum()), found.alone[ags]
        if people == 0:
            continue
        rows.append(
            PoolAlone(
                ags=ags,
                kommune=kommune,
                people=people,
                site=_name_of(sites, alone.sites[0]) if alone.sites else "",
                reached=alone.reached,
                reached_shared=int(question.people[inside[near[inside]]].sum()),
            )
        )
    return sorted(rows, key=lambda row: (row.kommune, row.ags))
