"""German project texts as words that can be compared: folded, stemmed, without filler, compounds taken apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from geo.matching.compounds import build_splitter
from geo.matching.vocabulary import GENDER, WORD, Subject, Term, Vocabulary, fold, stem

SUBJECT_MARK: Final = "#"  # no word can begin so
SHORTEST_NOUN: Final = 5


@dataclass(frozen=True)
class Reader:
    """Reads texts with a vocabulary.

    Attributes
    ----------
    vocabulary
        Word lists.
    nouns
        Folded nouns of a known corpus, which may stand inside compounds too (see `find_nouns`).
    """

    vocabulary: Vocabulary
    nouns: frozenset[str] = frozenset()

    @cached_property
    def split(self) -> Callable[[str], tuple[str, ...]]:
        """Takes a folded word apart."""
        return build_splitter(self.vocabulary.parts | self.nouns, stem)

    @cached_property
    def _subjects(self) -> dict[str, list[tuple[Subject, Term]]]:
        """Terms by the first letters of their first word: few are tried on each word."""
        found: dict[str, list[tuple[Subject, Term]]] = {}
        for subject in self.vocabulary.subjects:
            for term in subject.terms:
                found.setdefault(term.words[0][:2], []).append((subject, term))
        return found

    def read(self, text: str) -> list[str]:
        """The words of a text that say something, as stems, each compound followed by its parts, then its subjects.

        Filler and function words are left out, as words and as parts. A subject stands there once for each word that
        speaks of it.
        """
        words = WORD.findall(fold(text))
        return [*self._stems(words), *(SUBJECT_MARK + key for key in self._find(words))]

    def find_subjects(self, text: str) -> list[Subject]:
        """What a text is about, the subject with most words first."""
        counts = Counter(self._find(WORD.findall(fold(text))))
        named = {subject.key: subject for subject in self.vocabulary.subjects}
        return [named[key] for key, _ in counts.most_common()]

    def show(self, text: str) -> dict[str, str]:
        """How each word that `read` gives stands in a text; a part stands in the first compound that holds it."""
        shown: dict[str, str] = {}
        for word in WORD.findall(GENDER.sub("", text)):
            for said in self._stems([fold(word)]):
                shown.setdefault(said, word)
        return shown

    def _stems(self, words: Iterable[str]) -> Iterator[str]:
        left_out = self.vocabulary.left_out
        for word in words:
            whole = stem(word)
            if whole in left_out or len(word) == 1:
                continue
            yield whole
            for part in map(stem, self.split(word)):
                if part not in left_out:
                    yield part

    def _find(self, words: list[str]) -> list[str]:
        """Keys of subjects, once for each word that begins one of their terms."""
        return [key for at in range(len(words)) for key in self._find_at(words, at)]

    def _find_at(self, words: list[str], at: int) -> list[str]:
        found = {
            subject.key: None
            for first in (words[at], *self.split(words[at]))
            for subject, term in self._subjects.get(stem(first)[:2], [])
            if _stands_here(term, (first, *words[at + 1 : at + len(term.words)]))
        }
        return list(found)


def _stands_here(term: Term, words: tuple[str, ...]) -> bool:
    if len(words) != len(term.words):
        return False
    *before, last = words
    ends = fold(last).startswith(term.words[-1]) if term.open_end else stem(last) == term.words[-1]
    return ends and [stem(word) for word in before] == list(term.words[:-1])


def find_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Folded words that are written with a capital inside sentences, long enough to stand in a compound."""
    return frozenset(
        fold(word)
        for text in texts
        for word in WORD.findall(text)[1:]
        if word[0].isupper() and word.isalpha() and len(word) >= SHORTEST_NOUN
    )
