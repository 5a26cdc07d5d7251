"""No locked run-time package may carry a licence that the EUPL-1.2 does not go with."""

import re
from importlib.metadata import PackageNotFoundError, metadata

from geo.settings import PROJECT_ROOT

REFUSED = re.compile(r"affero|agpl|sspl|business source|commons clause", re.IGNORECASE)


def locked_names():
    lines = (PROJECT_ROOT / "requirements" / "run.txt").read_text().splitlines()
    return [match[1] for line in lines if (match := re.match(r"([A-Za-z0-9._-]+)==", line))]


def licence_of(name):
    found = metadata(name)
    classifiers = [text for text in found.get_all("Classifier") or [] if text.startswith("License")]
    return " ".join([found.get("License-Expression") or "", (found.get("License") or "")[:200], *classifiers])


def test_every_licence_is_compatible():
    names = locked_names()
    assert len(names) > 30
    looked_at = 0
    for name in names:
        try:
            licence = licence_of(name)
        except PackageNotFoundError:
            continue  # locked for another system
        looked_at += 1
        assert not REFUSED.search(licence), f"{name}: {licence}"
    assert looked_at > 30
