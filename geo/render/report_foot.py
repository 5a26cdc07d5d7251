"""Foot of the printed sheet: where figures and outlines come from, how they were made, by which run."""

from collections.abc import Sequence

from geo.domain import Mode, State
from geo.render.german import NBSP, format_date, format_number
from geo.render.scene import MapScene
from geo.results import DatasetInfo, RunInfo, ZentrumSheet


def name_sources(sources: Sequence[DatasetInfo]) -> str:
    """Datasets behind the figures, with date and licence."""
    if not sources:
        return State.DATA_MISSING.title
    parts = (
        f"{s.title}, Stand {format_date(s.date)}: {_credit(s.attribution or s.source, s.licence)}"
        for s in sources
    )
    return " · ".join(dict.fromkeys(parts))


def _credit(source: str, licence: str) -> str:
    """Source with its licence, unless it names the licence already."""
    plain = [words.lower().replace(" ", "").replace("-", "") for words in (source, licence)]
    return source if plain[1] in plain[0] else f"{source} ({licence})"


def name_boundaries(scene: MapScene, ags: str) -> str:
    """Origin of the outlines drawn: the own Ortsteil in full, the licences of the others."""
    if not {"source", "licence"} <= set(scene.ortsteile.columns):
        return ""
    own = scene.ortsteile[scene.ortsteile["ortsteil_id"] == scene.zentrum_id].iloc[0]
    town = scene.ortsteile.loc[scene.ortsteile["ags"] == ags, "licence"]
    others = scene.kommunen["licence"] if "licence" in scene.kommunen.columns else []
    credit = _credit(str(own["source"]), str(own["licence"]))
    return " · ".join([credit, *(words for words in dict.fromkeys([*town, *others]) if words not in credit)])


def name_method(sheet: ZentrumSheet) -> str:
    """Model, speeds and origin of the number of residents."""
    speeds = [
        f"{mode.title} {format_number(float(speed), 1).removesuffix(',0')}{NBSP}km/h"
        for mode in Mode
        if isinstance(speed := sheet.run.parameters.get(f"speed_kmh.{mode}"), int | float)
    ]
    return "; ".join([_model(sheet.run), *([", ".join(speeds)] if speeds else [])]) + (
        f". Einwohner: {sheet.residents.source}." if sheet.residents.source else "."
    )


def name_run(run: RunInfo) -> str:
    """Run and version that made the figures."""
    return f"Lauf {run.run_id} vom {format_date(run.finished_at)} · Mitten {run.code_version}"


def _model(run: RunInfo) -> str:
    return run.model_note if run.model_title in run.model_note else f"{run.model_title}: {run.model_note}"
