"""Records of what only a street network can answer: isochrones, cells, supply, comparison of runs."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict

from geo.domain import Mode, State
from geo.results import examples
from geo.results.base import Record, Unit
from geo.results.catalogue import NormInfo


class SpeedInfo(Record):
    """A speed that may be asked for; ``usual`` is that of the run."""

    mode: Mode
    kmh: float
    title: str
    text: str
    usual: bool


class NetworkInfo(Record):
    """The street network that is loaded: modes (none: the straight-line model stands in), date, source.

    ``speeds``: what isochrones may be asked for, per mode; cars go by class of road and speed limit.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.NETWORK_INFO]})

    modes: list[Mode]
    speeds: list[SpeedInfo]
    date: str
    source: str
    note: str


class Isochrone(Record):
    """What can be reached from a place within some minutes; ``geometry`` is a MultiPolygon in EPSG:4326.

    ``tolerance_s``: nothing inside takes longer than ``minutes`` plus this. ``residents`` live inside,
    None where no population grid is loaded. ``complete``: false where reached streets come so near to the edge of
    what is loaded that more could lie beyond; area and people are then the least that is reached. ``snap_m``: from the
    place to the street. ``speed_text``: how fast somebody goes, in words; ``speed_kmh`` is None for cars, whose speed
    differs from street to street.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ISOCHRONE]})

    zentrum_id: str
    mode: Mode
    minutes: float
    speed_kmh: float | None
    speed_text: str
    tolerance_s: float
    area_km2: float
    residents: int | None
    complete: bool
    snap_m: float
    geometry: dict[str, Any]
    run_id: str


class CellsInfo(Record):
    """The population grid: number of cells, width in metres, sources, factor per municipality (by ags).

    ``n_addresses``: places that count instead of cells where a municipality has given its own; they are shown in the
    cell in which they lie. ``counted_text`` says in a sentence which counts where.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.CELLS_INFO]})

    n_cells: int
    n_addresses: int
    counted_text: str
    width_m: float
    residents: int
    factors: dict[str, float]
    ortsteile_without_cells: list[str]
    source: str
    date: str
    note: str


class CellValues(Record):
    """Figures of all 100-m cells of one layer and mode, in the order of the tile attribute ``i``.

    ``letters`` and ``states`` hold one character per cell: the class (``-`` without a figure), and the
    position of the state in ``state_keys``. ``values`` is in ``unit``, None where the state says why; ``minutes`` is
    the travel time. ``snaps`` and ``facility_snaps``: from the cell and the facility to the street, in tens of metres;
    part of the way. None where the run did not keep them.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.CELL_VALUES]})

    layer: str
    mode: Mode
    unit: Unit
    letters: str
    states: str
    state_keys: list[State]
    values: list[float | None]
    minutes: list[float | None]
    snaps: list[int | None]
    facility_snaps: list[int | None]
    run_id: str


class CoverageRow(Record):
    """People of an Ortsteil (``ortsteil_id`` empty: of the Verbund), by cells or addresses.

    Parts of them are coarse, so that nobody is singled out: tens, 5 for fewer than 10, shares in whole percent.

    ``within`` and ``unknown``: by minutes, how many certainly reach the layer so soon, and of how many it is not known.
    ``residents_missed`` and ``residents_unknown`` speak of the norm; ``poverty_share`` (P0) is the share of the judged
    who miss it, ``poverty_gap`` (P1) the mean of max(0, value - norm) / norm over them. None without a norm, and where
    more than a twentieth of the people cannot be judged: the others would be a lucky choice.
    ``residents_missed_nearer_possible`` of those who miss it could have a nearer facility that nobody mapped.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COVERAGE_ROW]})

    ortsteil_id: str
    ortsteil: str
    kommune: str
    residents: int
    within: dict[str, int]
    unknown: dict[str, int]
    residents_missed: int | None
    residents_missed_nearer_possible: int | None
    residents_unknown: int | None
    poverty_share: float | None
    poverty_gap: float | None


class Coverage(Record):
    """People within reach of a layer and below its norm: first the Verbund, then its Ortsteile.

    ``sentences`` says for each of ``minutes`` how many people of the Verbund reach it; each begins with its figure
    in ``figures`` ("53 %"), where that is known. ``basis_text``: where people are counted.
    """

    layer: str
    mode: Mode
    minutes: list[int]
    figures: dict[str, str]
    sentences: dict[str, str]
    norm: NormInfo | None
    norm_sentence: str
    basis_text: str
    rows: list[CoverageRow]
    run_id: str


class RunRow(Record):
    """A run in the list of runs."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.RUN_ROW]})

    run_id: str
    model: str
    model_title: str
    finished_at: datetime
    parameters: dict[str, float | str | int]
    published: bool


class Change(Record):
    """What differs between two runs for one Zentrum, layer and mode; ``change_s`` = b minus a."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.CHANGE]})

    zentrum_id: str
    zentrum: str
    kommune: str
    layer: str
    layer_title: str
    mode: Mode
    kind: str
    a_text: str
    b_text: str
    change_s: float | None
    residents: int | None


class Comparison(Record):
    """Two runs side by side."""

    run_a: RunRow
    run_b: RunRow
    sentence: str
    n_compared: int
    n_changed: int
    changes: list[Change]


class SupplyRow(Record):
    """Facilities per 1,000 people of an Ortsteil by method; None where the state says why.

    ``at_least``: for some of them a facility that nobody mapped could lie in the catchment.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SUPPLY_ROW]})

    ortsteil_id: str
    ortsteil: str
    kommune: str
    per_1000: dict[str, float | None]
    at_least: bool
    state: State


class SupplyBalance(Record):
    """Whether a method hands out what there is: ``holds`` is None for M2SFCA, which leaves supply unused."""

    method: str
    supply: float
    supply_reached: float
    handed_out: float
    demand_inside: float
    demand_outside: float
    holds: bool | None


class Supply(Record):
    """Supply per head by floating catchments (methods.md, section 3): 2SFCA, E2SFCA, M2SFCA.

    ``catchment_text`` is the limit of the layer that serves as catchment. ``sentence`` says how many facilities how
    many people share, and how many of these live outside of the Verbund.
    """

    layer: str
    mode: Mode
    catchment_text: str
    sentence: str
    balances: list[SupplyBalance]
    rows: list[SupplyRow]
    run_id: str


class NahversorgungRow(Record):
    """How many of the five BBSR services lie within 1,000 m on foot; a range where data is missing."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.NAHVERSORGUNG_ROW]})

    ortsteil_id: str
    ortsteil: str
    kommune: str
    points_known: float
    points_possible: float
    text: str
    residents: int | None
    run_id: str
