"""Records of bus and rail by 100-m cells of the population grid."""

from pydantic import ConfigDict

from geo.domain import DayType, State
from geo.results.base import Record
from geo.results.catalogue import NormInfo


class TransitCellTime(Record):
    """From one inhabited cell: as `TransitTime`, without the way home. ``residents`` is None where few people live."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "cell_id": "100mN27000E41000",
                    "lon": 8.6843,
                    "lat": 49.3811,
                    "ortsteil_id": "08221000-rohrbach",
                    "residents": 40,
                    "state": "reached",
                    "state_title": "erreicht",
                    "target_name": "Heidelberg",
                    "share_connected": 1.0,
                    "p25_min": 14.9,
                    "p50_min": 17.8,
                    "p75_min": 19.8,
                    "text": "18 min (15 bis 20)",
                    "nearer_possible": False,
                    "norm_met": True,
                }
            ]
        }
    )

    cell_id: str
    lon: float
    lat: float
    ortsteil_id: str
    residents: int | None
    state: State
    state_title: str
    target_name: str
    share_connected: float | None
    p25_min: float | None
    p50_min: float | None
    p75_min: float | None
    text: str
    nearer_possible: bool
    norm_met: bool | None


class TransitCellTimes(Record):
    """Travel times from all inhabited cells of an area (municipality or Ortsteil) to one target in one window.

    ``residents``: people of the area in cells; ``residents_within``: those whose median keeps the limit;
    ``residents_unknown``: those of whom nothing can be said (no streets known, target not known completely); both in
    tens, 5 for fewer than 10.
    """

    area: str
    area_title: str
    target: str
    target_title: str
    day_type: DayType
    date: str
    window: str
    window_title: str
    sentence: str
    norm: NormInfo | None
    limit_min: float
    limit_text: str
    residents: int
    residents_within: int
    residents_unknown: int
    cells: list[TransitCellTime]
    run_id: str


class TransitCellClasses(Record):
    """Quality classes of all cells, in the order of the tile attribute ``i``.

    ``letters`` and ``states`` hold one character per cell: the class (``-`` without one), and the position of the state
    in ``state_keys``.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "method": "oerok-2017",
                    "day_type": "school",
                    "date": "2022-06-21",
                    "letters": "C-",
                    "states": "01",
                    "state_keys": [
                        "reached",
                        "beyond_limit",
                        "not_connected",
                        "outside_data_area",
                        "data_missing",
                    ],
                    "run_id": "dda21a16",
                }
            ]
        }
    )

    method: str
    day_type: DayType
    date: str | None
    letters: str
    states: str
    state_keys: list[State]
    run_id: str
