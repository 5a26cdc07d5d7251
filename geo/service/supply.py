"""Supply per head by floating catchments (2SFCA and its relatives), per Ortsteil."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.analysis.catchment import Balance, CatchmentMethod, Variant, two_step_catchment
from geo.analysis.limits import Limit
from geo.db import read
from geo.domain import Mode, State
from geo.layers import LayerSpec, get_layer
from geo.network.join import take_points
from geo.network.pairs import pairs_within
from geo.network.parameters import RunParameters
from geo.network.router import Router
from geo.network.snap import Snap
from geo.render.german import format_limit, format_minutes, format_number, format_people
from geo.results import Supply, SupplyBalance, SupplyRow
from geo.service.cells import STATES, CellReach, read_cell_reach
from geo.service.opened import OpenVerbund
from geo.service.streets import get_router
from geo.units import DS_PER_SECOND, METRES_PER_KM, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

PER = 1000.0  # supply per so many people
UNTOLD = (State.DATA_MISSING, State.OUTSIDE_DATA_AREA)  # supply is not known there
SIGMA_SHARE = 0.5  # own setting: standard deviation of the weight over the catchment time


def read_supply(opened: OpenVerbund, layer: str, mode: str, methods: Sequence[str] | None = None) -> Supply:
    """Facilities per 1,000 people within the catchment of a layer.

    Every facility counts as one: capacities are not known. The catchment is the limit of the layer in time; the
    enhanced variants weigh with a Gaussian whose standard deviation is half of it. Both are settings, not norms.

    Parameters
    ----------
    opened, layer, mode
        Where from, and for which facilities and means of transport.
    methods
        Keys of `geo.analysis.catchment.Variant`; all where None.

    Raises
    ------
    NoDataError
        If no grid or street network is loaded, or the run was made without them.
    """
    spec, reach = get_layer(layer), read_cell_reach(opened, layer, mode)
    with opened.connect() as connection:
        facilities = read.read_facilities(connection, opened.verbund_id, layer=layer)
        ortsteile = read.read_frame(connection, "ortsteil", opened.verbund_id).set_index("ortsteil_id")
    catchment_s = _catchment_s(reach.limit, reach.mode, reach.parameters)
    router = get_router(opened, reach.mode, reach.parameters)
    pairs = find_pairs(router, reach.cells, facilities, catchment_s)
    origins = pd.DataFrame(
        {"demand": reach.cells["residents"], "inside": reach.cells["ortsteil_id"].notna()},
        index=reach.cells["ordinal"],
    )
    supply = pd.Series(1.0, index=facilities["facility_id"])
    access, balances = {}, {}
    for variant in [Variant(method) for method in methods] if methods else list(Variant):
        sigma_s = None if variant is Variant.TWO_STEP else catchment_s * SIGMA_SHARE
        found = two_step_catchment(pairs, origins, supply, CatchmentMethod(variant, catchment_s, sigma_s))
        access[str(variant)] = found.origins["access"].to_numpy()
        balances[str(variant)] = found.balance
    return Supply(
        layer=layer,
        mode=reach.mode,
        catchment_text=_catchment_text(reach.limit, catchment_s),
        sentence=_sentence(spec, next(iter(balances.values())), len(facilities)),
        balances=[_to_balance(method, balance) for method, balance in balances.items()],
        rows=_to_rows(reach, ortsteile, access),
        run_id=reach.run_id,
    )


def _catchment_s(limit: Limit, mode: Mode, parameters: RunParameters) -> float:
    if limit.unit == "min":
        return limit.value * SECONDS_PER_MINUTE
    return limit.value / (parameters.speed_kmh[mode] * METRES_PER_KM / SECONDS_PER_HOUR)


def _catchment_text(limit: Limit, catchment_s: float) -> str:
    text = format_limit(limit.value, limit.unit)
    return text if limit.unit == "min" else f"{text} ({format_minutes(catchment_s)})"


def find_pairs(
    router: Router, cells: gpd.GeoDataFrame, facilities: gpd.GeoDataFrame, catchment_s: float
) -> pd.DataFrame:
    """Every cell and facility within the catchment, with the time between them."""
    homes, home = _on_known_streets(router, cells)
    targets, target = _on_known_streets(router, facilities)
    pairs = pairs_within(router, homes, targets, int(catchment_s * DS_PER_SECOND))
    return pd.DataFrame(
        {
            "origin_id": home[pairs.origin],
            "facility_id": facilities["facility_id"].to_numpy()[target[pairs.target]],
            "travel_time_s": pairs.time_ds / DS_PER_SECOND,
        }
    )


def _on_known_streets(router: Router, places: gpd.GeoDataFrame) -> tuple[Snap, npt.NDArray[np.int64]]:
    """Places from or to which a way is known, as in a run, and their positions."""
    snap = router.snap(shapely.get_coordinates(places.geometry.to_numpy()))
    known = np.flatnonzero(~snap.outside)
    return take_points(snap, known), known


def _to_rows(
    reach: CellReach, ortsteile: pd.DataFrame, access: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
) -> list[SupplyRow]:
    """Mean of the residents of each Ortsteil; no figure where a cell has no data."""
    cells = reach.cells
    told = ~reach.frame["state"].isin([STATES.index(state) for state in UNTOLD]).to_numpy()
    # An unmapped facility nearer than the one found can lie in the catchment whatever that one's way.
    unsure = reach.frame["nearer_possible"].to_numpy(dtype=bool)
    counted = pd.DataFrame(
        {
            "ortsteil_id": cells["ortsteil_id"],
            "told": told,
            "unsure": unsure,
            "residents": cells["residents"],
            **{method: people * cells["residents"].to_numpy() for method, people in access.items()},
        }
    )
    groups = counted.groupby("ortsteil_id")
    sums, told_all, any_unsure = (
        groups[["residents", *access]].sum(),
        groups["told"].all(),
        groups["unsure"].any(),
    )
    rows = []
    for area, row in sums.iterrows():
        known = bool(told_all[area]) and row["residents"] > 0
        rows.append(
            SupplyRow(
                ortsteil_id=str(area),
                ortsteil=ortsteile.loc[area, "name"],
                kommune=ortsteile.loc[area, "kommune"],
                per_1000={
                    method: round(float(row[method] / row["residents"] * PER), 3) if known else None
                    for method in access
                },
                at_least=bool(any_unsure[area]),
                state=State.REACHED if told_all[area] else State.DATA_MISSING,
            )
        )
    return rows


def _to_balance(method: str, balance: Balance) -> SupplyBalance:
    return SupplyBalance(
        method=method,
        supply=balance.supply,
        supply_reached=balance.supply_reached,
        handed_out=round(balance.handed_out, 6),
        demand_inside=round(balance.demand_inside, 1),
        demand_outside=round(balance.demand_outside, 1),
        holds=balance.holds,
    )


def _sentence(layer: LayerSpec, balance: Balance, n_facilities: int) -> str:
    """How many facilities are shared out among how many people, and that people outside count."""
    if n_facilities == 0:
        return f"Es sind keine {layer.plural_inside} erfasst."
    people = balance.demand_inside + balance.demand_outside
    reached = f"{format_number(balance.supply_reached)} von {format_number(n_facilities)}"
    verb = "liegt" if balance.supply_reached == 1 else "liegen"
    sentence = f"{layer.plural}: {reached} {verb} im Einzugsgebiet von {format_people(people)} Menschen"
    if balance.demand_outside >= 1:
        sentence += f", davon {format_people(balance.demand_outside)} außerhalb des Verbunds"
    return sentence + "."
