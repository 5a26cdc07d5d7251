"""How well similar projects are found: figures on the labelled texts, and the calibration as a picture.

``python -m benchmarks.matching --fit`` prints the curve to write into ``data/matching/gewichte.toml``.
"""

import argparse
import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from benchmarks.new_subjects import measure_new_subjects, read_asked
from geo.matching.evaluation import LabelledSet, find_shown_pairs, measure_quality, read_labelled
from geo.matching.matcher import Matcher, build_matcher
from geo.matching.score import Profile
from geo.matching.vocabulary import read_vocabulary
from geo.matching.weights import Calibration

PICTURE = Path(__file__).with_name("matching_calibration.svg")
TUNED, OTHERS = ("tune",), ("held", "fresh")
BINS = 8
DIGITS = 3
INK, MUTED, HAIRLINE, ACCENT = "#1d2a2e", "#5c6b70", "#dfe4e2", "#0b5d6b"

CAPTION = (
    ("score (across), share of same-or-related pairs (up)", INK),
    ("white: texts that weights were chosen on; black: all others", MUTED),
    ("size: number of pairs; line: the curve in gewichte.toml", MUTED),
)

Figures = dict[str, Any]
Array = npt.NDArray[np.float64]


def measure_matching(picture: Path | None = PICTURE) -> Figures:
    """Quality with the whole record, with title and summary alone, and without the list of synonyms."""
    found, matcher = read_labelled(), build_matcher()
    bare = build_matcher(vocabulary=dataclasses.replace(read_vocabulary(), subjects=()))
    scores = matcher.score_all(found.profiles)
    if picture:
        picture.write_text(draw_calibration(find_bins(found, scores), matcher.weights.calibration), "utf-8")
    return {
        "texts": len(found.profiles),
        "pairs": len(found.labels),
        "whole_record": measure_halves(found, scores),
        "title_and_summary": measure_halves(found, score_texts(matcher, found)),
        "whole_record_without_synonyms": measure_halves(found, bare.score_all(found.profiles)),
        "new_subjects": measure_new_subjects(matcher, read_asked()),
        "calibration": find_bins(found, scores),
    }


def find_keys(found: Figures) -> Figures:
    """The figures that stand at the top of ``results.json``."""
    whole = found["whole_record"]
    return {
        "matching_precision_at_5": whole["all"]["precision_at_5"],
        "matching_recall_at_5": whole["all"]["recall_at_5"],
        "matching_triples_first": whole["all"]["twins_first"],
        "matching_precision_at_5_held_out": whole["held"]["precision_at_5"],
        "matching_precision_at_5_title_and_summary": found["title_and_summary"]["all"]["precision_at_5"],
        "matching_new_subjects_found": found["new_subjects"]["untouched"]["found"],
    }


def measure_halves(found: LabelledSet, scores: Array) -> dict[str, dict[str, float]]:
    """Figures of all queries, and of each part of the set."""
    halves = sorted(set(found.halves.values()))
    parts: dict[str, list[str]] = {"all": halves, **{half: [half] for half in halves}}
    return {
        name: {
            key: round(value, DIGITS)
            for key, value in dataclasses.asdict(measure_quality(found, scores, asked)).items()
        }
        for name, asked in parts.items()
    }


def score_texts(matcher: Matcher, found: LabelledSet) -> Array:
    """Scores where only title and summary have been typed."""
    return matcher.score_all([Profile(each.key, each.title, each.summary) for each in found.profiles])


def find_bins(found: LabelledSet, scores: Array) -> dict[str, list[dict[str, float]]]:
    """Share of same-or-related pairs by score, over the first ten answers to each query."""
    edges = np.linspace(0, 1, BINS + 1)
    bins: dict[str, list[dict[str, float]]] = {}
    for name, halves in (("tuned", TUNED), ("others", OTHERS)):
        values, alike = find_shown_pairs(found, scores, halves)
        place = np.clip(np.digitize(values, edges) - 1, 0, BINS - 1)
        bins[name] = [
            {
                "score": round(float(values[place == each].mean()), DIGITS),
                "share": round(float(alike[place == each].mean()), DIGITS),
                "n": int((place == each).sum()),
            }
            for each in range(BINS)
            if (place == each).any()
        ]
    return bins


def fit_calibration() -> Calibration:
    """The logistic curve through the first ten answers to the queries of the tuned part."""
    found = read_labelled()
    values, alike = find_shown_pairs(found, build_matcher().score_all(found.profiles), TUNED)
    fitted = LogisticRegression(C=np.inf).fit(values[:, None], alike)
    return Calibration(
        intercept=round(float(fitted.intercept_[0]), 2), slope=round(float(fitted.coef_[0, 0]), 2)
    )


def draw_calibration(bins: dict[str, list[dict[str, float]]], curve: Calibration) -> str:
    """Score and share of same-or-related pairs: the curve that is used, and what was found in both parts."""
    size, edge = 400, 52

    def at(score: float, share: float) -> tuple[float, float]:
        return edge + score * size, edge / 2 + (1 - share) * size

    lines = [
        f'<text x="{edge - 8}" y="{at(0, tick)[1] + 4:.0f}" text-anchor="end">{tick:g}</text>'
        f'<text x="{at(tick, 0)[0]:.0f}" y="{at(0, 0)[1] + 18:.0f}" text-anchor="middle">{tick:g}</text>'
        f'<path d="M{edge} {at(0, tick)[1]:.0f}h{size}" stroke="{HAIRLINE}"/>'
        for tick in (0, 0.25, 0.5, 0.75, 1)
    ]
    points = " ".join(
        f"{x:.1f},{y:.1f}" for x, y in (at(s, curve.to_share(s)) for s in np.linspace(0, 1, 41))
    )
    lines.append(f'<polyline points="{points}" fill="none" stroke="{ACCENT}" stroke-width="2"/>')
    for name, fill in (("tuned", "white"), ("others", INK)):
        for each in bins[name]:
            x, y = at(each["score"], each["share"])
            radius = 2 + each["n"] ** 0.5 / 2
            lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="{INK}"/>')
    caption = "".join(
        f'<text x="{edge}" y="{size + edge + 20 + 17 * row}" fill="{colour}">{text}</text>'
        for row, (text, colour) in enumerate(CAPTION)
    )
    width, height = size + 2 * edge, size + 2 * edge + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}"><rect width="100%" height="100%" fill="white"/>'
        + "".join(lines)
        + caption
        + "</svg>\n"
    )


def main() -> int:
    """Print the figures; with ``--fit`` the curve of the calibration."""
    parser = argparse.ArgumentParser(prog="benchmarks.matching", description=__doc__)
    parser.add_argument("--fit", action="store_true", help="print the curve for gewichte.toml")
    if parser.parse_args().fit:
        print(fit_calibration())
        return 0
    found = measure_matching()
    for name in ("whole_record", "title_and_summary", "whole_record_without_synonyms", "new_subjects"):
        for half, figures in found[name].items():
            print(f"{name:30} {half:9}", "  ".join(f"{key} {value}" for key, value in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
