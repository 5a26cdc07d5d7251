"""Records of what the network learns: who works with whom, which modules are adopted, what is thought up once."""

from datetime import date

from geo.results.base import Record


class Together(Record):
    """Two municipalities: projects of both, modules that went from one to the other, answers that joined projects."""

    ags_a: str
    kommune_a: str
    ags_b: str
    kommune_b: str
    n_projects: int
    n_adoptions: int
    n_answers: int
    subjects: list[str]


class ModuleUse(Record):
    """A module that was adopted: how often, and by whom."""

    project_id: str
    project: str
    module: str
    title: str
    n_adoptions: int
    kommunen: list[str]


class ThoughtOnce(Record):
    """Projects with a twin, by what came of it; ``days_spared`` needs the effort of a concept as own input."""

    n_projects: int
    n_with_twin: int
    n_joined: int
    n_adopted: int
    n_alone: int
    n_spared: int
    days_spared: float | None
    sentence: str
    source: str


class Learning(Record):
    """What has been learnt between two days (``since`` inclusive, ``until`` exclusive), as far as one may see it."""

    since: date | None
    until: date | None
    sentence: str
    together: list[Together]
    modules: list[ModuleUse]
    once: ThoughtOnce
    note: str
