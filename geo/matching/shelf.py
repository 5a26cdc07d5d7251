"""Vectors of texts, kept: what has been asked for lately need not be read again."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from geo.matching.vectors import TextModel

MOST_KEPT = 8_000  # some 30 MB

Row = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]


class Shelf:
    """Vectors by text. A vector depends on its text alone, so nobody's rights matter for what is kept.

    Parameters
    ----------
    model
        Makes the vectors that are not there.
    most
        How many are kept.
    """

    def __init__(self, model: TextModel, most: int = MOST_KEPT) -> None:
        self._model = model
        self._most = most
        self._rows: OrderedDict[tuple[str, str], Row] = OrderedDict()
        self._lock = Lock()

    def get(self, texts: Sequence[tuple[str, str]]) -> csr_matrix:
        """Vectors of titles and summaries: shape (texts, columns)."""
        with self._lock:
            rows = {text: self._rows[text] for text in texts if text in self._rows}
        new = [text for text in dict.fromkeys(texts) if text not in rows]
        made = self._model.to_vectors(new)
        for number, text in enumerate(new):
            part = slice(made.indptr[number], made.indptr[number + 1])
            rows[text] = (made.indices[part].astype(np.int32), made.data[part].astype(np.float32))
        with self._lock:
            self._rows.update(rows)
            for text in texts:
                self._rows.move_to_end(text)
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)
        return _stack([rows[text] for text in texts], made.shape[1])


def _stack(rows: Sequence[Row], columns: int) -> csr_matrix:
    if not rows:
        return csr_matrix((0, columns))
    ends = np.cumsum([0, *(len(indices) for indices, _ in rows)])
    indices = np.concatenate([indices for indices, _ in rows])
    data = np.concatenate([data for _, data in rows])
    return csr_matrix((data, indices, ends), shape=(len(rows), columns))
