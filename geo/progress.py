"""What a long step says while it works: a live line on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(stderr=True, highlight=False)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step and end it with its time in seconds; a failed step says so and passes the error on."""
    started = time.perf_counter()
    try:
        if console.is_terminal:
            with console.status(f"{title} …"):
                yield
        else:
            print(f"{title} …", file=sys.stderr, flush=True)
            yield
    except BaseException:
        console.print(f"{title}: abgebrochen nach {_seconds(started)}", style="red")
        raise
    console.print(f"{title}: fertig in {_seconds(started)}", style="green")


def _seconds(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s".replace(".", ",")
