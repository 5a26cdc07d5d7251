"""Records of what there is: Verbund, layers, norms, sources, runs."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

from geo.domain import Handlungsfeld, Mode
from geo.results.base import Record, Titled, Unit


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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "bbsr-supermarkt",
                    "title": "Nahversorgung zu Fuß: Supermarkt",
                    "value": 1000.0,
                    "unit": "m",
                    "text": "1\xa0km",
                    "source": "BBSR 2025 (Fußwegenetz, 100-m-Raster); BBSR 2015 mit demselben Wert als Luftlinie",
                    "binding": "Richtwert",
                    "concerns": "alle Einwohner",
                }
            ]
        }
    )

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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "letter": "A",
                    "colour": "#0b5d6b",
                    "upper": 250.0,
                    "label": "bis 250\xa0m",
                    "norm_met": True,
                }
            ]
        }
    )

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
    """A layer as users choose it; ``rooms``: its buildings may house a shared service."""

    key: str
    title: str
    plural: str
    handlungsfeld: Handlungsfeld
    handlungsfeld_title: str
    question: str
    colour: str
    order: int
    rooms: bool
    n_facilities: int
    complete_in: list[str]
    complete_ags: list[str]
    modes: list[LayerMode]


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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "ok",
                    "version": "0.1.0",
                    "postgis": "3.3.2",
                    "verbund": "61-6-eins",
                    "run_id": "3691cd1e",
                }
            ]
        }
    )

    status: Literal["ok", "no_data"]
    version: str
    postgis: str
    verbund: str
    run_id: str | None
