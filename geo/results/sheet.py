"""The record of one Zentrum: what the sheet beside the map and the printed page show."""

from geo.results.base import Record
from geo.results.catalogue import DatasetInfo, RunInfo
from geo.results.figures import Gap, Link, Reach


class Residents(Record):
    """People of an Ortsteil: the figure of the source (or the estimate) and the scaled one used in sums."""

    value: int | None
    scaled: int | None
    estimated: bool
    date: str
    source: str
    text: str


class ZentrumSheet(Record):
    """All that is known of one Zentrum: what the sheet beside the map and the printed report show.

    ``border_sentence``: what lies nearer on foot in another municipality; empty where nothing does.
    ``nearby_sentence``: places of other municipalities in reach, partners beside the Verbund among them.
    ``twin_sentence``: Zentren of other municipalities with the same gaps.
    ``nahversorgung``: how many of the five BBSR services lie within 1,000 m on foot, in words.
    """

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
    border_sentence: str
    nahversorgung: str
    nearby_sentence: str = ""
    twin_sentence: str = ""
    sources: list[DatasetInfo]
    source_line: str
    run: RunInfo
