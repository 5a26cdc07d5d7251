"""Records of figures: reachability, gaps, headline, links."""

from pydantic import ConfigDict

from geo.domain import Mode, State
from geo.results.base import Record, Unit
from geo.results.catalogue import NormInfo

NBSP = "\u00a0"
EXAMPLE_RUN = "2987becc"


class Reach(Record):
    """Way from one Zentrum to the nearest facility of one layer with one mode.

    ``travel_time_s`` and ``distance_m`` are those of the way in the run's model; ``value`` is the one the
    limit speaks of, in ``limit_unit``. ``nearer_possible``: an unmapped facility could be nearer, the
    figure is an upper bound. ``verdict`` is the state in words as shown; beyond the limit such an upper
    bound reads *vielleicht zu weit*. ``own_…``: the same inside the own municipality; ``own_none``:
    it is known to have no such facility at all; ``border_gain_s``
    is what crossing the border saves. ``snap_m`` and ``facility_snap_m``: from Zentrum and facility to the street
    (None in the straight-line model). ``residents`` is the figure of the source (or the estimate),
    ``residents_scaled`` the one for sums.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "zentrum_id": "05978036-hemmerde",
                    "zentrum": "Hemmerde",
                    "ags": "05978036",
                    "kommune": "Unna",
                    "layer": "primary_school",
                    "layer_title": "Grundschule",
                    "mode": "walk",
                    "state": "reached",
                    "state_title": "erreicht",
                    "verdict": "erreicht",
                    "travel_time_s": 224.0,
                    "distance_m": 311.1,
                    "value": 311.1,
                    "value_text": f"310{NBSP}m",
                    "class_letter": "A",
                    "facility_id": "schule:142840",
                    "facility": "Grundschule Hemmerde",
                    "facility_kommune": "Unna",
                    "limit_value": 2000,
                    "limit_unit": "m",
                    "limit_text": f"2{NBSP}km",
                    "norm_id": "schfkvo-grundschule",
                    "norm_met": True,
                    "nearer_possible": False,
                    "own_state": "reached",
                    "own_facility": "Grundschule Hemmerde",
                    "own_travel_time_s": 224.0,
                    "own_distance_m": 311.1,
                    "own_none": False,
                    "border_gain_s": 0.0,
                    "snap_m": None,
                    "facility_snap_m": None,
                    "residents": 2785,
                    "residents_scaled": 2543,
                    "residents_estimated": False,
                    "run_id": EXAMPLE_RUN,
                }
            ]
        }
    )

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
    own_none: bool
    border_gain_s: float | None
    snap_m: float | None
    facility_snap_m: float | None
    residents: int | None
    residents_scaled: int | None
    residents_estimated: bool
    run_id: str


class Gap(Record):
    """An Ortsteil that misses a norm: how many people, by how much.

    ``residents`` is the figure of the source (or the estimate), ``residents_scaled`` the one scaled to the
    official municipal total that ranks and sums use; ``shortfall`` is value minus norm in ``unit``,
    ``shortfall_share`` the same divided by the norm; both are None where nothing was found within the search, or no
    way at all, and ``shortfall_text`` says which. Ranks start at 1.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ortsteil_id": "05570008-vellern",
                    "ortsteil": "Vellern",
                    "ags": "05570008",
                    "kommune": "Beckum",
                    "layer": "primary_school",
                    "layer_title": "Grundschule",
                    "mode": "walk",
                    "norm_id": "schfkvo-grundschule",
                    "norm_text": f"2{NBSP}km",
                    "value_text": f"4,9{NBSP}km",
                    "shortfall": 2921.5,
                    "shortfall_text": f"2,9{NBSP}km",
                    "shortfall_share": 1.46,
                    "unit": "m",
                    "residents": 1083,
                    "residents_scaled": 1060,
                    "residents_estimated": False,
                    "nearer_possible": True,
                    "rank_people": 12,
                    "rank_shortfall": 31,
                    "run_id": EXAMPLE_RUN,
                }
            ]
        }
    )

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
    shortfall: float | None
    shortfall_text: str
    shortfall_share: float | None
    unit: Unit
    residents: int | None
    residents_scaled: int | None
    residents_estimated: bool
    nearer_possible: bool
    rank_people: int | None
    rank_shortfall: int
    run_id: str


class Headline(Record):
    """The sentence that comes first: how many Ortsteile and people lie beyond the limit."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "layer": "primary_school",
                    "mode": "walk",
                    "n_total": 61,
                    "n_judged": 61,
                    "n_missed": 31,
                    "n_missed_nearer_possible": 30,
                    "n_data_missing": 0,
                    "residents_missed": 22860,
                    "residents_share": 0.0957,
                    "mean_shortfall_share": 0.087,
                    "figure": "31 von 61",
                    "sentence": f"31 von 61 Ortsteilen liegen weiter als 2{NBSP}km von der nächsten bekannten "
                    "Grundschule, rund 22.900 Menschen wohnen dort.",
                    "note": "Bei 30 davon kann außerhalb der erfassten Gebiete eine nähere Einrichtung liegen.",
                    "norm": None,
                    "by_kommune": {"05558008": 1, "05570008": 2, "05570016": 0},
                    "run_id": EXAMPLE_RUN,
                }
            ]
        }
    )

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
    """Two Zentren of different municipalities; ``within`` the limit it is a first shared project area.

    ``model``: how the time was made; pairs that no street joins within the search stand in the straight-line model.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "a": {
                        "zentrum_id": "05570008-roland",
                        "name": "Roland",
                        "ags": "05570008",
                        "kommune": "Beckum",
                        "lon": 8.0113,
                        "lat": 51.7816,
                    },
                    "b": {
                        "zentrum_id": "05570016-walstedde",
                        "name": "Walstedde",
                        "ags": "05570016",
                        "kommune": "Drensteinfurt",
                        "lon": 7.7959,
                        "lat": 51.7611,
                    },
                    "mode": "car",
                    "travel_time_s": 2132.6,
                    "distance_m": 19548.7,
                    "crow_m": 15037.5,
                    "within": False,
                    "model": "Luftlinienmodell",
                    "text": "15,0\xa0km Luftlinie, rund 36\xa0min",
                }
            ]
        }
    )

    a: LinkEnd
    b: LinkEnd
    mode: Mode
    travel_time_s: float
    distance_m: float
    crow_m: float
    within: bool
    model: str
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
