"""Records of the project register: what is handed in, cleaned and bounded. Markup stays text."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from geo.domain import Handlungsfeld, Phase, Visibility
from geo.results.base import Record
from geo.results.wishes import MOST_ENTRIES, Key, Keys, Line, LongText, Short, Summary, Title, Wish
from geo.schema import check_degrees

MOST_EUR = 10_000_000_000
DECIMALS = 6  # of degrees, about 0.1 m; what is stored comes back the same


EXAMPLE: JsonDict = {
    "title": "Dorfladen Hemmerde",
    "summary": "Ein Laden, den das Dorf selbst betreibt.",
    "description": "",
    "need": "convenience",
    "handlungsfelder": ["wirtschaft"],
    "target_groups": ["ältere Menschen"],
    "phase": "idee",
    "phase_since": "2026-10-01",
    "ags": ["05978036"],
    "zentren": ["05978036-hemmerde"],
    "places": [{"lon": 7.8118, "lat": 51.5477}],
    "area": None,
    "owner": "Stadt Unna",
    "cost_eur": 250000,
    "funding": [{"programme": "LEADER", "amount_eur": 100000, "since": "2027-01-01", "until": "2028-12-31"}],
    "links": [{"url": "https://example.org/code", "title": "Quelltext", "licence": "EUPL-1.2"}],
    "modules": [
        {
            "key": "schliesssystem",
            "title": "Schließsystem",
            "description": "",
            "licence": "EUPL-1.2",
            "url": "",
        }
    ],
    "seeks": [
        {"resource": "rooms", "text": "Ladenraum mit ebenem Zugang", "need": "", "handlungsfeld": None}
    ],
    "lessons": "",
    "visibility": "network",
    "beispiel": False,
    "contact": None,
}


def _web_address(text: str) -> str:
    if text and not text.lower().startswith(("https://", "http://")):
        raise ValueError("eine Adresse beginnt mit https:// oder http://")
    return text


Url = Annotated[Line, Field(max_length=500), AfterValidator(_web_address)]
Euro = Annotated[int, Field(ge=0, le=MOST_EUR)]
Degrees = Annotated[float, Field(allow_inf_nan=False), AfterValidator(lambda value: round(value, DECIMALS))]


class Funding(Record):
    """Money from a programme: amount in euros, period."""

    programme: Title
    amount_eur: Euro | None = None
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Funding":
        if self.since and self.until and self.until < self.since:
            raise ValueError("die Förderung endet, bevor sie beginnt: bitte den Zeitraum berichtigen")
        return self


class ProjectLink(Record):
    """Something open on the web, such as source code, with its licence."""

    url: Url
    title: Summary = ""
    licence: Short = ""


class ProjectModule(Record):
    """A part that others may adopt; ``key`` is given by the register when it is empty."""

    key: Annotated[str, Field(max_length=100, pattern=r"^[a-z0-9-]*$")] = ""
    title: Title
    description: Summary = ""
    licence: Short = ""
    url: Url = ""


class ProjectContact(Record):
    """Who may be asked, by consent: what for, since when, until when. Only people with an account see it."""

    name: Title
    mail: Annotated[Short, Field(pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""
    phone: Annotated[Line, Field(max_length=50)] = ""
    purpose: Title
    consented_on: date
    expires_on: date

    @model_validator(mode="after")
    def _in_order(self) -> "ProjectContact":
        if self.expires_on <= self.consented_on:
            raise ValueError("die Einwilligung endet, bevor sie beginnt: bitte die Daten berichtigen")
        return self


class Place(Record):
    """Where the project is, in degrees (EPSG:4326)."""

    lon: Degrees
    lat: Degrees

    @model_validator(mode="after")
    def _in_range(self) -> "Place":
        check_degrees(self.lat, self.lon)
        return self


class ProjectDraft(Record):
    """What people write about a project. A municipality follows from its Ortsteile; no place is fine."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    title: Title
    summary: Summary = ""
    description: LongText = ""
    need: Key = ""
    handlungsfelder: Annotated[list[Handlungsfeld], Field(max_length=len(Handlungsfeld))] = Field(
        default_factory=list
    )
    target_groups: Keys = Field(default_factory=list)
    phase: Phase = Phase.IDEE
    phase_since: date | None = None
    ags: Keys = Field(default_factory=list)
    zentren: Keys = Field(default_factory=list)
    places: Annotated[list[Place], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)
    area: dict[str, Any] | None = None
    owner: Short = ""
    cost_eur: Euro | None = None
    funding: Annotated[list[Funding], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)
    links: Annotated[list[ProjectLink], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)
    modules: Annotated[list[ProjectModule], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)
    seeks: Annotated[list[Wish], Field(max_length=MOST_ENTRIES)] = Field(default_factory=list)
    lessons: LongText = ""
    visibility: Visibility = Visibility.NETWORK
    beispiel: bool = False
    contact: ProjectContact | None = None


class ProjectNew(Record):
    """A project to be added; ``confirm`` answers the question whether a place outside its municipality is meant."""

    draft: ProjectDraft
    confirm: bool = False


class ProjectEdit(ProjectNew):
    """A changed project; ``version`` is the one that the form began with."""

    version: Annotated[int, Field(ge=1)]


class AdoptionNew(Record):
    """A municipality takes over a module, perhaps for a project of its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "module": "schliesssystem",
                    "ags": "05970040",
                    "by_project_id": "",
                    "note": "für den Laden in Siegen-Volnsberg",
                }
            ]
        }
    )

    module: Annotated[str, Field(min_length=1, max_length=100)]
    ags: Annotated[str, Field(min_length=1, max_length=20)]
    by_project_id: Key = ""
    note: Summary = ""
