"""Records of the ranking of Ortsteile, and of how far the weights decide it."""

from typing import Literal

from pydantic import ConfigDict

from geo.domain import Mode
from geo.results.base import Record
from geo.results.catalogue import ClassBreak


class RankWeight(Record):
    """How much one service counts. ``n_judged`` of ``n_total`` Ortsteile are known to meet or miss its norm."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "layer": "supermarket",
                    "title": "Supermarkt",
                    "norm_text": "1\xa0km",
                    "weight": 0.0,
                    "weight_default": 0.0,
                    "n_judged": 23,
                    "n_total": 61,
                }
            ]
        }
    )

    layer: str
    title: str
    norm_text: str
    weight: float
    weight_default: float
    n_judged: int
    n_total: int


class RankPlace(Record):
    """The place of an Ortsteil by one measure; 1 is worst off, equals share the better place.

    ``score`` is the weighted mean over the services; people counted in cells or at addresses are told in tens.
    ``rank_best`` and ``rank_worst``: over all weightings tried; ``rank_p05``, ``rank_p95``: 5th and 95th percentile of
    the drawn ones; ``share_top``: in what share of these it is among the first ``top``. ``range_text`` says best and
    worst in words.
    """

    score: float
    text: str
    rank: int
    rank_best: int
    rank_worst: int
    rank_p05: int
    rank_p95: int
    share_top: float
    range_text: str
    class_letter: str


class RankRow(Record):
    """An Ortsteil in both rankings; without a place where a figure of a service that counts is not known.

    ``missed`` names the services whose norm somebody misses; ``missed_unsure`` those of them where a nearer facility
    that nobody mapped is possible.
    """

    ortsteil_id: str
    ortsteil: str
    ags: str
    kommune: str
    residents: int | None
    residents_estimated: bool
    missed: list[str]
    missed_unsure: list[str]
    people: RankPlace | None
    shortfall: RankPlace | None


class RankMeasure(Record):
    """One of the two rankings as a whole.

    ``sentence`` begins with ``leader``, who stands first; ``sensitivity`` says how far the weights decide.
    ``share_kept``: what share of the first ``top`` stays there on average; ``kendall_mean``, ``kendall_min``: tau-b
    with the drawn rankings.
    """

    key: Literal["people", "shortfall"]
    title: str
    leader: str
    sentence: str
    sensitivity: str
    n_ranked: int
    top: int
    draws: int
    share_kept: float | None
    kendall_mean: float | None
    kendall_min: float | None
    classes: list[ClassBreak]


class Ranking(Record):
    """Ortsteile ranked by people affected and by mean shortfall, over the norms of one mode.

    ``basis``: whether people are counted in the cells of a population grid, or all of an Ortsteil at its Zentrum.
    """

    mode: Mode
    basis: Literal["cells", "zentrum"]
    basis_text: str
    weights: list[RankWeight]
    people: RankMeasure
    shortfall: RankMeasure
    rows: list[RankRow]
    run_id: str
