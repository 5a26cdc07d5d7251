"""The printed digest of a quarter: a tagged A4 document, set with Typst from data alone."""

from typing import Any, Final

from geo.render.german import format_date, format_number
from geo.render.pdf import set_pdf
from geo.results import Digest, DigestEntry, Learning, ThoughtOnce, TwinProject

MOST_TWINS: Final = 12
EXAMPLE: Final = " (Beispiel)"
CAME: Final = (
    ("joined", "machen gemeinsame Sache"), ("adopted", "teilen einen Baustein"), ("alone", "stehen allein")
)  # fmt: skip


def write_digest(digest: Digest, *, verbund: str) -> bytes:
    """Set the digest of a quarter.

    Parameters
    ----------
    verbund
        Title of the Verbund.

    Returns
    -------
    bytes
        PDF/UA-1, A4 portrait.
    """
    return set_pdf("digest", build_digest(digest, verbund=verbund), digest.learning.counted_at)


def build_digest(digest: Digest, *, verbund: str) -> dict[str, Any]:
    """All words of the document, ready for JSON."""
    learning = digest.learning
    once = learning.once
    run = f" · Lücken aus Lauf {learning.run_id}" if learning.run_id else ""
    return {
        "title": f"Netzwerk im {digest.title}",
        "verbund": f"Verbund {verbund}",
        "date": format_date(learning.counted_at),
        "note": digest.note,
        "public": digest.public,
        "sentence": digest.sentence,
        "added": [_entry(each) for each in digest.added],
        "moved": [_entry(each) for each in digest.moved],
        "raeume": [_entry(each) for each in digest.raeume],
        "together_sentence": learning.sentence,
        "together": [
            [
                f"{row.kommune_a} und {row.kommune_b}", ", ".join(row.subjects) or "nicht angegeben",
                *map(format_number, (row.n_projects, row.n_raeume, row.n_adoptions, row.n_answers)),
            ]
            for row in learning.together
        ],
        "modules": [
            [
                row.title, f"{row.project}{EXAMPLE if row.beispiel else ''}", format_number(row.n_adoptions),
                ", ".join(row.kommunen),
            ]
            for row in learning.modules
        ],
        "once": once.sentence,
        "once_notes": [line for line in (once.source, learning.note) if line],
        "bars": _bars(once),
        "twins": [[_twin(pair.a), _twin(pair.b)] for pair in once.open_twins[:MOST_TWINS]],
        "more_twins": max(0, len(once.open_twins) - MOST_TWINS),
        "kommunen": _kommunen(learning),
        "foot": f"Gezählt am {format_date(learning.counted_at)} aus dem Verzeichnis der Projekte{run}. Bausteine "
        f"und Zusagen vom {format_date(digest.since)} an, Projekte nach heutigem Stand.",
    }  # fmt: skip


def _entry(entry: DigestEntry) -> dict[str, str]:
    where = ", ".join(entry.kommunen) or "ohne Ort"
    return {
        "title": f"{entry.title}{EXAMPLE if entry.beispiel else ''}",
        "text": f"{where}: {entry.text}" if entry.text else where,
    }


def _bars(once: ThoughtOnce) -> list[dict[str, Any]]:
    counts = {"joined": once.n_joined, "adopted": once.n_adopted, "alone": once.n_alone}
    return [
        {
            "kind": kind,
            "words": words,
            "count": format_number(counts[kind]),
            "share": counts[kind] / once.n_with_twin if once.n_with_twin else 0,
        }
        for kind, words in CAME
    ]


def _twin(project: TwinProject) -> str:
    where = ", ".join(project.kommunen) or "ohne Ort"
    return f"{project.title}{EXAMPLE if project.beispiel else ''}, {where}"


def _kommunen(learning: Learning) -> list[list[str]]:
    return [
        [
            row.kommune,
            *map(format_number, (row.n_projects, row.n_joined, row.n_adopted, row.n_alone, row.n_given, row.n_taken)),
            ", ".join(row.partners) or "–",
        ]
        for row in learning.kommunen
    ]  # fmt: skip
