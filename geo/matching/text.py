"""German project texts as words that can be compared: folded, stemmed, without filler, compounds taken apart."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from geo.matching.compounds import build_splitter
from geo.matching.vocabulary import GENDER, WORD, Subject, Term, Vocabulary, fold, stem

SUBJECT_MARK: Final = "#"  # no word can begin so
SHORTEST_NOUN: Final = 5
MOST_WORDS_KEPT: Final = 100_000
FEW_LETTERS: Final = 4


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
    def stems_of(self) -> Callable[[str], tuple[str, ...]]:
        """What a folded word says: its stem and those of its parts, without filler; kept, for words come again."""

        @lru_cache(maxsize=MOST_WORDS_KEPT)
        def stems_of(word: str) -> tuple[str, ...]:
            whole, left_out = stem(word), self.vocabulary.left_out
            if whole in left_out or len(word) == 1:
                return ()
            return (whole, *(part for part in map(stem, self.split(word)) if part not in left_out))

        return stems_of

    @cached_property
    def _subjects_of(self) -> Callable[[str], tuple[str, ...]]:
        """Keys of the subjects that a folded word stands for by itself or by one of its parts."""
        whole: dict[str, list[str]] = {}
        begun: dict[str, list[tuple[str, str]]] = {}  # few are tried on each word
        for subject in self.vocabulary.subjects:
            for term in subject.terms:
                word = term.words[0]
                if len(term.words) == 1 and term.open_end:
                    begun.setdefault(word[:FEW_LETTERS], []).append((word, subject.key))
                elif len(term.words) == 1:
                    whole.setdefault(word, []).append(subject.key)

        def find(word: str) -> Iterator[str]:
            yield from whole.get(stem(word), ())
            for few in range(1, FEW_LETTERS + 1):
                yield from (key for start, key in begun.get(word[:few], ()) if word.startswith(start))

        @lru_cache(maxsize=MOST_WORDS_KEPT)
        def subjects_of(word: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(key for said in (word, *self.split(word)) for key in find(said)))

        return subjects_of

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[str, Term]]]:
        """Terms of several words, with the key of their subject, by the stem of their first word."""
        found: dict[str, list[tuple[str, Term]]] = {}
        for subject in self.vocabulary.subjects:
            for term in subject.terms:
                if len(term.words) > 1:
                    found.setdefault(term.words[0], []).append((subject.key, term))
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
        for word in words:
            yield from self.stems_of(word)

    def _find(self, words: list[str]) -> list[str]:
        """Keys of subjects, once for each word that begins one of their terms."""
        return [key for at in range(len(words)) for key in self._find_at(words, at)]

    def _find_at(self, words: list[str], at: int) -> Iterable[str]:
        said = self._subjects_of(words[at])
        phrases = self._phrases.get(stem(words[at]), ())
        here = [key for key, term in phrases if _stands_here(term, tuple(words[at : at + len(term.words)]))]
        return dict.fromkeys((*said, *here)) if here else said


def _stands_here(term: Term, words: tuple[str, ...]) -> bool:
    if len(words) != len(term.words):
        return False
    *before, last = words
    ends = last.startswith(term.words[-1]) if term.open_end else stem(last) == term.words[-1]
    return ends and [stem(word) for word in before] == list(term.words[:-1])


def find_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Folded words that are written with a capital inside sentences, long enough to stand in a compound."""
    return frozenset(
        fold(word)
        for text in texts
        for word in WORD.findall(text)[1:]
        if word[0].isupper() and word.isalpha() and len(word) >= SHORTEST_NOUN
    )
