"""The words by which a database finds candidates for a text: the telling ones, their parts, and their synonyms."""

from dataclasses import dataclass
from typing import Final

from geo.matching.text import SUBJECT_MARK, Reader
from geo.matching.vectors import TextModel
from geo.matching.vocabulary import WORD, fold

MOST_WORDS: Final = 12
MOST_SUBJECTS: Final = 2
MOST_SYNONYMS: Final = 16  # of a subject; the commonest stand first in the list
MOST_INSIDE: Final = 5
SHORTEST_WORD: Final = 3
SHORTEST_INSIDE: Final = 5


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """Words in lower case, of letters and digits only.

    Attributes
    ----------
    beginnings
        Words that begin so are looked for; with how much each counts.
    inside
        Words that hold these anywhere are looked for.
    """

    beginnings: dict[str, float]
    inside: tuple[str, ...]


def find_search_terms(model: TextModel, text: tuple[str, str]) -> SearchTerms:
    """What to look for; empty where the text says nothing."""
    reader, whole, ranked = model.reader, " ".join(text), model.rank_words(text)
    shown = reader.show(whole)
    telling = [word for word in ranked if word in shown][:MOST_WORDS]
    beginnings: dict[str, float] = {}
    parts: list[str] = []
    for word in telling:
        written = shown[word].lower()
        inside = _list_parts(reader, written)
        parts += inside
        for each in (written, *inside):
            beginnings.setdefault(each, ranked[word])
    for subject in reader.find_subjects(whole)[:MOST_SUBJECTS]:
        terms = [term.words[0] for term in subject.terms if len(term.words) == 1]
        for each in terms[:MOST_SYNONYMS]:
            beginnings.setdefault(each, ranked.get(SUBJECT_MARK + subject.key, 1.0) / 2)
    return SearchTerms(
        {word: weight for word, weight in beginnings.items() if _may_be_asked(word)},
        tuple(dict.fromkeys(part for part in parts if len(part) >= SHORTEST_INSIDE))[:MOST_INSIDE],
    )


def _list_parts(reader: Reader, word: str) -> list[str]:
    """Parts of a compound that say something."""
    return [part for part in reader.split(fold(word)) if reader.stems_of(part)]


def _may_be_asked(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and WORD.fullmatch(word) is not None
