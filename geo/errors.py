"""Every error that Mitten raises on purpose: one German sentence that says what, where and how to mend it."""

from typing import Any


class MittenError(Exception):
    """Base of all deliberate errors; ``str(error)`` is the one sentence a user reads."""


class InputError(MittenError):
    """A file, parameter or table that was handed in is wrong; nothing has been changed."""


class NotFoundError(MittenError):
    """An id or name that nothing is known about."""


class EditConflictError(MittenError):
    """Somebody else has changed a record since it was opened; nothing has been changed.

    Attributes
    ----------
    conflict
        What the second editor needs to decide: both versions and the fields in which they differ, as JSON.
    """

    def __init__(self, sentence: str, conflict: dict[str, Any]) -> None:
        super().__init__(sentence)
        self.conflict = conflict


class ConfirmError(MittenError):
    """What was handed in may be meant so, but is unusual: a question; the same with ``confirm`` is taken."""


class NoDataError(MittenError):
    """The question is fine, but no run or dataset that could answer it has been loaded yet."""


class ForbiddenError(MittenError):
    """The installation does not allow what was asked."""


class LoginError(MittenError):
    """Nobody is logged in who would have to be, or name and password do not fit."""


class TooManyError(MittenError):
    """Asked too often in a short time."""


class DatabaseError(MittenError):
    """The database cannot be reached, started or used."""


class FetchError(MittenError):
    """A download failed or broke off; what was there before is still there."""


class CrsError(MittenError):
    """Coordinates in another reference system than the function needs (degrees instead of metres)."""
