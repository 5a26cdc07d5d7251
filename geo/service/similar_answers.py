"""What people made of similar projects: kept as notes and as labels for the next measurement."""

import csv
import io
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from geo.db import similar
from geo.domain import MatchAction, Visibility
from geo.errors import InputError, NotFoundError
from geo.results import SimilarAnswer, SimilarAnswerNew, SimilarAsk
from geo.rights import validate_may_write
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.service.similar import rank_candidates

LABELS = {
    MatchAction.JOIN: "same",
    MatchAction.ADOPT: "related",
    MatchAction.LINK: "related",
    MatchAction.DIFFERENT: "different",
}
TEXT_COLUMNS = (
    "key", "topic", "half", "title", "summary", "need", "handlungsfelder", "target_groups", "phase"
)  # fmt: skip
PAIR_COLUMNS = ("a", "b", "label", "note")
HALF = "answers"


def save_similar_answer(opened: OpenVerbund, new: SimilarAnswerNew) -> SimilarAnswer:
    """Keep what somebody made of a similar project. The projects themselves stay as they are.

    Raises
    ------
    ForbiddenError
        If the person may write nothing.
    InputError
        If *nicht dasselbe* has no reason, or a project is compared with itself.
    NotFoundError
        If there is no such project that the person may see.
    """
    validate_may_write(opened.person)
    reason = " ".join(new.reason.split())
    if new.action is MatchAction.DIFFERENT and not reason:
        raise InputError("„Nicht dasselbe“ braucht einen Grund: bitte den Satz nach „weil“ ergänzen.")
    if new.other_id == new.ask.project_id:
        raise InputError("Ein Projekt ist nicht mit sich selbst zu vergleichen: bitte ein anderes wählen.")
    key = uuid.uuid4().hex
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        for project_id in filter(None, (new.other_id, new.ask.project_id)):
            if similar.find_profile(connection, opened.verbund_id, project_id) is None:
                raise NotFoundError(
                    f"Das Projekt „{project_id}“ gibt es nicht, oder es ist nicht für alle sichtbar."
                )
        values = {
            "verbund_id": opened.verbund_id, "answer_id": key, "project_id": new.ask.project_id,
            "other_id": new.other_id, "action": new.action, "reason": reason,
            "ask": new.ask.model_dump(mode="json"), "score": _find_score(connection, opened, new),
            "role": opened.person.role_title, **_owners(opened),
        }  # fmt: skip
        similar.insert_answer(connection, values)
        connection.commit()
    return next(answer for answer in list_similar_answers(opened) if answer.answer_id == key)


def _owners(opened: OpenVerbund) -> dict[str, Any]:
    """Whose answer it is: of the municipalities that the person edits; else of the network."""
    ags = sorted(opened.person.edits)
    return {"ags": ags, "visibility": Visibility.OWN if ags else Visibility.NETWORK}


def _find_score(connection: Connection, opened: OpenVerbund, new: SimilarAnswerNew) -> float:
    """The score as it was shown; 0 where the project is not among the candidates."""
    _, ranked = rank_candidates(connection, opened, new.ask)
    return next((found.score for _, profile, found in ranked if profile.key == new.other_id), 0.0)


def list_similar_answers(opened: OpenVerbund) -> list[SimilarAnswer]:
    """Answers that the person may see, the newest first."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        rows = similar.read_answers(connection, opened.verbund_id)
    return [
        SimilarAnswer(
            **{
                name: row[name]
                for name in SimilarAnswer.model_fields
                if name not in {"action", "action_title", "score"}
            },
            action=MatchAction(row["action"]),
            action_title=MatchAction(row["action"]).title,
            score=round(row["score"], 3),
        )
        for row in rows
    ]


def export_labels(opened: OpenVerbund) -> tuple[str, str]:
    """Answers as two tables (CSV) in the form of the labelled set: texts, and judged pairs.

    An unsaved draft has the id of its answer as its key.
    """
    texts: dict[str, Mapping[str, Any]] = {}
    pairs = []
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        for row in similar.read_answers(connection, opened.verbund_id):
            other = similar.find_profile(connection, opened.verbund_id, row["other_id"])
            if other is None:
                continue
            own = row["project_id"] or row["answer_id"]
            texts.setdefault(own, SimilarAsk.model_validate(row["ask"]).model_dump(mode="json"))
            texts.setdefault(row["other_id"], dict(other))
            label = LABELS[MatchAction(row["action"])]
            pairs.append({"a": own, "b": row["other_id"], "label": label, "note": row["reason"]})
    return _write(TEXT_COLUMNS, [_to_text(key, text) for key, text in texts.items()]), _write(
        PAIR_COLUMNS, pairs
    )


def _to_text(key: str, text: Mapping[str, Any]) -> dict[str, str]:
    return {
        "key": key, "topic": HALF, "half": HALF, "title": text["title"], "summary": text["summary"],
        "need": text["need"], "handlungsfelder": ";".join(text["handlungsfelder"]),
        "target_groups": ";".join(text["target_groups"]), "phase": text["phase"] or "",
    }  # fmt: skip


def _write(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()
