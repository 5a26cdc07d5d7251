"""The geometry of edges as a compressed Arrow file: steps from vertex to vertex in whole millimetres.

More than half of a graph is geometry, and searches never touch it: it is kept small, while the arrays that they
work on lie plain on disk and are mapped into memory, which no compressed file can be.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars

PER_METRE = 1000.0
COLUMNS = ["x_mm", "y_mm"]


def to_whole_millimetres(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Coordinates in metres, rounded to what the file keeps: OpenStreetMap knows centimetres."""
    return np.asarray(np.rint(xy * PER_METRE) / PER_METRE)


def write_lines(path: Path, xy: npt.NDArray[np.float64]) -> None:
    """Write vertices one after the other, shape (k, 2), metres; exact for whole millimetres, else rounded to them."""
    steps = np.diff(np.rint(xy * PER_METRE).astype(np.int64), axis=0, prepend=np.zeros((1, 2), np.int64))
    polars.DataFrame(steps, schema=COLUMNS).write_ipc(path, compression="zstd")


def read_lines(path: Path) -> npt.NDArray[np.float64]:
    """Read what `write_lines` wrote, read-only.

    Raises
    ------
    ValueError
        If it is no such file.
    """
    try:
        steps = polars.read_ipc(path).select(COLUMNS)
    except polars.exceptions.PolarsError as error:
        raise ValueError(path.name) from error
    xy = np.empty((steps.height, 2), dtype=np.float64)
    for axis, name in enumerate(COLUMNS):
        xy[:, axis] = np.cumsum(steps[name].to_numpy()) / PER_METRE
    xy.flags.writeable = False
    return xy
