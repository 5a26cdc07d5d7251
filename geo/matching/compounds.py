"""German compounds taken apart: *Dorfladen* is *dorf* and *laden*, *Ladenfläche* is *laden* and *fläche*."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Final

JOINTS: Final = ("", "s", "n", "en", "es", "er", "e")
SHORTEST_WORD: Final = 7
SHORTEST_PART: Final = 3
SHORTEST_REST: Final = 4  # letters of a part that no list knows
MOST_PARTS: Final = 4


def build_splitter(parts: Collection[str], stem: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    """A function from a folded word to its parts, without their joints; empty for a word that is no compound.

    Parameters
    ----------
    parts
        Forms that may stand inside a compound.
    stem
        Stems a word; an inflected last part (*Dorfläden*) is known by its stem.

    Notes
    -----
    Fewest parts first, then those whose shortest is longest (*hof+laden*, not *ho+fladen*). Where not all of a word is
    known, one known part at its end or beginning is enough if the rest is long enough to be a word.
    """
    known = frozenset(part for part in parts if len(part) >= SHORTEST_PART)
    stems = frozenset(map(stem, known))

    def is_known(part: str, last: bool) -> bool:
        return part in known or (last and len(part) > SHORTEST_PART and stem(part) in stems)

    def cut(word: str, most: int) -> list[tuple[str, ...]]:
        """All ways to cut a word into known parts."""
        found: list[tuple[str, ...]] = [(word,)] if is_known(word, last=True) else []
        if most > 1:
            for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                if word[:end] in known:
                    found += [
                        (word[:end], *rest)
                        for tail in _without_joint(word[end:])
                        for rest in cut(tail, most - 1)
                    ]
        return found

    @lru_cache(maxsize=100_000)
    def split(word: str) -> tuple[str, ...]:
        if len(word) < SHORTEST_WORD or not word.isalpha():
            return ()
        ways = [way for way in cut(word, MOST_PARTS) if len(way) > 1]
        if ways:
            return min(ways, key=lambda way: (len(way), -min(map(len, way)), way))
        return _split_partly(word, lambda part: len(part) >= SHORTEST_REST and is_known(part, last=False))

    return split


def _without_joint(tail: str) -> list[str]:
    return [
        tail[len(joint) :]
        for joint in JOINTS
        if tail.startswith(joint) and len(tail) - len(joint) >= SHORTEST_PART
    ]


def _split_partly(word: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The longest known part at the end or the beginning, and the rest."""
    for length in range(len(word) - SHORTEST_REST, SHORTEST_REST - 1, -1):
        if is_known(word[-length:]):
            return word[:-length], word[-length:]
        if is_known(word[:length]):
            rest = word[length:]
            return word[:length], rest[1:] if rest.startswith("s") and len(rest) > SHORTEST_REST else rest
    return ()
