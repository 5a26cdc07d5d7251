"""What was loaded after a run: its figures do not know of it."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from geo.errors import NoDataError
from geo.layers import LayerSpec

VERBUND = "verbund"  # under which a run keeps the checksum of the files of the Verbund
GRID = "bevoelkerung"
ADDRESSES = "adressen-"  # followed by the AGS
CORRECTIONS = "korrekturen"


def find_newer(run: RowMapping, verbund: RowMapping, datasets: Sequence[RowMapping]) -> set[str]:
    """What the figures of a run depend on, and is loaded otherwise than it was.

    Parameters
    ----------
    run, verbund, datasets
        Rows as `geo.db.read` gives them; ``datasets`` are those that are loaded.

    Returns
    -------
    set
        Keys of datasets; `VERBUND` stands for places and boundaries.
    """
    loaded = {
        row["key"]: row["sha256"]
        for row in datasets
        if row["layers"] or row["key"] == CORRECTIONS or is_of_residents(row["key"])
    }
    loaded[VERBUND] = verbund["checksum"]
    gone = {key for key in run["datasets"] if key.startswith(ADDRESSES)} - set(loaded)
    return gone | {key for key, checksum in loaded.items() if run["datasets"].get(key) != checksum}


def is_of_residents(key: str) -> bool:
    """Whether a dataset says where people live."""
    return key == GRID or key.startswith(ADDRESSES)


def validate_fresh(layer: LayerSpec, newer: set[str], datasets: Sequence[RowMapping]) -> None:
    """Refuse to answer about a layer beside the figures of a run that knows other facilities or places.

    Raises
    ------
    NoDataError
        If the places, the corrections or a dataset of the layer are newer than the run.
    """
    concerned = {row["key"] for row in datasets if layer.key in row["layers"]} | {VERBUND, CORRECTIONS}
    if concerned & newer:
        raise NoDataError(
            f"{layer.plural} oder Orte wurden nach dem gezeigten Lauf neu geladen: bitte „mitten compute“ starten."
        )
