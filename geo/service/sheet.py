"""The sheet of one Zentrum: what stands beside the map and on the printed page."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from geo.areas.near import link_limit_s
from geo.crs import EDGE
from geo.db import read
from geo.domain import GeometrieQuelle, Mode, State
from geo.errors import NotFoundError
from geo.render.german import format_date, format_minutes, format_people
from geo.results import DatasetInfo, Link, Reach, Residents, RunInfo, ZentrumSheet
from geo.service.border import describe_border
from geo.service.catalogue import read_datasets, to_parameters, to_run_info
from geo.service.figures import to_gaps, to_reaches
from geo.service.links import to_link
from geo.service.nahversorgung import to_nahversorgung
from geo.service.nearby import read_nearby
from geo.service.opened import OpenVerbund, get_run_row, get_verbund_row

PARTNER_MODE = Mode.CAR


def read_sheet(opened: OpenVerbund, zentrum_id: str) -> ZentrumSheet:
    """All figures of one Zentrum, with their states, sources and run.

    Raises
    ------
    NotFoundError
        If the Verbund has no such Zentrum.
    NoDataError
        If nothing has been computed yet.
    """
    with opened.connect() as connection:
        verbund = get_verbund_row(connection, opened)
        zentrum, ortsteil = _read_place(connection, opened, zentrum_id)
        run = get_run_row(connection, opened)
        reach = read.read_reach(connection, run["run_id"], zentrum_id=zentrum_id)
        gaps = to_gaps(read.read_gaps(connection, run["run_id"], zentrum_id=zentrum_id))
        links = read.read_links(connection, run["run_id"], PARTNER_MODE)
        datasets = read_datasets(connection, opened)
    nearby = read_nearby(opened, zentrum_id)
    figures = to_reaches(reach)
    partner = _nearest_partner(links, zentrum_id)
    limit_s = link_limit_s(PARTNER_MODE, to_parameters(run))
    info = to_run_info(run)
    residents = to_residents(ortsteil)
    used = _used(datasets, figures)
    quelle = GeometrieQuelle(ortsteil["geometrie_quelle"])
    return ZentrumSheet(
        zentrum_id=zentrum_id,
        name=zentrum["name"],
        kind=zentrum["kind"],
        ags=zentrum["ags"],
        kommune=zentrum["kommune"],
        verbund=verbund["title"],
        lon=round(zentrum["geom"].x, 5),
        lat=round(zentrum["geom"].y, 5),
        position_source=zentrum["position_source"],
        position_estimated=zentrum["position_estimated"],
        residents=residents,
        area_km2=round(ortsteil["area_km2"], 2),
        geometrie_quelle=str(quelle),
        geometrie_title=quelle.title,
        geometrie_estimated=quelle.estimated,
        sentence=_sentence(zentrum["name"], figures),
        figures=figures,
        gaps=gaps,
        nearest_partner=partner,
        partner_sentence=_partner_sentence(partner, zentrum_id, limit_s),
        border_sentence=describe_border(figures, Mode.WALK),
        nearby_sentence=nearby.sentence,
        twin_sentence=nearby.twin_sentence,
        nahversorgung=next((row.text for row in to_nahversorgung(reach)), ""),
        sources=used,
        source_line=_source_line(used, ortsteil, residents, info),
        run=info,
    )


def _read_place(
    connection: Connection, opened: OpenVerbund, zentrum_id: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    zentren = read.read_frame(connection, "zentrum", opened.verbund_id).to_crs(EDGE)
    ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id)
    found = zentren[zentren["zentrum_id"] == zentrum_id]
    if found.empty:
        raise NotFoundError(f"Das Zentrum „{zentrum_id}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
    return found.iloc[0].to_dict(), ortsteile[ortsteile["ortsteil_id"] == zentrum_id].iloc[0].to_dict()


def to_residents(ortsteil: dict[str, Any]) -> Residents:
    """Residents of an Ortsteil in the words of users: "2.785 Einwohner (2013)", "rund 410 Einwohner"."""
    value = None if pd.isna(ortsteil["residents"]) else int(ortsteil["residents"])
    scaled = None if pd.isna(ortsteil["residents_scaled"]) else int(ortsteil["residents_scaled"])
    estimated = bool(ortsteil["residents_estimated"])
    if value is None:
        text = "Einwohner: keine Daten"
    else:
        year = str(ortsteil["residents_date"])[:4]
        text = f"{format_people(value, estimated=estimated)} Einwohner"
        text += " (geschätzt)" if estimated else f" ({year})" if year else ""
    return Residents(
        value=value,
        scaled=scaled,
        estimated=estimated,
        date=ortsteil["residents_date"],
        source=ortsteil["residents_source"],
        text=text,
    )


def _sentence(name: str, figures: list[Reach]) -> str:
    """How the Zentrum does on the norms that can be judged, and what is not known."""
    judged = [figure for figure in figures if figure.norm_met is not None]
    missed = [figure for figure in judged if not figure.norm_met]
    unknown = {f.layer for f in figures} - {f.layer for f in figures if f.state != State.DATA_MISSING}
    if not judged:
        return f"Für {name} lässt sich keine Norm prüfen: Es liegen keine Daten vor."
    if len(judged) == 1:
        sentence = (
            f"Eine Norm lässt sich für {name} prüfen; sie ist {'verfehlt' if missed else 'eingehalten'}"
        )
    else:
        sentence = f"Von {len(judged)} Normen, die sich für {name} prüfen lassen, "
        kept = len(judged) - len(missed)
        sentence += {
            0: "ist keine eingehalten",
            1: "ist eine eingehalten",
            len(judged): "sind alle eingehalten",
        }.get(kept, f"sind {kept} eingehalten")
    if missed:
        sentence += "; zu weit: " + ", ".join(
            f"{f.layer_title} ({f.value_text}{' statt' if f.value is not None else ', Norm'} {f.limit_text})"
            for f in missed
        )
    sentence += "."
    if unknown:
        kinds = "Einrichtungsart" if len(unknown) == 1 else "Einrichtungsarten"
        sentence += f" Für {len(unknown)} {kinds} liegen keine Daten vor."
    return sentence


def _nearest_partner(links: pd.DataFrame, zentrum_id: str) -> Link | None:
    """The nearest Zentrum of another municipality; the rows of both ends mark it."""
    mine = links[
        ((links["a_id"] == zentrum_id) & links["nearest_of_a"])
        | ((links["b_id"] == zentrum_id) & links["nearest_of_b"])
    ]
    return None if mine.empty else to_link(mine.iloc[0].to_dict())


def _partner_sentence(partner: Link | None, zentrum_id: str, limit_s: float) -> str:
    if partner is None:
        return "Der Verbund hat keine andere Kommune."
    other = partner.b if partner.a.zentrum_id == zentrum_id else partner.a
    place = f"{other.name} ({other.kommune})"
    sentence = f"Nächster Partner: {place}, {partner.text} {PARTNER_MODE.title} ({partner.model})."
    limit = format_minutes(limit_s)
    if partner.within:
        return f"{sentence} Das liegt innerhalb von {limit}: ein gemeinsamer Projektraum ist möglich."
    return f"{sentence} Kein Zentrum einer anderen Kommune des Verbunds liegt näher als {limit}."


def _used(datasets: list[DatasetInfo], figures: list[Reach]) -> list[DatasetInfo]:
    """Sources behind the figures: datasets of the layers that gave one, in the order of their key."""
    shown = {figure.layer for figure in figures if figure.value is not None}
    return [dataset for dataset in datasets if shown.intersection(dataset.layers)]


def _source_line(
    used: list[DatasetInfo], ortsteil: dict[str, Any], residents: Residents, run: RunInfo
) -> str:
    parts = [f"{dataset.title}: {dataset.attribution} ({format_date(dataset.date)})" for dataset in used]
    dated = f" ({format_date(ortsteil['date'])})" if ortsteil["date"] else ""
    parts.append(f"Grenze: {ortsteil['source']}{dated}")
    if residents.source:
        parts.append(f"Einwohner: {residents.source}")
    return " · ".join([*parts, run.model_note, f"Lauf {run.run_id}, {format_date(run.finished_at)}"])
