"""The printed sheet of a Zentrum: one tagged A4 page, set with Typst from data alone."""

import json
from functools import cache
from importlib.resources import files
from typing import Final

import typst

from geo.render.german import TIME_ZONE
from geo.render.map_svg import draw_zentrum_map, marks_in_frame, plan_scene
from geo.render.overview_svg import draw_overview
from geo.render.report_content import build_content, describe_map, describe_overview
from geo.render.report_table import table_marks
from geo.render.scene import MapScene
from geo.render.typeface import FONT_DIR
from geo.results import TransitSheet, ZentrumSheet

PDF_STANDARD: Final = "ua-1"


def write_report(sheet: ZentrumSheet, scene: MapScene, transit: TransitSheet | None = None) -> bytes:
    """Set the sheet of one Zentrum.

    The text goes to Typst as JSON in ``sys.inputs`` and never becomes Typst source, so that names with
    markup characters stay text. The document carries the date of the run: the same run gives the same bytes.

    Parameters
    ----------
    sheet
        Figures, gaps, sources and run.
    scene
        Frames for the map, EPSG:25832.
    transit
        Bus and rail at the Zentrum, where asked.

    Returns
    -------
    bytes
        PDF/UA-1, A4 portrait, one page.

    Raises
    ------
    InputError, CrsError, NotFoundError
        If the scene does not fit (see :meth:`MapScene.validate`).
    """
    view = plan_scene(scene)
    marks = table_marks(sheet)
    on_map = [symbol for *_, symbol in marks_in_frame(scene, view, marks)]
    content = build_content(sheet, scene, scale=view.scale, on_map=on_map, transit=transit)
    content["map"] = draw_zentrum_map(scene, view, marks, description=describe_map(sheet, scene, view.scale))
    content["overview"] = draw_overview(scene, description=describe_overview(sheet))
    content["overview_right"], content["overview_bottom"] = view.inset
    moment = sheet.run.finished_at
    day = moment.astimezone(TIME_ZONE)
    content["day"] = [day.year, day.month, day.day]
    pdf: bytes = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"sheet": json.dumps(content, ensure_ascii=False)},
        pdf_standards=[PDF_STANDARD],
        timestamp=int(moment.timestamp()),
    )
    return pdf


@cache
def _template() -> bytes:
    return (files("geo.render") / "report.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])
