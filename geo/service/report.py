"""The printed report of one Zentrum: the sheet and its map, handed to the printer in `geo.render`."""

from hashlib import sha256

from geo.db.projects import ProjectFilter
from geo.domain import Mode, Model
from geo.layers import get_layer
from geo.network.described import DATE_KEY
from geo.render.german import format_date
from geo.render.report import write_report
from geo.render.scene import MapScene
from geo.results import ProjectInfo, RunInfo, ZentrumSheet
from geo.service.catalogue import (
    list_layer_infos,
    read_facilities,
    read_kommunen,
    read_ortsteile,
    read_verbund,
    read_version,
    read_zentren,
)
from geo.service.figures import list_reach
from geo.service.opened import OpenVerbund
from geo.service.projects import list_projects
from geo.service.sheet import read_sheet
from geo.service.transit_sheet import read_transit_sheet

REPORT_MODE = Mode.WALK
MOST_PROJECTS = 20


def render_zentrum_report(opened: OpenVerbund, zentrum_id: str) -> bytes:
    """One A4 page as PDF.

    Raises
    ------
    NotFoundError
        If the Verbund has no such Zentrum.
    """
    sheet = read_sheet(opened, zentrum_id)
    dated = sheet.model_copy(update={"run": _date_streets(sheet.run)})
    transit = read_transit_sheet(opened, zentrum_id)
    return write_report(dated, read_scene(opened, sheet), transit, _list_public(opened, zentrum_id))


def read_report_version(opened: OpenVerbund, zentrum_id: str) -> str:
    """Short text that changes whenever the report could: data, run, public projects of the place."""
    projects = "".join(f"{each.project_id} {each.version};" for each in _list_public(opened, zentrum_id))
    return f"{read_version(opened)}-{sha256(projects.encode()).hexdigest()[:12]}"


def _list_public(opened: OpenVerbund, zentrum_id: str) -> list[ProjectInfo]:
    """What anyone may see, whoever asks: paper is handed on."""
    return list_projects(opened.public, ProjectFilter(zentrum=zentrum_id), limit=MOST_PROJECTS).projects


def _date_streets(run: RunInfo) -> RunInfo:
    """The run, its note with the date of the street data: print cannot be asked for more."""
    if run.model != Model.NETWORK:
        return run
    date = format_date(run.datasets.get(DATE_KEY, "")) or "unbekannt"
    return run.model_copy(update={"model_note": f"{run.model_note} (Stand {date})"})


def read_scene(opened: OpenVerbund, sheet: ZentrumSheet) -> MapScene:
    """The map of a sheet: classes of the layer whose norm is missed worst, else of the Verbund's own layer."""
    walked = [gap for gap in sheet.gaps if gap.mode == REPORT_MODE]
    worst = min(walked, key=lambda gap: gap.rank_shortfall, default=None)
    layer = get_layer(worst.layer if worst else read_verbund(opened).default_layer)
    info = next(info for info in list_layer_infos(opened) if info.key == layer.key)
    judged = next(entry for entry in info.modes if entry.mode == REPORT_MODE)
    rows = list_reach(opened, layer=layer.key, mode=REPORT_MODE)
    # Words only: pandas would turn a missing letter into NaN, which is no class and no empty one either.
    letters = {row.zentrum_id: row.class_letter or "" for row in rows}
    ortsteile = read_ortsteile(opened)
    norm = (
        f"Norm {judged.limit_text}, {judged.norm.source}"
        if judged.norm
        else f"Suchgrenze {judged.limit_text}"
    )
    return MapScene(
        zentrum_id=sheet.zentrum_id,
        layer=layer.key,
        layer_title=f"Weg {REPORT_MODE.title} {layer.to_nearest}",
        limit_text=norm,
        classes=judged.classes,
        ortsteile=ortsteile.assign(class_letter=[letters.get(key, "") for key in ortsteile["ortsteil_id"]]),
        kommunen=read_kommunen(opened),
        zentren=read_zentren(opened),
        facilities=read_facilities(opened),
    )
