"""Every error that Mitten raises on purpose: one German sentence that says what, where and how to mend it."""


class MittenError(Exception):
    """Base of all deliberate errors; ``str(error)`` is the one sentence a user reads."""


class InputError(MittenError):
    """A file, parameter or table that was handed in is wrong; nothing has been changed."""


class NotFoundError(MittenError):
    """An id or name that nothing is known about."""


class NoDataError(MittenError):
    """The question is fine, but no run or dataset that could answer it has been loaded yet."""


class ForbiddenError(MittenError):
    """The installation does not allow what was asked."""


class DatabaseError(MittenError):
    """The database cannot be reached, started or used."""


class FetchError(MittenError):
    """A download failed or broke off; what was there before is still there."""


class CrsError(MittenError):
    """Coordinates in another reference system than the function needs (degrees instead of metres)."""
