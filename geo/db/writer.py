"""The one door through which a Verbund is written: a transaction of its own, one writer at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text


@contextmanager
def one_writer(engine: Engine, verbund_id: str) -> Iterator[Connection]:
    """A transaction in which nobody else writes this Verbund; it is undone by an error.

    At its end the Verbund counts as loaded now (``verbund.loaded_at``), so that nobody goes on showing what was
    read before.
    """
    with engine.begin() as connection:
        # The lock ends with the transaction.
        key = {"key": f"verbund {verbund_id}"}
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), key)
        yield connection
        query = text("UPDATE verbund SET loaded_at = clock_timestamp() WHERE verbund_id = :verbund")
        connection.execute(query, {"verbund": verbund_id})
