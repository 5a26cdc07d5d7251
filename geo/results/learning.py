"""Records of what the network learns: who works with whom, which modules are adopted, what is thought up once."""

from datetime import date, datetime

from pydantic import ConfigDict

from geo.results.base import Record


class Together(Record):
    """Two municipalities: projects and Projekträume of both, modules that went over, answers that joined projects."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ags_a": "05570016",
                    "kommune_a": "Drensteinfurt",
                    "ags_b": "05978036",
                    "kommune_b": "Unna",
                    "n_projects": 1,
                    "n_raeume": 1,
                    "n_adoptions": 2,
                    "n_answers": 1,
                    "subjects": ["Dorfladen"],
                }
            ]
        }
    )

    ags_a: str
    kommune_a: str
    ags_b: str
    kommune_b: str
    n_projects: int
    n_raeume: int
    n_adoptions: int
    n_answers: int
    subjects: list[str]


class ModuleUse(Record):
    """A module that was adopted: how often, and by whom; ``from_ags`` and ``ags`` are who gave and who took it."""

    project_id: str
    project: str
    module: str
    title: str
    n_adoptions: int
    beispiel: bool
    kommunen: list[str]
    from_ags: list[str]
    ags: list[str]


class OfKommune(Record):
    """A municipality: its projects and what came of their twins, modules given and taken, with whom it works."""

    ags: str
    kommune: str
    n_projects: int
    n_joined: int
    n_adopted: int
    n_alone: int
    n_given: int
    n_taken: int
    partners: list[str]


class TwinProject(Record):
    """One of two projects that are alike."""

    project_id: str
    title: str
    kommunen: list[str]
    beispiel: bool


class OpenTwins(Record):
    """Two projects that are alike, one of them at least alone: who should talk to each other."""

    a: TwinProject
    b: TwinProject


class ThoughtOnce(Record):
    """Projects with a twin, by what came of it; ``days_spared`` needs the effort of a concept as own input."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "n_projects": 12,
                    "n_with_twin": 5,
                    "n_joined": 2,
                    "n_adopted": 1,
                    "n_alone": 2,
                    "n_spared": 2,
                    "days_spared": 25.0,
                    "sentence": "5 von 12 Projekten haben einen Zwilling.",
                    "source": "Aufwand je Konzept: 12,5 Arbeitstage (Schätzung Stadt Unna, 2026)",
                    "open_twins": [],
                }
            ]
        }
    )

    n_projects: int
    n_with_twin: int
    n_joined: int
    n_adopted: int
    n_alone: int
    n_spared: int
    days_spared: float | None
    sentence: str
    source: str
    open_twins: list[OpenTwins]


class Learning(Record):
    """What has been learnt between two days (``since`` inclusive, ``until`` exclusive), as far as one may see it.

    ``note``: invented examples among the projects, and whether only some were compared. ``counted_at``: when it was
    counted; ``run_id``: the run whose gaps were compared, empty where there is none.
    """

    since: date | None
    until: date | None
    sentence: str
    together: list[Together]
    modules: list[ModuleUse]
    kommunen: list[OfKommune]
    once: ThoughtOnce
    note: str
    counted_at: datetime
    run_id: str
