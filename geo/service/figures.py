"""Published figures in the words of users: reachability, headline, gaps."""

from typing import Any

import numpy as np
import pandas as pd

from geo.analysis.gaps import NO_FIGURE, Coverage, limit_value, summarise_coverage
from geo.db import read
from geo.domain import Mode, State
from geo.errors import NotFoundError
from geo.layers import LayerSpec, get_layer
from geo.norms import get_norm
from geo.render.german import format_limit, format_people, format_value
from geo.render.style import class_breaks, classify
from geo.results import Gap, Headline, LayerMode, Reach
from geo.service.catalogue import to_layer_mode, to_parameters
from geo.service.opened import OpenVerbund, get_run_row

UNSURE = "vielleicht zu weit"  # beyond the limit as far as is known, but a nearer facility is possible


def to_mode(text: str) -> Mode:
    """Means of transport of this key.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    try:
        return Mode(text)
    except ValueError as error:
        raise NotFoundError(
            f"Das Verkehrsmittel „{text}“ gibt es nicht; möglich sind: {', '.join(Mode)}."
        ) from error


def list_reach(
    opened: OpenVerbund, *, zentrum: str | None = None, layer: str | None = None, mode: str | None = None
) -> list[Reach]:
    """Ways to the nearest facilities, filtered by Zentrum, layer and mode.

    Raises
    ------
    NotFoundError
        If an id is unknown, also where it is well formed.
    """
    frame = read_reach_frame(opened, zentrum=zentrum, layer=layer, mode=mode)
    if zentrum is not None and frame.empty:
        raise NotFoundError(f"Das Zentrum „{zentrum}“ gibt es im Verbund „{opened.verbund_id}“ nicht.")
    return to_reaches(frame)


def read_reach_frame(
    opened: OpenVerbund, *, zentrum: str | None = None, layer: str | None = None, mode: str | None = None
) -> pd.DataFrame:
    """The same as `list_reach`, as a frame with the columns of `geo.db.read.read_reach` for analysts."""
    if layer is not None:
        get_layer(layer)
    if mode is not None:
        to_mode(mode)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        return read.read_reach(connection, run["run_id"], zentrum_id=zentrum, layer=layer, mode=mode)


def to_reaches(frame: pd.DataFrame) -> list[Reach]:
    """Rows of the long table as records, with the words and the class of each figure."""
    value = limit_value(frame)
    letters = _letters(frame, value)
    gain = frame["own_travel_time_s"] - frame["travel_time_s"]
    frame = frame.assign(value=value, class_letter=letters, border_gain_s=gain)
    return [_to_reach(row) for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]


def _letters(frame: pd.DataFrame, value: pd.Series) -> pd.Series:
    letters = pd.Series(None, index=frame.index, dtype=object)
    for (limit, unit), rows in frame.groupby(["limit_value", "limit_unit"]):
        figures = value[rows.index].to_numpy(dtype=np.float64)
        # Nothing within the search: farther than every class but the last.
        far = np.isnan(figures) & (rows["state"] == str(State.BEYOND_LIMIT)).to_numpy()
        found = classify(np.where(far, np.inf, figures), class_breaks(limit, unit))
        letters[rows.index] = [letter or None for letter in found]
    return letters


def _to_reach(row: dict[str, Any]) -> Reach:
    state = State(row["state"])
    shown = {name: row[name] for name in Reach.model_fields if name in row}
    verdict = _verdict(state, row["nearer_possible"])
    text = verdict
    if row["value"] is not None:
        measured = format_value(row["value"], row["limit_unit"], row["limit_value"])
        text = bound_text(measured, row["nearer_possible"])
    return Reach(
        **{
            **shown,
            "layer_title": get_layer(row["layer"]).title,
            "state_title": state.title,
            "verdict": verdict,
            "value_text": text,
            "limit_text": format_limit(row["limit_value"], row["limit_unit"]),
        }
    )


def _verdict(state: State, nearer_possible: bool) -> str:
    return UNSURE if state is State.BEYOND_LIMIT and nearer_possible else state.title


def bound_text(text: str, nearer_possible: bool) -> str:
    """A figure that an unmapped facility could beat is an upper bound."""
    return f"höchstens {text}" if nearer_possible else text


def list_gaps(opened: OpenVerbund, *, layer: str | None = None, mode: str | None = None) -> list[Gap]:
    """Ortsteile that miss a norm, most people first."""
    if layer is not None:
        get_layer(layer)
    if mode is not None:
        to_mode(mode)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        return to_gaps(read.read_gaps(connection, run["run_id"], layer=layer, mode=mode))


def to_gaps(frame: pd.DataFrame) -> list[Gap]:
    """Rows of the long table as records, with the words of each figure."""
    frame = frame.assign(value=limit_value(frame))
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [_to_gap(row) for row in rows]


def _to_gap(row: dict[str, Any]) -> Gap:
    norm = get_norm(row["norm_id"])
    shown = {name: row[name] for name in Gap.model_fields if name in row}
    state, nearer = State(row["state"]), row["nearer_possible"]
    value_text, shortfall_text = _verdict(state, nearer), "weiter als gesucht"
    if state is State.NOT_CONNECTED:
        shortfall_text = "kein Weg"
    if row["value"] is not None:
        value_text = bound_text(format_value(row["value"], norm.unit, norm.value), nearer)
        shortfall_text = format_value(row["shortfall"], norm.unit, 0.0)
    return Gap(
        **{
            **shown,
            "layer_title": get_layer(row["layer"]).title,
            "norm_text": format_limit(norm.value, norm.unit),
            "value_text": value_text,
            "shortfall_text": shortfall_text,
            "unit": norm.unit,
        }
    )


def read_headline(opened: OpenVerbund, layer: str, mode: str) -> Headline:
    """The sentence that comes first: how many Ortsteile and people lie beyond the limit of a layer."""
    spec, means = get_layer(layer), to_mode(mode)
    with opened.connect() as connection:
        run = get_run_row(connection, opened)
        frame = read.read_reach(connection, run["run_id"], layer=layer, mode=mode)
    residents = frame.set_index("zentrum_id")["residents_scaled"].astype("Float64")
    coverage = summarise_coverage(frame, residents)
    judged = to_layer_mode(spec, means, to_parameters(run))
    value = limit_value(frame)
    beyond = frame[(value > frame["limit_value"]) | (value.isna() & frame["state"].isin(NO_FIGURE))]
    return Headline(
        layer=layer,
        mode=means,
        n_total=coverage.n_total,
        n_judged=coverage.n_judged,
        n_missed=coverage.n_missed,
        n_missed_nearer_possible=coverage.n_missed_nearer_possible,
        n_data_missing=coverage.n_data_missing,
        residents_missed=coverage.residents_missed,
        residents_share=coverage.poverty_share,
        mean_shortfall_share=coverage.poverty_gap,
        figure=f"{coverage.n_missed} von {coverage.n_judged}" if coverage.n_judged else "keine Daten",
        sentence=to_sentence(spec, judged, coverage),
        note=_note(judged, coverage),
        norm=judged.norm,
        by_kommune={ags: int((beyond["ags"] == ags).sum()) for ags in sorted(frame["ags"].unique())},
        run_id=run["run_id"],
    )


def to_sentence(layer: LayerSpec, judged: LayerMode, coverage: Coverage) -> str:
    """The headline in one German sentence; the figure "31 von 61" stands before it."""
    if coverage.n_judged == 0:
        return f"Für {layer.plural_inside} liegen in keinem Ortsteil Daten vor."
    known = "" if coverage.n_judged == coverage.n_total else " mit Daten"
    if coverage.n_missed == 0:
        way = f"liegen höchstens {judged.limit_text} {layer.from_nearest} entfernt"
        if judged.limit_unit == "min":
            way = f"brauchen {judged.mode.title} höchstens {judged.limit_text} {layer.to_nearest}"
        return f"Alle {coverage.n_judged} Ortsteile{known} {way}."
    singular = coverage.n_missed == 1
    if judged.limit_unit == "m":
        way = f"{'liegt' if singular else 'liegen'} weiter als {judged.limit_text} {layer.from_nearest}"
    else:
        verb = "braucht" if singular else "brauchen"
        way = f"{verb} {judged.mode.title} länger als {judged.limit_text} {layer.to_nearest}"
    if coverage.n_missed_nearer_possible:
        way = way.replace("nächsten", "nächsten bekannten", 1)
    sentence = f"{coverage.n_missed} von {coverage.n_judged} Ortsteilen{known} {way}"
    if coverage.residents_missed:
        sentence += f", {format_people(coverage.residents_missed)} Menschen wohnen dort"
    return sentence + "."


def _note(judged: LayerMode, coverage: Coverage) -> str:
    notes = []
    if judged.norm is None:
        notes.append(f"Keine Norm hinterlegt; verglichen wird mit {judged.limit_text} {judged.mode.title}.")
    if coverage.n_missed_nearer_possible:
        notes.append(
            f"Bei {coverage.n_missed_nearer_possible} davon kann außerhalb der erfassten Gebiete "
            "eine nähere Einrichtung liegen."
        )
    if coverage.n_data_missing and coverage.n_judged:
        others = coverage.n_data_missing
        more = "einen weiteren Ortsteil" if others == 1 else f"{others} weitere Ortsteile"
        notes.append(f"Für {more}: keine Daten.")
    return " ".join(notes)
