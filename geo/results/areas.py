"""Records of shared project areas: places, near areas, twins, islands, what is near a Zentrum."""

from typing import Literal

from pydantic import ConfigDict

from geo.results.base import Record, Titled

AreaKind = Literal["near", "twin"]


class AreaPlace(Record):
    """A place in an area: a Zentrum of the Verbund, or an Ortsteil of a partner municipality.

    ``residents`` are those used in sums, None where they are not known (partners). ``networks``: ids of the networks
    that the municipality of a partner belongs to.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "place_id": "05978036-hemmerde",
                    "name": "Hemmerde",
                    "ags": "05978036",
                    "kommune": "Unna",
                    "partner": False,
                    "networks": [],
                    "residents": 1850,
                    "lon": 7.8118,
                    "lat": 51.5477,
                }
            ]
        }
    )

    place_id: str
    name: str
    ags: str
    kommune: str
    partner: bool
    networks: list[str]
    residents: int | None
    lon: float
    lat: float


class AreaMember(Record):
    """A place as a member of an area; ``in_need``: it misses the norm of the service."""

    place: AreaPlace
    in_need: bool
    time_to_hub_s: float | None
    text: str


class Area(Record):
    """A shared project area of a run, with its reason in a sentence.

    ``near``: places of several municipalities within the limit of each other that miss the same norm; ``hub`` is the
    place to meet at. ``twin``: the same profile of gaps at any distance. ``spread`` is the longest time between two
    members in seconds (near) or the largest distance of two profiles (twin, 0 same, 1 opposite).
    """

    area_id: str
    kind: AreaKind
    service: str
    service_title: str
    title: str
    kommunen: list[Titled]
    hub: AreaPlace | None
    members: list[AreaMember]
    residents: int
    residents_in_need: int
    spread: float
    reason: str
    run_id: str


class AreaSolution(Record):
    """How well the near areas of a service were found; a gap of 0 is proven best."""

    service: str
    service_title: str
    n_in_need: int
    residents_in_need: int
    covered: int
    covered_gap: float
    total_gap: float
    seconds: float
    sentence: str


class Island(Record):
    """A Zentrum that stands in no area of a service: its nearest place abroad, and why."""

    place: AreaPlace
    nearest: AreaPlace | None
    travel_time_s: float | None
    within: bool
    text: str


class Areas(Record):
    """Shared project areas of one kind, of one service where asked."""

    kind: AreaKind
    service: str | None
    sentence: str
    limit_text: str
    limit_source: str
    model_note: str
    areas: list[Area]
    islands: list[Island]
    solutions: list[AreaSolution]
    run_id: str


class NearAsk(Record):
    """Near areas of one service with other limits than those of the run; None: as in the run."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"service": "primary_school", "limit_min": 20.0, "min_residents": 1500.0, "max_members": 6}
            ]
        }
    )

    service: str
    limit_min: float | None = None
    min_residents: float | None = None
    max_members: int | None = None


class PartnerLink(Record):
    """A Zentrum and a place of another municipality; ``model``: how the time was made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "zentrum": {
                        "place_id": "05978036-hemmerde",
                        "name": "Hemmerde",
                        "ags": "05978036",
                        "kommune": "Unna",
                        "partner": False,
                        "networks": [],
                        "residents": 1850,
                        "lon": 7.8118,
                        "lat": 51.5477,
                    },
                    "other": {
                        "place_id": "05962040-menden",
                        "name": "Menden",
                        "ags": "05962040",
                        "kommune": "Menden (Sauerland)",
                        "partner": True,
                        "networks": [],
                        "residents": None,
                        "lon": 7.7953,
                        "lat": 51.4371,
                    },
                    "travel_time_s": 1130.0,
                    "distance_m": 16400.0,
                    "within": True,
                    "model": "crowfly",
                    "text": "19 min mit dem Auto nach Menden",
                }
            ]
        }
    )

    zentrum: AreaPlace
    other: AreaPlace
    travel_time_s: float
    distance_m: float
    within: bool
    model: str
    text: str


class PartnerLinks(Record):
    """The nearest pair of each municipality of the Verbund and each partner municipality, nearest first."""

    mode: str
    limit_s: float
    limit_text: str
    sentence: str
    pairs: list[PartnerLink]
    n_within: int
    run_id: str


class Twin(Record):
    """A Zentrum with the same profile of gaps, and why in a sentence."""

    place: AreaPlace
    distance: float
    reason: str


class Nearby(Record):
    """What a Zentrum can share, and with whom: partners in reach, areas, twins."""

    zentrum: AreaPlace
    sentence: str
    partners: list[PartnerLink]
    areas: list[Area]
    twin_sentence: str
    twins: list[Twin]
    run_id: str
