"""Runs of a Verbund, and two of them side by side."""

from typing import Any

import pandas as pd
from sqlalchemy import RowMapping

from geo.analysis.compare import SAME_TIME_S, compare_runs
from geo.db import read
from geo.domain import Model, Scope, State
from geo.errors import NotFoundError
from geo.layers import get_layer
from geo.render.german import format_minutes, format_number, format_people
from geo.results import Change, Comparison, RunRow
from geo.service.opened import OpenVerbund, get_verbund_row

MOST_CHANGES = 500


def list_runs(opened: OpenVerbund) -> list[RunRow]:
    """All runs, the latest (whose results are shown) first."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        rows = read.list_runs(connection, opened.verbund_id)
    return [_to_row(row, published=number == 0) for number, row in enumerate(rows)]


def _to_row(row: RowMapping, *, published: bool) -> RunRow:
    return RunRow(
        run_id=row["run_id"],
        model=row["model"],
        model_title=Model(row["model"]).title,
        finished_at=row["finished_at"],
        parameters=row["parameters"],
        published=published,
    )


def compare(opened: OpenVerbund, run_a: str, run_b: str) -> Comparison:
    """What differs from run A (before) to run B (after), the largest changes first.

    Raises
    ------
    NotFoundError
        If a run is unknown.
    """
    runs = {row.run_id: row for row in list_runs(opened)}
    for run_id in (run_a, run_b):
        if run_id not in runs:
            known = ", ".join(runs) or "keine"
            raise NotFoundError(f"Den Lauf „{run_id}“ gibt es nicht; bekannt sind: {known}.")
    with opened.connect() as connection:
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
        changes = compare_runs(
            read.read_long_reach(connection, run_a),
            read.read_long_reach(connection, run_b),
            ortsteile["residents_scaled"],
        )
        long_a, long_b = (read.read_long_reach(connection, run) for run in (run_a, run_b))
    anywhere = changes[changes["scope"] == str(Scope.ANYWHERE)]
    differs = anywhere[
        anywhere["state_changed"] | (anywhere["travel_time_change_s"].abs() > SAME_TIME_S)
    ].copy()
    differs["size"] = differs["travel_time_change_s"].abs().fillna(float("inf"))
    shown = differs.sort_values(["size", "zentrum_id", "layer", "mode"], ascending=[False, True, True, True])
    words = _words(long_a, long_b)
    return Comparison(
        run_a=runs[run_a],
        run_b=runs[run_b],
        sentence=_sentence(anywhere, differs),
        n_compared=len(anywhere),
        n_changed=len(differs),
        changes=[_to_change(row, ortsteile, words) for row in shown.head(MOST_CHANGES).to_dict("records")],
    )


def _words(long_a: pd.DataFrame, long_b: pd.DataFrame) -> dict[tuple[str, str, str, str], str]:
    """Time or state in words by run ("a", "b"), place, layer and mode."""
    found = {}
    for run, table in (("a", long_a), ("b", long_b)):
        rows = table[table["scope"] == str(Scope.ANYWHERE)]
        for row in rows.to_dict("records"):
            time = row["travel_time_s"]
            text = State(row["state"]).title if pd.isna(time) else format_minutes(time)
            found[run, row["zentrum_id"], row["layer"], row["mode"]] = text
    return found


def _to_change(
    row: dict[str, Any], ortsteile: pd.DataFrame, words: dict[tuple[str, str, str, str], str]
) -> Change:
    place = ortsteile.loc[row["zentrum_id"]] if row["zentrum_id"] in ortsteile.index else None
    key = row["zentrum_id"], row["layer"], row["mode"]
    change = row["travel_time_change_s"]
    kind = "anderer Stand" if pd.isna(change) else "kürzer" if change < 0 else "länger"
    return Change(
        zentrum_id=row["zentrum_id"],
        zentrum="" if place is None else place["name"],
        kommune="" if place is None else place["kommune"],
        layer=row["layer"],
        layer_title=get_layer(row["layer"]).title,
        mode=row["mode"],
        kind=kind,
        a_text=words.get(("a", *key), "nicht gerechnet"),
        b_text=words.get(("b", *key), "nicht gerechnet"),
        change_s=None if pd.isna(change) else float(change),
        residents=None if pd.isna(row["residents"]) else int(row["residents"]),
    )


def _sentence(compared: pd.DataFrame, differs: pd.DataFrame) -> str:
    total = format_number(len(compared))
    if differs.empty:
        return f"Die beiden Läufe stimmen in allen {total} Werten überein."
    sentence = f"{format_number(len(differs))} von {total} Werten unterscheiden sich"
    for kind, words in (("gained", "neu eingehalten"), ("lost", "neu verfehlt")):
        people = int(differs.loc[differs["norm_change"] == kind, f"residents_{kind}"].fillna(0).sum())
        if people:
            sentence += f"; Normen {words} für {format_people(people)} Einwohner (je Norm gezählt)"
    return sentence + "."
