"""Ortsteile ranked over all norms of a mode, and how far the weights of the services decide the ranking."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from geo.analysis.coverage import NORM_COLUMNS, norm_table
from geo.analysis.limits import find_limit
from geo.analysis.norm_figures import NormFigures, pivot_norms, place_norms
from geo.analysis.ranking import Ranking as Ranked
from geo.analysis.ranking import WeightSpace, rank_ortsteile
from geo.db import read
from geo.domain import Mode
from geo.errors import InputError
from geo.layers import get_layer, list_layers
from geo.render.german import format_limit
from geo.results import Ranking, RankRow, RankWeight
from geo.service.catalogue import to_parameters
from geo.service.cells import find_norm_reach, read_counted_text
from geo.service.figures import to_mode
from geo.service.opened import OpenVerbund, get_run_row
from geo.service.ranking_words import AT_ZENTRUM, Basis, MeasureKey, Placed, to_measure, to_places

MOST_TOP = 10  # own setting: how many places count as "the first"; a quarter of them where there are few
TOP_SHARE = 4
MEASURES: tuple[MeasureKey, ...] = ("people", "shortfall")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all norms of a mode: figures per Ortsteil (index: id) and layer."""

    mode: Mode
    basis: Basis
    basis_text: str
    figures: NormFigures
    norm_texts: dict[str, str]
    ortsteile: pd.DataFrame
    run_id: str


def rank(opened: OpenVerbund, mode: str, weights: Mapping[str, float] | None = None) -> Ranking:
    """Rank the Ortsteile by people affected and by mean shortfall.

    Parameters
    ----------
    opened
        Where from.
    mode
        Means of transport whose norms count.
    weights
        Weights that differ from the default, by layer: 1 for services that are judged in as many Ortsteile as any,
        0 for the others.

    Raises
    ------
    NotFoundError
        If a layer or the mode is unknown.
    InputError
        If a weight is negative, all are 0, or a layer has no norm with this mode.
    """
    with opened.connect() as connection:
        known = _read_known(connection, opened, to_mode(mode))
    rows = _to_weights(known, weights or {})
    chosen = {row.layer: row.weight for row in rows if row.weight != 0}
    if not chosen and any(row.n_judged for row in rows):
        raise InputError("Alle Gewichte sind 0: bitte mindestens einen Dienst zählen lassen.")
    placed = {key: _place(key, getattr(known.figures, key), chosen) for key in MEASURES}
    names = known.ortsteile["name"]
    return Ranking(
        mode=known.mode,
        basis=known.basis,
        basis_text=known.basis_text,
        weights=rows,
        people=to_measure(placed["people"], names, known.mode),
        shortfall=to_measure(placed["shortfall"], names, known.mode),
        rows=_to_rows(known, list(chosen), placed),
        run_id=known.run_id,
    )


def _read_known(connection: Connection, opened: OpenVerbund, mode: Mode) -> _Known:
    run = get_run_row(connection, opened)
    parameters = to_parameters(run)
    ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
    limits = {layer.key: find_limit(layer, mode, parameters) for layer in list_layers()}
    normed = {key: limit for key, limit in limits.items() if limit.norm}
    basis: Basis = "zentrum"
    basis_text = AT_ZENTRUM
    norms = pd.DataFrame(columns=NORM_COLUMNS)
    if normed and (cells := find_norm_reach(connection, opened, run["run_id"], mode, normed)):
        basis, norms = "cells", norm_table(*cells)
        basis_text = read_counted_text(connection, opened, cells[1])
    elif normed:
        reach = read.read_reach(connection, run["run_id"], mode=mode)
        norms = place_norms(reach, ortsteile["residents_scaled"])
    return _Known(
        mode=mode,
        basis=basis,
        basis_text=basis_text,
        figures=pivot_norms(norms, ortsteile.index),
        norm_texts={key: format_limit(limit.value, limit.unit) for key, limit in normed.items()},
        ortsteile=ortsteile,
        run_id=run["run_id"],
    )


def _to_weights(known: _Known, changes: Mapping[str, float]) -> list[RankWeight]:
    """All services with a norm, in their order, and how much each counts."""
    for layer in changes:
        title = get_layer(layer).title
        if layer not in known.norm_texts:
            raise InputError(
                f"Für „{title}“ gibt es {known.mode.title} keine Norm: bitte dieses Gewicht weglassen."
            )
    judged = known.figures.judged
    counts = {layer: int(judged[layer].sum()) if layer in judged else 0 for layer in known.norm_texts}
    most = max(counts.values(), default=0)
    rows = []
    for layer, n_judged in counts.items():
        default = 1.0 if n_judged and n_judged == most else 0.0
        rows.append(
            RankWeight(
                layer=layer,
                title=get_layer(layer).title,
                norm_text=known.norm_texts[layer],
                # A service without any figure cannot count, whatever is asked.
                weight=changes.get(layer, default) if n_judged else 0.0,
                weight_default=default,
                n_judged=n_judged,
                n_total=len(known.ortsteile),
            )
        )
    return rows


def _place(key: MeasureKey, figures: pd.DataFrame, weights: Mapping[str, float]) -> Placed:
    """The ranking by one measure; empty where no Ortsteil has all figures."""
    used = [layer for layer in weights if figures[layer].notna().any()]
    count = len(figures[used].dropna()) if used else 0
    top = min(MOST_TOP, max(1, count // TOP_SHARE))
    ranked: Ranked | None = None
    if count:
        ranked = rank_ortsteile(
            figures[used], {layer: weights[layer] for layer in used}, WeightSpace(top=top)
        )
    return Placed(key, ranked, top)


def _to_rows(known: _Known, used: list[str], placed: Mapping[MeasureKey, Placed]) -> list[RankRow]:
    """All Ortsteile, worst off by people first, those without a place last."""
    places = {key: to_places(entry, known.basis) for key, entry in placed.items()}
    missed, nearer = known.figures.missed, known.figures.nearer_possible
    rows = []
    for area, place in known.ortsteile.iterrows():
        below = [layer for layer in used if missed.loc[area, layer]]
        rows.append(
            RankRow(
                ortsteil_id=str(area),
                ortsteil=place["name"],
                ags=place["ags"],
                kommune=place["kommune"],
                residents=None if pd.isna(place["residents"]) else int(place["residents"]),
                residents_estimated=bool(place["residents_estimated"]),
                missed=[get_layer(layer).title for layer in below],
                missed_unsure=[get_layer(layer).title for layer in below if nearer.loc[area, layer]],
                people=places["people"].get(str(area)),
                shortfall=places["shortfall"].get(str(area)),
            )
        )
    return sorted(rows, key=lambda row: (row.people.rank if row.people else len(rows) + 1, row.ortsteil))
