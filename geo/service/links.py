"""Who is near: links between Zentren of different municipalities, in the words of users."""

from typing import Any

from geo.areas.near import link_limit_s
from geo.db import read
from geo.domain import Model
from geo.network.parameters import RunParameters
from geo.norms import get_norm
from geo.render.german import format_distance, format_minutes
from geo.results import Link, LinkEnd, Links
from geo.service.catalogue import to_parameters
from geo.service.figures import to_mode
from geo.service.opened import OpenVerbund, get_run_row


def read_links(opened: OpenVerbund, mode: str = "car") -> Links:
    """Pairs within the limit, and per pair of municipalities the nearest even where none is within it."""
    means = to_mode(mode)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        frame = read.read_links(connection, run["run_id"], mode)
    parameters = to_parameters(run)
    limit_s = link_limit_s(means, parameters)
    links = [to_link(row) for row in frame[frame["within"]].to_dict("records")]
    nearest = [to_link(row) for row in frame[frame["nearest_of_kommunen"]].to_dict("records")]
    return Links(
        mode=means,
        limit_s=limit_s,
        limit_text=format_minutes(limit_s),
        limit_source=_limit_source(parameters, mode),
        sentence=_sentence(links, nearest, f"{format_minutes(limit_s)} {means.title}"),
        links=links,
        nearest=nearest,
        run_id=run["run_id"],
    )


def to_link(row: dict[str, Any]) -> Link:
    """A row of the long table as a record."""
    crow, time = format_distance(row["crow_m"]), format_minutes(row["travel_time_s"])
    return Link(
        a=_end(row, "a"),
        b=_end(row, "b"),
        mode=row["mode"],
        travel_time_s=row["travel_time_s"],
        distance_m=row["distance_m"],
        crow_m=row["crow_m"],
        within=row["within"],
        model=Model(row["model"]).title,
        text=f"{crow} Luftlinie, rund {time}",
    )


def _end(row: dict[str, Any], end: str) -> LinkEnd:
    return LinkEnd(
        zentrum_id=row[f"{end}_id"],
        name=row[f"{end}_name"],
        ags=row[f"{end}_ags"],
        kommune=row[f"{end}_kommune"],
        lon=round(row[f"{end}_lon"], 5),
        lat=round(row[f"{end}_lat"], 5),
    )


def _limit_source(parameters: RunParameters, mode: str) -> str:
    norm = get_norm(parameters.link_norm)
    return f"{norm.title}, {norm.source}" if norm.mode == mode else "Suchgrenze des Laufs"


def _sentence(links: list[Link], nearest: list[Link], limit: str) -> str:
    if not nearest:
        return (
            "Der Verbund hat nur eine Kommune: Es gibt keine Grenze, über die hinweg jemand nah sein könnte."
        )
    if not links:
        first = nearest[0]
        return (
            f"Kein Zentrum liegt näher als {limit} an einem Zentrum einer anderen Kommune des Verbunds. "
            f"Am nächsten sind sich {first.a.name} ({first.a.kommune}) und {first.b.name} ({first.b.kommune}): "
            f"{first.text} ({first.model})."
        )
    kommunen = {end.ags for link in links for end in (link.a, link.b)}
    pairs = "Paar" if len(links) == 1 else "Paare"
    verb = "liegt" if len(links) == 1 else "liegen"
    return (
        f"{len(links)} {pairs} von Zentren aus {len(kommunen)} Kommunen {verb} höchstens {limit} auseinander."
    )
