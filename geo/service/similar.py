"""Similar projects, nearest first, each with its reasons: asked before a project is saved. Nothing blocks or merges."""

from functools import lru_cache

from sqlalchemy import Connection, RowMapping

from geo.db import projects as register
from geo.db import similar
from geo.domain import MatchAction, Phase
from geo.errors import InputError
from geo.layers import list_layers
from geo.matching.matcher import Matcher, Scored, get_matcher
from geo.matching.reasons import TITLES
from geo.matching.score import Profile, find_weights
from geo.matching.search_terms import find_search_terms
from geo.matching.shelf import Shelf
from geo.matching.weights import Part
from geo.results import Similar, SimilarAsk, SimilarPart, SimilarProject, Titled
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.similar_rows import read_grounds, to_draft_profile, to_profile

MOST_CANDIDATES = 200
REASONS_SHOWN = 2
TELLING_FROM = 0.5  # share of a part from which on it is a reason

Ranked = list[tuple[RowMapping, Profile, Scored]]


@lru_cache(maxsize=1)
def _shelf() -> Shelf:
    return Shelf(get_matcher().model)


def find_similar(opened: OpenVerbund, ask: SimilarAsk) -> Similar:
    """Projects that are like a draft, of those that ``opened.person`` may see, the most similar first.

    Parameters
    ----------
    ask
        The draft; title or summary are enough.

    Raises
    ------
    InputError
        If the need is not a layer.
    """
    if ask.need and ask.need not in {layer.key for layer in list_layers()}:
        raise InputError(f"Den Bedarf „{ask.need}“ gibt es nicht: bitte eine der Einrichtungsarten wählen.")
    matcher = get_matcher()
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        draft, ranked = rank_candidates(connection, opened, ask)
        names = register.read_names(connection, opened.verbund_id)
        answers = similar.read_answers_of(connection, opened.verbund_id, ask.project_id)
    shown = [found for found in ranked if found[2].score >= matcher.weights.levels.remote][: ask.limit]
    projects = [_to_project(matcher, draft, found, names, answers.get(found[1].key)) for found in shown]
    return Similar(sentence=_sentence(ask, projects), note=_note(projects), projects=projects)


def rank_candidates(connection: Connection, opened: OpenVerbund, ask: SimilarAsk) -> tuple[Profile, Ranked]:
    """The draft as a profile, and all candidates with their scores, the most similar first."""
    matcher = get_matcher()
    terms = find_search_terms(matcher.model, (ask.title, ask.summary))
    rows = similar.find_candidates(
        connection,
        opened.verbund_id,
        beginnings=terms.beginnings,
        inside=terms.inside,
        need=ask.need,
        most=MOST_CANDIDATES,
    )
    rows = [row for row in rows if row["project_id"] != ask.project_id]
    zentren = {key for row in rows for key in row["zentren"]} | set(ask.zentren)
    grounds = read_grounds(connection, opened.verbund_id, zentren)
    draft, profiles = to_draft_profile(ask, grounds), [to_profile(row, grounds) for row in rows]
    vectors = _shelf().get([profile.text for profile in profiles])
    ranked = matcher.rank(draft, profiles, vectors)
    return draft, [(rows[found.place], profiles[found.place], found) for found in ranked]


def _to_project(
    matcher: Matcher,
    draft: Profile,
    found: tuple[RowMapping, Profile, Scored],
    names: dict[str, str],
    answer: str | None,
) -> SimilarProject:
    row, profile, scored = found
    parts = _to_parts(matcher, draft, profile, scored)
    return SimilarProject(
        project_id=profile.key,
        title=profile.title,
        summary=profile.summary,
        kommunen=[names.get(ags, ags) for ags in row["ags"]],
        phase_title=Phase(row["phase"]).title,
        owner=row["owner"],
        beispiel=row["beispiel"],
        modules=[Titled(key=module["key"], title=module["title"]) for module in row["modules"]],
        score=round(scored.score, 3),
        likelihood=round(matcher.weights.calibration.to_share(scored.score), 3),
        level=matcher.weights.levels.to_words(scored.score),
        sentence=_reasons(parts),
        parts=parts,
        answer=MatchAction(answer) if answer else None,
    )


def _to_parts(matcher: Matcher, draft: Profile, other: Profile, scored: Scored) -> list[SimilarPart]:
    weights = find_weights(scored.shares, matcher.weights)
    return [
        SimilarPart(
            part=part,
            title=TITLES[part],
            weight=round(weights.get(part, 0.0), 3),
            share=None if share is None else round(share, 3),
            reason=matcher.reasons.say(part, draft, other, share),
        )
        for part, share in scored.shares.items()
    ]


def _reasons(parts: list[SimilarPart]) -> str:
    """The parts that weigh most, in their words."""
    telling = [part for part in parts if part.share is not None and part.share >= TELLING_FROM]
    ranked = sorted(telling, key=lambda part: -part.weight * (part.share or 0))
    chosen = ranked[:REASONS_SHOWN] or [part for part in parts if part.part == Part.TEXT]
    return " ".join(part.reason for part in chosen)


def _sentence(ask: SimilarAsk, projects: list[SimilarProject]) -> str:
    if not (ask.title.strip() or ask.summary.strip()):
        return "Sobald ein Titel oder eine Kurzbeschreibung dasteht, erscheinen hier ähnliche Projekte."
    if not projects:
        return (
            "Mit diesen Worten findet sich im Verzeichnis nichts Ähnliches, das hier zu sehen ist. "
            "Anders beschrieben kann es trotzdem da sein: "
            "Das Verzeichnis lässt sich auch nach Bedarf und Handlungsfeld durchsehen."
        )
    if len(projects) == 1:
        return "Ein Projekt im Verzeichnis ist ähnlich."
    return f"{len(projects)} Projekte im Verzeichnis sind ähnlich, das ähnlichste zuerst."


def _note(projects: list[SimilarProject]) -> str:
    """Which parts nothing is known about, for any of the projects."""
    missing = [
        part.title
        for number, part in enumerate(projects[0].parts if projects else [])
        if all(project.parts[number].share is None for project in projects)
    ]
    if not missing:
        return ""
    return f"Ohne Angabe und deshalb nicht gezählt: {', '.join(missing)}."
