"""What corrections did: the report of one import, and the dataset ``korrekturen`` that it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.sources.checksum import sha256_files
from geo.sources.correction_rows import Correction, list_files
from geo.sources.correction_table import DONE
from geo.sources.package import DatasetRecord

DATASET = "korrekturen"


@dataclass(frozen=True, slots=True)
class CorrectionReport:
    """What corrections did.

    Attributes
    ----------
    applied
        Rows in force by action; a second time they are in force too.
    changed
        How many of them altered something just now.
    skipped
        Rows that were left out, by German reason.
    seen
        (facility_id, layer) of what was closed, and (facility_id, "") of what was moved or reclassified, now or
        before: to be handed in with the next import, so that what has gone is told from what never was.
    """

    applied: Mapping[str, int]
    changed: int
    skipped: Mapping[str, int]
    seen: frozenset[tuple[str, str]]

    @property
    def sentence(self) -> str:
        """What happened, in German."""
        done = ", ".join(f"{self.applied[key]} {DONE[key]}" for key in DONE if self.applied.get(key))
        left = ", ".join(f"{count} {why}" for why, count in self.skipped.items())
        return f"Korrekturen: {done or 'keine angewandt'}" + (f" (übergangen: {left})" if left else "")


def describe_corrections(
    folder: Path, corrections: Sequence[Correction], report: CorrectionReport
) -> DatasetRecord:
    """The dataset ``korrekturen``, dated by its newest row; it claims to be complete for nothing."""
    files = list_files(folder)
    dates = [correction.row.date for correction in corrections if not correction.row.beispiel]
    return DatasetRecord(
        key=DATASET,
        title="Korrekturen der Kommunen",
        source="Angaben der Kommunen in data/korrekturen",
        url="",
        licence="dl-de/zero-2-0",
        attribution="Kommunen des Verbunds",
        date=max(dates).isoformat() if dates else "",
        sha256=sha256_files(files),
        note=report.sentence,
        n_records=sum(report.applied.values()),
    )
