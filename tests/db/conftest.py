"""Private clusters in folders of their own."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.db.cluster import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="mitten test "))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def make_cluster() -> Iterator[Callable[[Path], Cluster]]:
    """Throwaway clusters, removed with everything they left outside their folder."""
    made: list[Cluster] = []

    def make(state_dir: Path) -> Cluster:
        made.append(Cluster(state_dir, durable=False))
        return made[-1]

    yield make
    for cluster in made:
        if cluster.state_dir.exists():
            cluster.destroy()


@pytest.fixture
def cluster(folder: Path, make_cluster: Callable[[Path], Cluster]) -> Cluster:
    return make_cluster(folder / "state")
