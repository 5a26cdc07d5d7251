"""Result records: what ``geo.service`` hands to the API, the report, the notebook and the command line.

Each record carries its state and where it comes from, so that map, report, API and notebook cannot differ.
Units end a name; ``None`` means that the state says why there is no figure.
"""

from geo.results.base import Record, Titled, Unit
from geo.results.catalogue import (
    ClassBreak,
    DatasetInfo,
    Health,
    LayerInfo,
    LayerMode,
    NormInfo,
    Palette,
    ProjectInfo,
    RunInfo,
    VerbundInfo,
)
from geo.results.figures import Gap, Headline, Link, LinkEnd, Links, Reach
from geo.results.network import (
    CellsInfo,
    CellValues,
    Change,
    Comparison,
    CoverageRow,
    Isochrone,
    NahversorgungRow,
    NetworkInfo,
    RunRow,
    Scenario,
    ScenarioNew,
    SupplyRow,
    WhatIf,
    WhatIfAsk,
    WhatIfRow,
)
from geo.results.sheet import Residents, ZentrumSheet

__all__ = [
    "CellValues",
    "CellsInfo",
    "Change",
    "ClassBreak",
    "Comparison",
    "CoverageRow",
    "DatasetInfo",
    "Gap",
    "Headline",
    "Health",
    "Isochrone",
    "LayerInfo",
    "LayerMode",
    "Link",
    "LinkEnd",
    "Links",
    "NahversorgungRow",
    "NetworkInfo",
    "NormInfo",
    "Palette",
    "ProjectInfo",
    "Reach",
    "Record",
    "Residents",
    "RunInfo",
    "RunRow",
    "Scenario",
    "ScenarioNew",
    "SupplyRow",
    "Titled",
    "Unit",
    "VerbundInfo",
    "WhatIf",
    "WhatIfAsk",
    "WhatIfRow",
    "ZentrumSheet",
]
