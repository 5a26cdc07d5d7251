"""The project register: what there is, as far as the person who asks may see it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from geo.crs import EDGE
from geo.db import projects, read
from geo.domain import Handlungsfeld, Phase, Visibility
from geo.layers import list_layers
from geo.results import ProjectInfo
from geo.rights import may_see
from geo.service.opened import OpenVerbund, get_verbund_row

DECIMALS = 5  # of degrees, about a metre


def read_projects(opened: OpenVerbund) -> list[ProjectInfo]:
    """Projects that ``opened.person`` may see; ``beispiel`` marks invented examples."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        frame = projects.read_projects(connection, opened.verbund_id).to_crs(EDGE)
        names = read_names(connection, opened)
    return [
        to_project_info(row._asdict(), names)
        for row in frame.itertuples(index=False)
        if may_see(opened.person, Visibility(row.visibility), row.ags)
    ]


def read_names(connection: Connection, opened: OpenVerbund) -> dict[str, str]:
    """Names of municipalities by AGS and of Ortsteile by id."""
    kommunen = read.read_frame(connection, "kommune", opened.verbund_id)
    zentren = read.read_frame(connection, "zentrum", opened.verbund_id)
    return {
        **dict(zip(kommunen["ags"], kommunen["name"], strict=True)),
        **dict(zip(zentren["zentrum_id"], zentren["name"], strict=True)),
    }


def to_project_info(row: Mapping[str, Any], names: Mapping[str, str]) -> ProjectInfo:
    """A row of the register (geometry in degrees) with its words; what has no name any more keeps its id."""
    needs = {layer.key: layer.title for layer in list_layers()}
    phase, visibility = Phase(row["phase"]), Visibility(row["visibility"])
    place = row["geom"].geoms[0] if row["geom"] else None
    return ProjectInfo(
        project_id=row["project_id"],
        title=row["title"],
        summary=row["summary"],
        need=row["need"],
        need_title=needs.get(row["need"], row["need"]),
        handlungsfelder=[Handlungsfeld(key).title for key in row["handlungsfelder"]],
        target_groups=row["target_groups"],
        phase=phase,
        phase_title=phase.title,
        phase_since=row["phase_since"],
        ags=row["ags"],
        kommunen=[names.get(key, key) for key in row["ags"]],
        zentrum_ids=row["zentren"],
        zentren=[names.get(key, key) for key in row["zentren"]],
        owner=row["owner"],
        visibility=visibility,
        visibility_title=visibility.title,
        beispiel=row["beispiel"],
        version=row["version"],
        lon=round(place.x, DECIMALS) if place else None,
        lat=round(place.y, DECIMALS) if place else None,
    )
