"""The printed sheet of a Zentrum: one tagged A4 page, set with Typst from data alone."""

from collections.abc import Sequence

from geo.render.map_svg import draw_zentrum_map, marks_in_frame, plan_scene
from geo.render.overview_svg import draw_overview
from geo.render.pdf import set_pdf
from geo.render.report_content import build_content, describe_map, describe_overview
from geo.render.report_table import table_marks
from geo.render.scene import MapScene
from geo.results import ProjectInfo, TransitSheet, ZentrumSheet


def write_report(
    sheet: ZentrumSheet,
    scene: MapScene,
    transit: TransitSheet | None = None,
    projects: Sequence[ProjectInfo] = (),
) -> bytes:
    """Set the sheet of one Zentrum.

    The document carries the date of the run: the same run gives the same bytes (see `set_pdf`).

    Parameters
    ----------
    sheet
        Figures, gaps, sources and run.
    scene
        Frames for the map, EPSG:25832.
    transit
        Bus and rail at the Zentrum, where asked.
    projects
        Projects at the Zentrum; whoever holds the page reads them, so public ones only.

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
    content = build_content(sheet, scene, scale=view.scale, on_map=on_map, transit=transit, projects=projects)
    content["overview_right"], content["overview_bottom"] = view.inset
    drawings = {
        "map": draw_zentrum_map(scene, view, marks, description=describe_map(sheet, scene, view.scale)),
        "overview": draw_overview(scene, description=describe_overview(sheet)),
    }
    return set_pdf("report", content, sheet.run.finished_at, drawings=drawings)
