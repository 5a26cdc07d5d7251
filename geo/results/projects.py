"""Records of the project register."""

from datetime import date

from geo.domain import Phase, Visibility
from geo.results.base import Record


class ProjectInfo(Record):
    """A project of the register in a list; ``beispiel`` marks records that are examples and not real.

    An Ortsteil that no longer exists stands in ``zentrum_ids`` and, under its id, in ``zentren``. ``lon`` and ``lat``
    (degrees) are those of the first of its places.
    """

    project_id: str
    title: str
    summary: str
    need: str
    need_title: str
    handlungsfelder: list[str]
    target_groups: list[str]
    phase: Phase
    phase_title: str
    phase_since: date | None
    ags: list[str]
    kommunen: list[str]
    zentrum_ids: list[str]
    zentren: list[str]
    owner: str
    visibility: Visibility
    visibility_title: str
    beispiel: bool
    version: int
    lon: float | None
    lat: float | None
