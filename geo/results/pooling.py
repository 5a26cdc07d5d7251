"""Records of shared sites: what is asked, which sites, who reaches them, what sharing changes."""

from typing import Annotated

from pydantic import ConfigDict, Field

from geo.domain import Aim, Model
from geo.results.areas import AreaPlace
from geo.results.base import Record, Titled


class PoolAsk(Record):
    """Shared sites of a service for the members of a computed area or of a Projektraum (one of the two).

    ``sites`` are layers whose buildings may house it, None: all layers with rooms for it; ``aim``: ``reach`` for most
    people within the limit, ``time`` for the least time of everybody; ``limit_min`` None: as in the run;
    ``min_people``: people that one site needs, with ``min_people_source``, where the number is from.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "service": "secondary_school",
                    "area_id": "near-secondary_school-1",
                    "aim": "reach",
                    "count": 2,
                    "limit_min": 20.0,
                    "min_people": 500,
                    "min_people_source": "Annahme der Planung, 2026",
                }
            ]
        }
    )

    service: str
    area_id: str | None = None
    raum_id: str | None = None
    sites: tuple[str, ...] | None = None
    aim: Aim = Aim.REACH
    count: int = 1
    limit_min: float | None = None
    min_people: int = 0
    min_people_source: str = ""


class PoolPrint(Record):
    """The shared site on the report of a Projektraum: fields as in `PoolAsk`, ``sites`` with commas.

    Without a service: one site for the service of the Projektraum, in any building with rooms.
    """

    # Read from an address, which also names the Verbund: other parameters are none of its business.
    model_config = ConfigDict(extra="ignore")

    service: Annotated[str | None, Field(max_length=64, examples=["secondary_school"])] = None
    sites: Annotated[str, Field(max_length=500, examples=["town_hall,community_centre"])] = ""
    aim: Aim = Aim.REACH
    count: int = 1
    limit_min: float | None = None
    min_people: int = 0
    min_people_source: Annotated[str, Field(max_length=200)] = ""

    def to_ask(self, raum_id: str) -> PoolAsk | None:
        """The question for a Projektraum; None where no service is named."""
        if self.service is None:
            return None
        sites = tuple(key.strip() for key in self.sites.split(",") if key.strip()) or None
        fields = self.model_dump(exclude={"service", "sites"})
        return PoolAsk(service=self.service, raum_id=raum_id, sites=sites, **fields)


class PoolSite(Record):
    """A building chosen as a shared site; ``people`` go there, ``text`` says what it is."""

    facility_id: str
    name: str
    layer: str
    kommune: str
    people: int
    lon: float
    lat: float
    text: str


class PoolWay(Record):
    """The way of a member to its shared site; None where no site is within the limit."""

    place: AreaPlace
    site_id: str | None
    travel_time_s: float | None
    model: Model | None
    text: str


class PoolAlone(Record):
    """What a municipality reaches alone, with one site on its own ground for its own people, and what together."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ags": "05978036",
                    "kommune": "Unna",
                    "people": 1850,
                    "site": "Grundschule Hemmerde",
                    "reached": 1700,
                    "reached_shared": 1850,
                }
            ]
        }
    )

    ags: str
    kommune: str
    people: int
    site: str
    reached: int
    reached_shared: int


class Pooling(Record):
    """Shared sites of a service.

    Attributes
    ----------
    aim, asked_sites
        What they were chosen for, and the layers whose buildings were looked at.
    reached, people
        People within the limit of a site, and all whom we know of.
    proven
        Whether no other choice is better.
    alone
        Each municipality whose people we know of, alone and together; ``site`` is empty where it has none.
    reached_alone, saved_person_min, crossing
        People reached where each municipality opens one site for its own people; person-minutes per way that sharing
        saves against that; people whose shared site lies in another municipality.
    round_min
        Minutes of the shortest round through all sites, in the order of ``sites``.
    """

    service: str
    service_title: str
    aim: Aim
    asked_sites: list[Titled]
    sentence: str
    comparison: str
    rota: str
    limit_text: str
    limit_source: str
    model_note: str
    sites: list[PoolSite]
    ways: list[PoolWay]
    alone: list[PoolAlone]
    reached: int
    people: int
    proven: bool
    reached_alone: int
    saved_person_min: int
    crossing: int
    round_min: float
    n_candidates: int
    run_id: str
