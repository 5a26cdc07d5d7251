"""Result records: what ``geo.service`` hands to the API, the report, the notebook and the command line.

Each record carries its state and where it comes from, so that map, report, API and notebook cannot differ.
Units end a name; ``None`` means that the state says why there is no figure.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from geo.domain import Handlungsfeld, Mode, State

Unit = Literal["m", "min"]


class Record(BaseModel):
    """Base of all results: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RunInfo(Record):
    """One computation: model, parameters, data."""

    run_id: str
    model: str
    model_title: str
    model_note: str
    code_version: str
    parameters: dict[str, float | str | int]
    datasets: dict[str, str]
    finished_at: datetime


class DatasetInfo(Record):
    """One source: origin, licence, date, checksum, and for what it is complete."""

    key: str
    title: str
    source: str
    url: str
    licence: str
    attribution: str
    date: str
    sha256: str
    note: str
    layers: list[str]
    complete_ags: list[str]
    n_records: int


class NormInfo(Record):
    """A norm of the register as shown beside a figure."""

    id: str
    title: str
    value: float
    unit: Unit
    text: str
    source: str
    binding: str
    concerns: str


class ClassBreak(Record):
    """One class of the choropleth: letter for grey copies, colour, upper bound (None = open end)."""

    letter: str
    colour: str
    upper: float | None
    label: str
    norm_met: bool


class LayerMode(Record):
    """How a layer is judged with one mode: the norm if there is one, else the run's general limit."""

    mode: Mode
    norm: NormInfo | None
    limit_value: float
    limit_unit: Unit
    limit_text: str
    classes: list[ClassBreak]


class LayerInfo(Record):
    """A layer as users choose it."""

    key: str
    title: str
    plural: str
    handlungsfeld: Handlungsfeld
    handlungsfeld_title: str
    question: str
    colour: str
    order: int
    n_facilities: int
    complete_in: list[str]
    complete_ags: list[str]
    modes: list[LayerMode]


class Reach(Record):
    """Way from one Zentrum to the nearest facility of one layer with one mode.

    ``travel_time_s`` and ``distance_m`` are those of the way in the run's model; ``value`` is the one the
    limit speaks of, in ``limit_unit``. ``nearer_possible``: an unmapped facility could be nearer, the
    figure is an upper bound. ``verdict`` is the state in words as shown; beyond the limit such an upper
    bound reads *vielleicht zu weit*. ``own_…``: the same inside the own municipality; ``border_gain_s``
    is what crossing the border saves.
    """

    zentrum_id: str
    zentrum: str
    ags: str
    kommune: str
    layer: str
    layer_title: str
    mode: Mode
    state: State
    state_title: str
    verdict: str
    travel_time_s: float | None
    distance_m: float | None
    value: float | None
    value_text: str
    class_letter: str | None
    facility_id: str | None
    facility: str | None
    facility_kommune: str | None
    limit_value: float
    limit_unit: Unit
    limit_text: str
    norm_id: str | None
    norm_met: bool | None
    nearer_possible: bool
    own_state: State
    own_facility: str | None
    own_travel_time_s: float | None
    own_distance_m: float | None
    border_gain_s: float | None
    snap_m: float | None
    residents: int | None
    residents_estimated: bool
    run_id: str


class Gap(Record):
    """An Ortsteil that misses a norm: how many people, by how much.

    ``residents`` is scaled to the official municipal total; ``shortfall`` is value minus norm in ``unit``,
    ``shortfall_share`` the same divided by the norm. Ranks start at 1.
    """

    ortsteil_id: str
    ortsteil: str
    ags: str
    kommune: str
    layer: str
    layer_title: str
    mode: Mode
    norm_id: str
    norm_text: str
    value_text: str
    shortfall: float
    shortfall_text: str
    shortfall_share: float
    unit: Unit
    residents: int | None
    residents_estimated: bool
    nearer_possible: bool
    rank_people: int | None
    rank_shortfall: int
    run_id: str


class Headline(Record):
    """The sentence that comes first: how many Ortsteile and people lie beyond the limit."""

    layer: str
    mode: Mode
    n_total: int
    n_judged: int
    n_missed: int
    n_missed_nearer_possible: int
    n_data_missing: int
    residents_missed: int | None
    residents_share: float | None
    mean_shortfall_share: float | None
    figure: str
    sentence: str
    note: str
    norm: NormInfo | None
    by_kommune: dict[str, int]
    run_id: str


class LinkEnd(Record):
    """One end of a link."""

    zentrum_id: str
    name: str
    ags: str
    kommune: str
    lon: float
    lat: float


class Link(Record):
    """Two Zentren of different municipalities; ``within`` the limit it is a first shared project area."""

    a: LinkEnd
    b: LinkEnd
    mode: Mode
    travel_time_s: float
    distance_m: float
    crow_m: float
    within: bool
    text: str


class Links(Record):
    """All links within the limit, and the nearest pair per pair of municipalities even where none is."""

    mode: Mode
    limit_s: float
    limit_text: str
    limit_source: str
    sentence: str
    links: list[Link]
    nearest: list[Link]
    run_id: str


class Residents(Record):
    """People of an Ortsteil: the figure of the source (or the estimate) and the scaled one used in sums."""

    value: int | None
    scaled: int | None
    estimated: bool
    date: str
    source: str
    text: str


class ZentrumSheet(Record):
    """All that is known of one Zentrum: what the sheet beside the map and the printed report show."""

    zentrum_id: str
    name: str
    kind: str
    ags: str
    kommune: str
    verbund: str
    lon: float
    lat: float
    position_source: str
    position_estimated: bool
    residents: Residents
    area_km2: float
    geometrie_quelle: str
    geometrie_title: str
    geometrie_estimated: bool
    sentence: str
    figures: list[Reach]
    gaps: list[Gap]
    nearest_partner: Link | None
    partner_sentence: str
    sources: list[DatasetInfo]
    source_line: str
    run: RunInfo


class ProjectInfo(Record):
    """A project of the register; ``beispiel`` marks records that are examples and not real."""

    project_id: str
    title: str
    summary: str
    need: str
    need_title: str
    handlungsfelder: list[str]
    phase: str
    kommunen: list[str]
    zentren: list[str]
    owner: str
    beispiel: bool
    lon: float | None
    lat: float | None


class Titled(Record):
    """A key and its German words."""

    key: str
    title: str


class Palette(Record):
    """Colours and words that the web map and the print share."""

    missing: str
    outline: str
    accent: str
    hatch_note: str


class VerbundInfo(Record):
    """A Verbund, what is loaded of it, and the run whose results are shown."""

    id: str
    title: str
    subtitle: str
    n_zentren: int
    n_ortsteile: int
    n_kommunen: int
    bounds: tuple[float, float, float, float]
    kommunen: list[Titled]
    modes: list[Titled]
    states: list[Titled]
    palette: Palette
    default_layer: str
    datasets: list[DatasetInfo]
    run: RunInfo | None


class Health(Record):
    """Whether the service can answer."""

    status: Literal["ok", "no_data"]
    version: str
    postgis: str
    verbund: str
    run_id: str | None
