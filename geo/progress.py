"""What a long step says while it works: a live line on a terminal, plain lines elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

console = Console(stderr=True, highlight=False)
STEP_BYTES = 10_000_000  # a line per so many bytes where the server does not say how many there are


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


@contextmanager
def progress_bytes(title: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show how far a download is: a bar on a terminal, a line per tenth elsewhere.

    Parameters
    ----------
    title
        German words on what comes.

    Yields
    ------
    callable
        To be told the bytes that are there and the bytes that there will be (None where unknown).
    """
    with step(title) if not console.is_terminal else nullcontext():
        if console.is_terminal:
            columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
            with Progress(TextColumn("{task.description}"), *columns, console=console) as bar:
                task = bar.add_task(title, total=None)
                yield lambda done, total: bar.update(task, completed=done, total=total)
        else:
            yield _lines(title)


def _lines(title: str) -> Callable[[int, int | None], None]:
    said = 0

    def tell(done: int, total: int | None) -> None:
        nonlocal said
        tenth = done * 10 // (total or STEP_BYTES * 10)
        if tenth > said:
            said = tenth
            amount = f"{done / 1e6:.1f}" + (f" von {total / 1e6:.1f}" if total else "")
            print(f"{title}: {amount.replace('.', ',')} MB", file=sys.stderr, flush=True)

    return tell


def _seconds(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s".replace(".", ",")
