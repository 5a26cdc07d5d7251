"""The words of the field, read from ``data/matching``: filler, parts of compounds, and what means the same."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import snowballstemmer

from geo.errors import InputError
from geo.settings import PROJECT_ROOT

FOLDER: Final = PROJECT_ROOT / "data" / "matching"
WORD: Final = re.compile(r"[^\W_]+")
GENDER: Final = re.compile(r"(?<=\w)[*:_·/](?=innen|in\b)", re.IGNORECASE)
WRITTEN_OUT: Final = re.compile(r"(?<![aeiouyäöüq])([aou])e")  # ue for ü, but not in "neue" or "Quelle"
UMLAUT: Final = {"a": "ä", "o": "ö", "u": "ü"}

_stemmer = snowballstemmer.stemmer("german")


@dataclass(frozen=True, slots=True)
class Term:
    """One way to say a subject: words side by side, as stems; or the beginning of the last of them."""

    words: tuple[str, ...]
    open_end: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """A group of words that mean the same to a planner."""

    key: str
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What `geo.matching.text` needs to read German project texts.

    Attributes
    ----------
    left_out
        Stems of function words and of filler words of the field.
    parts
        Folded forms that stand inside compounds.
    subjects
        Groups of synonyms.
    """

    left_out: frozenset[str]
    parts: frozenset[str]
    subjects: tuple[Subject, ...]


def fold(text: str) -> str:
    """Text in lower case with ``ss`` for ``ß``, one form of each umlaut, and without gender marks inside words."""
    plain = unicodedata.normalize("NFKC", GENDER.sub("", text)).casefold()
    return WRITTEN_OUT.sub(lambda found: UMLAUT[found[1]], plain)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Stem of a folded word (Snowball, German); umlauts are written as their vowels."""
    return str(_stemmer.stemWord(word))


def read_vocabulary(folder: Path = FOLDER) -> Vocabulary:
    """Read the four word lists.

    Raises
    ------
    InputError
        If a file is missing or cannot be read as what it is.
    """
    left_out = _read_words(folder / "stoppwoerter.txt") | _read_words(folder / "fuellwoerter.txt")
    return Vocabulary(
        left_out=frozenset(map(stem, left_out)),
        parts=frozenset(_read_words(folder / "wortteile.txt")),
        subjects=_read_subjects(folder / "synonyme.toml"),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: Die Wortliste fehlt oder ist nicht in UTF-8 gespeichert; bitte wiederherstellen."
        ) from error


def _read_words(path: Path) -> set[str]:
    lines = (line for line in _read(path).splitlines() if not line.startswith("#"))
    return {word for line in lines for word in WORD.findall(fold(line))}


def _read_subjects(path: Path) -> tuple[Subject, ...]:
    try:
        groups = tomllib.loads(_read(path))
        return tuple(
            Subject(key, group["title"], tuple(map(_to_term, group["terms"])))
            for key, group in groups.items()
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(
            f"{path}: Jede Gruppe braucht „title“ und „terms“ (Liste von Wörtern), siehe README daneben ({error})."
        ) from error


def _to_term(text: str) -> Term:
    open_end = text.endswith("*")
    words = WORD.findall(fold(text))
    last = words[-1] if open_end else stem(words[-1])
    return Term((*map(stem, words[:-1]), last), open_end)
