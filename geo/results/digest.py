"""Records of the digest of a quarter: what is new, what has come further, what the network has learnt."""

from datetime import date

from geo.results.base import Record
from geo.results.learning import Learning


class DigestEntry(Record):
    """A project, or a Projektraum, and what became of it in the quarter."""

    key: str
    title: str
    kommunen: list[str]
    text: str
    beispiel: bool = False


class Digest(Record):
    """What happened in a quarter, as far as one may see it.

    ``until`` is the day after the last; ``public``: whether nothing but what anyone may see is in it; ``note`` says
    so, and where the quarter has not ended yet.
    """

    quarter: str
    title: str
    since: date
    until: date
    public: bool
    sentence: str
    added: list[DigestEntry]
    moved: list[DigestEntry]
    raeume: list[DigestEntry]
    learning: Learning
    note: str
