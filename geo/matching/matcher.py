"""The matcher: vocabulary, text model and weights in one, ready for questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from geo.domain import Handlungsfeld
from geo.matching.evaluation import read_labelled
from geo.matching.reasons import Reasons
from geo.matching.score import Profile, Shares, compare_texts, find_score, measure_parts
from geo.matching.text import Reader, find_nouns
from geo.matching.vectors import TextModel
from geo.matching.vocabulary import FOLDER, Vocabulary, read_vocabulary
from geo.matching.weights import Weights, read_weights


@dataclass(frozen=True, slots=True)
class Scored:
    """How alike a project is: ``place`` in the list that was handed in, score and parts."""

    place: int
    score: float
    shares: Shares


@dataclass(frozen=True)
class Matcher:
    """Compares profiles with a text model and weights."""

    model: TextModel
    weights: Weights

    @cached_property
    def reasons(self) -> Reasons:
        """Sentences about the parts."""
        titles = {field.value: field.title for field in Handlungsfeld}
        return Reasons(self.model, self.weights, titles)

    def rank(self, draft: Profile, others: Sequence[Profile], vectors: csr_matrix) -> list[Scored]:
        """All others, the most similar first, equals in the order of their keys.

        Parameters
        ----------
        vectors
            Texts of ``others`` as vectors of this model, one row each.
        """
        texts = compare_texts(self.model.to_vectors([draft.text]), vectors)
        found = []
        for place, (other, text) in enumerate(zip(others, texts, strict=True)):
            shares = measure_parts(draft, other, text, self.weights)
            found.append(Scored(place, find_score(shares, self.weights), shares))
        return sorted(found, key=lambda each: (-each.score, others[each.place].key))

    def score_all(self, profiles: Sequence[Profile]) -> npt.NDArray[np.float64]:
        """Scores of all pairs, shape (profiles, profiles)."""
        vectors = self.model.to_vectors([profile.text for profile in profiles])
        scores = np.zeros((len(profiles), len(profiles)))
        for row, profile in enumerate(profiles):
            for found in self.rank(profile, profiles, vectors):
                scores[row, found.place] = found.score
        return scores


def build_matcher(folder: Path = FOLDER, vocabulary: Vocabulary | None = None) -> Matcher:
    """A matcher from the files of ``data/matching``; how rare words are is learnt from the texts there alone.

    Raises
    ------
    InputError
        If a file is missing or wrong.
    """
    weights = read_weights(folder)
    texts = [profile.text for profile in read_labelled(folder).profiles]
    nouns = find_nouns(f"{title}. {summary}" for title, summary in texts)
    reader = Reader(vocabulary or read_vocabulary(folder), nouns)
    return Matcher(TextModel(reader, texts, weights.text), weights)


@lru_cache(maxsize=1)
def get_matcher() -> Matcher:
    """The matcher of this installation, built once."""
    return build_matcher()
