"""Texts as vectors whose dot product says how alike they are: TF-IDF of words and of letter groups."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix, hstack

from geo.matching.text import SUBJECT_MARK, Reader

WORD_COLUMNS: Final = 2**18
LETTER_COLUMNS: Final = 2**18
LETTER_GROUPS: Final = (4, 5)

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class TextSettings:
    """How the parts of a text count; read from ``gewichte.toml``.

    Attributes
    ----------
    title_weight
        How often a word of the title counts, compared with one of the summary.
    subject_weight
        How often the main subject of a text counts, compared with a word.
    subject_focus
        How much less a subject counts that is mentioned less often than the main one: its share of the mentions of
        the main one, to this power; 0 means all count alike.
    word_share
        Share of words in the similarity; the rest is for letter groups, which forgive spelling.
    full_at
        Similarity from which on two texts count as fully alike.
    """

    title_weight: float
    subject_weight: float
    subject_focus: float
    word_share: float
    full_at: float


class TextModel:
    """Turns texts into vectors.

    How rare a word is, is learnt from the corpus that is handed in here and from nothing else: the similarity of
    two texts depends on these two texts alone. So nobody can read from a score what stands in records that they may
    not see, and a vector once made stays right.

    Parameters
    ----------
    reader
        Reads texts.
    corpus
        Titles and summaries that are known to all.
    settings
        How the parts count.
    """

    def __init__(self, reader: Reader, corpus: Iterable[tuple[str, str]], settings: TextSettings) -> None:
        self.reader = reader
        self.settings = settings
        counted = [self._count(title, summary) for title, summary in corpus]
        self._words = _Space(WORD_COLUMNS, [words for words, _ in counted])
        self._letters = _Space(LETTER_COLUMNS, [letters for _, letters in counted])

    def to_vectors(self, texts: Sequence[tuple[str, str]]) -> csr_matrix:
        """Vectors of titles and summaries: shape (texts, columns); a text without any word is a row of zeros.

        The dot product of two rows is their similarity, from 0 to 1.
        """
        if not texts:
            return csr_matrix((0, WORD_COLUMNS + LETTER_COLUMNS))
        counted = [self._count(title, summary) for title, summary in texts]
        share = self.settings.word_share
        words = self._words.transform([each for each, _ in counted]) * np.sqrt(share)
        letters = self._letters.transform([each for _, each in counted]) * np.sqrt(1 - share)
        return csr_matrix(hstack([words, letters], format="csr"))

    def rank_words(self, text: tuple[str, str]) -> Weights:
        """Stems and subjects of a text with how much each tells, those that tell most first."""
        counted = self._count(*text)[0]
        rare = self._words.weigh(list(counted))
        weights = {word: count * rare[word] for word, count in counted.items()}
        return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))

    def find_shared(self, one: tuple[str, str], other: tuple[str, str], most: int) -> list[str]:
        """Words as they stand in ``one`` that both texts share, those that weigh most first."""
        mine, theirs = self._count(*one)[0], self._count(*other)[0]
        shared = [word for word in mine if word in theirs and not word.startswith(SUBJECT_MARK)]
        weight = self._words.weigh(shared)
        ranked = sorted(shared, key=lambda word: (-mine[word] * theirs[word] * weight[word] ** 2, word))
        shown = self.reader.show(" ".join(one))
        return list(dict.fromkeys(shown[word] for word in ranked if word in shown))[:most]

    def _count(self, title: str, summary: str) -> tuple[Weights, Weights]:
        """Words and letter groups with how much each counts: the logarithm dampens what is said again and again."""
        counts: Counter[str] = Counter()
        for word in self.reader.read(title):
            counts[word] += self.settings.title_weight  # type: ignore[assignment]  # a counter of weights
        counts.update(self.reader.read(summary))
        words = {word: 1 + log(max(count, 1)) for word, count in counts.items()}
        subjects = [word for word in words if word.startswith(SUBJECT_MARK)]
        main = max((counts[subject] for subject in subjects), default=1)
        for subject in subjects:
            focus = (counts[subject] / main) ** self.settings.subject_focus
            words[subject] *= self.settings.subject_weight * focus
        groups: Weights = {}
        for word, count in counts.items():
            if not word.startswith(SUBJECT_MARK):
                for group in _groups(f" {word} "):
                    groups[group] = groups.get(group, 0) + count
        return words, {group: 1 + log(max(count, 1)) for group, count in groups.items()}


class _Space:
    """Columns by hash, so that words nobody has seen count too: as the rarest of all."""

    def __init__(self, columns: int, corpus: Sequence[Weights]) -> None:
        # Late: scikit-learn takes longer to import than most commands to answer.
        from sklearn.feature_extraction import FeatureHasher
        from sklearn.feature_extraction.text import TfidfTransformer

        self._hasher = FeatureHasher(columns, alternate_sign=False)
        self._tfidf = TfidfTransformer(norm=None)
        self._tfidf.fit(self._hasher.transform(corpus or [{}]))

    def transform(self, counted: Sequence[Weights]) -> csr_matrix:
        from sklearn.preprocessing import normalize

        return csr_matrix(normalize(self._tfidf.transform(self._hasher.transform(counted))))

    def weigh(self, words: Sequence[str]) -> dict[str, float]:
        """How rare each word is."""
        if not words:
            return {}
        one_each = self._hasher.transform({word: 1.0} for word in words)
        return {
            word: float(self._tfidf.idf_[column])
            for word, column in zip(words, one_each.indices, strict=True)
        }


@lru_cache(maxsize=100_000)
def _groups(word: str) -> frozenset[str]:
    return frozenset(
        word[at : at + size] for size in LETTER_GROUPS for at in range(max(1, len(word) - size + 1))
    )
