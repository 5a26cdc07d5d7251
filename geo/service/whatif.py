"""What if a facility opened here, or that one closed: who gains and who loses, in minutes."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.gaps import limit_value
from geo.analysis.limits import Limit
from geo.analysis.whatif import Changed, count_people
from geo.crs import EDGE, STORAGE
from geo.domain import State, coarsen_people
from geo.errors import CrsError, InputError, NotFoundError
from geo.layers import LayerSpec, get_layer
from geo.network.snap import Snap
from geo.render.german import format_minutes, format_people, format_value
from geo.results import WhatIf, WhatIfAsk, WhatIfRow
from geo.service.figures import bound_text
from geo.service.opened import OpenVerbund
from geo.service.whatif_places import Question, get_question
from geo.units import SECONDS_PER_MINUTE

AT_ZENTRUM = "Gerechnet am Zentrum jedes Ortsteils; Einwohner auf die amtliche Zahl der Kommune umgerechnet."
FROM_ZENTRUM = (
    "Einwohner sind auf die amtliche Zahl der Kommune umgerechnet; die Wege sind die vom Zentrum aus."
)
OUTSIDE = "Der gewählte Ort liegt außerhalb des geladenen Straßennetzes: bitte einen anderen wählen."


def answer_whatif(opened: OpenVerbund, ask: WhatIfAsk) -> WhatIf:
    """Ortsteile that gain by a new facility or lose by a closed one.

    Raises
    ------
    InputError
        If the place is missing or outside of the street data.
    NotFoundError
        If the layer or the facility is unknown.
    NoDataError
        If no street network is loaded, or what is loaded is not what the shown run was made with.
    """
    layer = get_layer(ask.layer)
    if ask.action == "add" and (ask.lon is None or ask.lat is None):
        raise InputError("Für eine neue Einrichtung fehlt der Ort: bitte lon und lat in Grad angeben.")
    question = get_question(opened, ask.layer, ask.mode)
    if ask.action == "add":
        place = _snap_place(question, ask)
        changed, snap_m = question.watched.add(place), round(float(place.snap_m[0]), 1)
    else:
        changed, snap_m = question.watched.close(_position(question, ask.facility_id)), None
    return _to_answer(ask, layer, question, _to_rows(question, changed), snap_m)


def _snap_place(question: Question, ask: WhatIfAsk) -> Snap:
    point = gpd.GeoSeries(gpd.points_from_xy([ask.lon], [ask.lat]), crs=EDGE).to_crs(STORAGE)
    try:
        place = question.watched.router.snap(shapely.get_coordinates(point.to_numpy()))
    except CrsError as error:  # so far away that the projection has no metres for it
        raise InputError(OUTSIDE) from error
    if place.outside[0]:
        raise InputError(OUTSIDE)
    return place


def _position(question: Question, facility_id: str | None) -> int:
    found = np.flatnonzero(question.watched.facilities.ids == facility_id)
    if not len(found):
        raise NotFoundError(
            f"Die Einrichtung „{facility_id}“ gibt es in dieser Einrichtungsart nicht, oder sie liegt außerhalb "
            "der geladenen Straßen: bitte die Kennung prüfen."
        )
    return int(found[0])


def _to_rows(question: Question, changed: Changed) -> list[WhatIfRow]:
    """One row per Ortsteil whose Zentrum or people have another way, most people first."""
    of_zentrum = changed.place < len(question.places.zentren)
    figures = changed.figures[of_zentrum].set_index(changed.place[of_zentrum])
    people = _count(question, changed, figures)
    # Where people gain and the Zentrum does not, its way stands as it is.
    still = question.now.loc[people.index.difference(figures.index)]
    unchanged = still.add_prefix("before_").join(still.add_prefix("after_")).assign(gained_s=0.0)
    table = pd.concat([figures, unchanged]).join(people).join(question.places.zentren)
    table = table.sort_values(["residents", "name"], ascending=[False, True], na_position="last")
    limit = question.limit
    before, after = (_told(table, side, limit) for side in ("before", "after"))
    return [
        WhatIfRow(
            ortsteil_id=row["zentrum_id"],
            ortsteil=row["name"],
            kommune=row["kommune"],
            before_text=before[index],
            after_text=after[index],
            minutes_gained=_rounded(row["gained_s"] / SECONDS_PER_MINUTE),
            mean_minutes_gained=_rounded(row["mean_minutes_gained"]),
            residents=_told_people(question, row["residents"]),
            residents_norm_changed=_told_people(question, row["residents_norm"]),
            residents_one_figure=_told_people(question, row["residents_one_figure"]),
            norm_met_before=None if pd.isna(row["before_norm_met"]) else bool(row["before_norm_met"]),
            norm_met_after=None if pd.isna(row["after_norm_met"]) else bool(row["after_norm_met"]),
        )
        for index, row in table.iterrows()
    ]


def _count(question: Question, changed: Changed, figures: pd.DataFrame) -> pd.DataFrame:
    """People of each Ortsteil whose way changes, by position of its Zentrum; without a grid all or none of it."""
    zentren, homes = question.places.zentren, question.places.homes
    if homes is None:
        at_zentrum = zentren.assign(ortsteil_id=zentren["zentrum_id"], residents=zentren["residents_scaled"])
        found = count_people(Changed(figures.index.to_numpy(), figures.reset_index(drop=True)), at_zentrum)
        found["mean_minutes_gained"] = np.nan
        known = zentren["residents_scaled"].notna()
    else:
        of_homes = changed.place >= len(zentren)
        cells = Changed(
            changed.place[of_homes] - len(zentren), changed.figures[of_homes].reset_index(drop=True)
        )
        found = count_people(cells, homes)
        known = zentren["zentrum_id"].isin(homes["ortsteil_id"])
    position = pd.Index(zentren["zentrum_id"])
    found.index = position.get_indexer(found.index)
    found = found.reindex(found.index.union(figures.index))
    counts = ["residents", "residents_norm", "residents_one_figure"]
    found[counts] = found[counts].fillna(0.0).where(known[found.index], np.nan)
    return found


def _told(table: pd.DataFrame, side: str, limit: Limit) -> pd.Series:
    """Figures of the Zentren before or after, in the words of the list."""
    columns = {name: name.removeprefix(f"{side}_") for name in table.columns if name.startswith(f"{side}_")}
    figures = table[list(columns)].rename(columns=columns)
    value = limit_value(figures)
    return pd.Series(
        [
            State(row["state"]).title
            if pd.isna(value[index])
            else bound_text(format_value(value[index], limit.unit, limit.value), row["nearer_possible"])
            for index, row in figures.iterrows()
        ],
        index=table.index,
    )


def _told_people(question: Question, people: float) -> int | None:
    """People whose way changes; coarse where they are those of cells or addresses: anybody may ask of any place."""
    if pd.isna(people):
        return None
    return round(people) if question.places.homes is None else coarsen_people(people)


def _rounded(minutes: float) -> float | None:
    return None if pd.isna(minutes) else round(float(minutes), 1)


def _to_answer(
    ask: WhatIfAsk, layer: LayerSpec, question: Question, rows: list[WhatIfRow], snap_m: float | None
) -> WhatIf:
    by_cell = question.places.homes is not None
    known = [row for row in rows if row.residents is not None]
    people = sum(row.residents or 0 for row in known) if known or not rows else None
    return WhatIf(
        ask=ask,
        sentence=_sentence_by_cell(ask, layer, rows) if by_cell else _sentence(ask, layer, rows),
        note=f"{question.places.counted_text} {FROM_ZENTRUM}" if by_cell else AT_ZENTRUM,
        counted_by="cell" if by_cell else "zentrum",
        snap_m=snap_m,
        rows=rows,
        residents_concerned=people,
        residents_norm_met=None if people is None else sum(row.residents_norm_changed or 0 for row in known),
        run_id=question.run_id,
    )


def _sentence(ask: WhatIfAsk, layer: LayerSpec, rows: list[WhatIfRow]) -> str:
    """How many Ortsteile have another way, where people are counted at their Zentrum."""
    head, way = _head(ask, layer), _way(ask)
    people = sum(row.residents or 0 for row in rows)
    if not rows:
        return f"{head}: Für kein Zentrum ändert sich der Weg {ask.mode.title}."
    count = "ein Ortsteil hat" if len(rows) == 1 else f"{len(rows)} Ortsteile haben"
    sentence = f"{head}: {count} {way}"
    if people:
        sentence += f", {format_people(people)} Menschen wohnen dort"
    sentence += _most(rows, lambda row: row.minutes_gained, "; am meisten ändert sich {0} ({1})")
    one_figure = sum(row.minutes_gained is None for row in rows)
    return sentence + _one_figure(ask, f"{one_figure} davon", one_figure, len(rows)) + "."


def _sentence_by_cell(ask: WhatIfAsk, layer: LayerSpec, rows: list[WhatIfRow]) -> str:
    """How many people have another way, where they are counted in cells."""
    people = sum(row.residents or 0 for row in rows)
    if not people:
        return f"{_head(ask, layer)}: Für niemanden ändert sich der Weg {ask.mode.title}."
    concerned = [row for row in rows if row.residents]
    alone = len(concerned) == 1
    areas = concerned[0].ortsteil if alone else f"{len(concerned)} Ortsteilen"
    most = " (im Mittel {1})" if alone else ", am meisten in {0} (im Mittel {1})"
    sentence = f"{_head(ask, layer)}: {format_people(people)} Menschen in {areas} haben {_way(ask)}"
    sentence += _most(rows, lambda row: row.mean_minutes_gained, most)
    one_figure = sum(row.residents_one_figure or 0 for row in rows)
    return sentence + _one_figure(ask, f"{format_people(one_figure)} von ihnen", one_figure, people) + "."


def _head(ask: WhatIfAsk, layer: LayerSpec) -> str:
    return f"{layer.title} {'hier' if ask.action == 'add' else 'ohne diese Einrichtung'}"


def _way(ask: WhatIfAsk) -> str:
    return f"{ask.mode.title} einen {'kürzeren' if ask.action == 'add' else 'längeren'} Weg"


def _one_figure(ask: WhatIfAsk, some: str, count: int, of: int) -> str:
    """For whom a way is known on one side only, so that "shorter" is all that can be said; empty for nobody."""
    if not count:
        return ""
    whom = "sie" if count >= of else some
    return f"; für {whom} {'war bisher keiner' if ask.action == 'add' else 'ist dann keiner mehr'} bekannt"


def _most(rows: list[WhatIfRow], minutes: Callable[[WhatIfRow], float | None], words: str) -> str:
    """Where most changes; nothing where no row has minutes."""
    best = max(rows, key=lambda row: abs(minutes(row) or 0.0))
    change = minutes(best)
    return words.format(best.ortsteil, format_minutes(abs(change) * SECONDS_PER_MINUTE)) if change else ""
