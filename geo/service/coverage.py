"""People within reach of a layer and people below its norm, counted in the cells of the population grid."""

import pandas as pd

from geo.analysis.coverage import MINUTES, coverage_table, norm_table
from geo.analysis.limits import Limit
from geo.db import read
from geo.domain import coarsen_people
from geo.layers import LayerSpec, get_layer
from geo.render.german import format_limit, format_people, format_share
from geo.results import Coverage, CoverageRow
from geo.service.catalogue import to_norm_info
from geo.service.cells import CellReach, read_cell_reach, read_counted_text, to_long
from geo.service.opened import OpenVerbund
from geo.units import SECONDS_PER_MINUTE

KINDS = ("verbund", "ortsteil")
LEAST_SHARE = 0.005  # stands for all that is less: "unter 1 %"


def read_coverage(opened: OpenVerbund, layer: str, mode: str) -> Coverage:
    """How many people reach a layer within 5 to 30 minutes, and how many miss its norm and by how much.

    The first row speaks of the whole Verbund, the others of its Ortsteile.

    Raises
    ------
    NoDataError
        If no grid is loaded, or the run was made without one.
    """
    spec = get_layer(layer)
    reach = read_cell_reach(opened, layer, mode)
    with opened.connect() as connection:
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
        counted = read_counted_text(connection, opened, reach.cells)
    long = to_long(reach.frame, reach.cells, layer, reach.mode, reach.limit)
    searched = {str(reach.mode): reach.parameters.search_min[reach.mode] * SECONDS_PER_MINUTE}
    within = coverage_table(long, reach.cells, searched_s=searched)
    norms = norm_table(long, reach.cells).set_index(["area_kind", "area_id"])
    parts = within[within["area_kind"].isin(KINDS)].groupby(["area_kind", "area_id"], sort=False)
    keys = sorted(parts.groups, key=lambda key: (KINDS.index(key[0]), key[1]))
    rows = [_to_row(key, parts.get_group(key), norms, ortsteile) for key in keys]
    whole = rows[0]
    return Coverage(
        layer=layer,
        mode=reach.mode,
        minutes=list(MINUTES),
        figures={str(minutes): _figure(whole, minutes) for minutes in MINUTES},
        sentences={str(minutes): _sentence(whole, spec, reach, minutes) for minutes in MINUTES},
        norm=to_norm_info(reach.limit.norm) if reach.limit.norm else None,
        norm_sentence=_norm_sentence(whole, reach.limit),
        basis_text=counted,
        rows=rows,
        run_id=reach.run_id,
    )


def _to_row(
    key: tuple[str, str], part: pd.DataFrame, norms: pd.DataFrame, ortsteile: pd.DataFrame
) -> CoverageRow:
    """A row without what could single out a household."""
    place = ortsteile.loc[key[1]] if key[0] == "ortsteil" else None
    judged = norms.loc[key] if key in norms.index else None
    by_minutes = part.set_index("minutes").round(1)
    whole = float(by_minutes["residents"].iloc[0])

    def count(name: str) -> int | None:
        return None if judged is None or pd.isna(judged[name]) else coarsen_people(judged[name], whole)

    return CoverageRow(
        ortsteil_id=key[1],
        ortsteil="Verbund" if place is None else place["name"],
        kommune="" if place is None else place["kommune"],
        residents=round(whole),
        within=_by_minutes(by_minutes["residents_within"], whole),
        unknown=_by_minutes(by_minutes["residents_unknown"], whole),
        residents_missed=count("residents_missed"),
        residents_missed_nearer_possible=count("residents_missed_nearer_possible"),
        residents_unknown=count("residents_unknown"),
        poverty_share=_whole_percent(judged, "poverty_share"),
        poverty_gap=_whole_percent(judged, "poverty_gap"),
    )


def _by_minutes(people: pd.Series, whole: float) -> dict[str, int]:
    return {str(minutes): coarsen_people(float(part), whole) for minutes, part in people.items()}


def _whole_percent(row: pd.Series | None, name: str) -> float | None:
    """A share in hundredths; none or all only where it is exactly that (`geo.render.german.format_share`)."""
    if row is None or pd.isna(row[name]):
        return None
    share = float(row[name])
    if 0 < share < 1:
        return min(max(round(share, 2), LEAST_SHARE), 1 - LEAST_SHARE)
    return round(share, 2)


def _figure(whole: CoverageRow, minutes: float) -> str:
    """Share of the people of the Verbund who certainly need so many minutes at most; empty where nothing is known."""
    if whole.unknown[str(minutes)] >= whole.residents:
        return ""
    return format_share(whole.within[str(minutes)] / whole.residents)


def _sentence(whole: CoverageRow, layer: LayerSpec, reach: CellReach, minutes: float) -> str:
    """How many people of the Verbund need so many minutes at most."""
    figure, unknown = _figure(whole, minutes), whole.unknown[str(minutes)]
    if not figure:
        return f"Wie lange Menschen {layer.to_nearest} brauchen, ist nicht bekannt: keine Daten."
    sentence = (
        f"{figure} der Menschen ({format_people(whole.within[str(minutes)])} von {format_people(whole.residents)}) "
        f"brauchen {reach.mode.title} höchstens {format_limit(minutes, 'min')} {layer.to_nearest}."
    )
    if unknown:
        sentence += f" Für {format_people(unknown)} ist es nicht bekannt."
    return sentence


def _norm_sentence(whole: CoverageRow, limit: Limit) -> str:
    """Who misses the norm (P0), and by how much on average (P1); empty where there is no norm."""
    if limit.norm is None:
        return ""
    missed, unknown = whole.residents_missed, whole.residents_unknown
    if missed is None or unknown is None or unknown >= whole.residents:
        return "Ob die Norm eingehalten ist, lässt sich für niemanden sagen: keine Daten."
    norm = f"Die Norm ({format_limit(limit.value, limit.unit)})"
    if missed == 0 and unknown == 0:
        return f"{norm} ist für alle eingehalten."
    if missed == 0:
        text = f"{norm} ist für {format_people(whole.residents - unknown)} Menschen eingehalten"
    else:
        share = "" if whole.poverty_share is None else f" ({format_share(whole.poverty_share)})"
        text = f"{norm} verfehlen {format_people(missed)} Menschen{share}"
    if whole.poverty_gap:
        text += f"; über alle gerechnet liegt der Weg im Mittel {format_share(whole.poverty_gap)} darüber"
    if unsure := whole.residents_missed_nearer_possible:
        text += (
            f". Für {format_people(unsure)} von ihnen kann außerhalb der erfassten Gebiete eine nähere "
            "Einrichtung liegen"
        )
    if unknown:
        text += f". Für {format_people(unknown)} ist es nicht bekannt"
    return text + "."
