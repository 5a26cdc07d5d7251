"""Stored graphs: rebuilt only when something changed, whole or not at all."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.domain import Mode
from geo.errors import InputError
from geo.network.graph import ARRAYS
from geo.network.rules import read_rules
from geo.network.storage import fingerprint, open_graphs
from geo.sources.osm_ways import describe_files, read_ways

MUSTERDORF = Path(__file__).with_name("musterdorf.osm")


class Store:
    """A folder of graphs of one file, counting how often the file is read."""

    def __init__(self, folder):
        self.folder, self.file, self.n_reads = folder / "graphs", folder / "town.osm", 0
        shutil.copy(MUSTERDORF, self.file)

    def read(self):
        self.n_reads += 1
        return read_ways([self.file])

    def open(self, **options):
        return open_graphs(self.folder, describe_files([self.file]), self.read, **options)

    def left_overs(self):
        return sorted(p.name for p in self.folder.iterdir() if p.name not in set(Mode))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_built_once_for_all_modes_then_only_opened(store):
    first, second = store.open(), store.open()
    assert store.n_reads == 1
    assert list(first) == list(Mode)
    for mode in Mode:
        for name in ARRAYS:
            assert np.array_equal(getattr(first[mode], name), getattr(second[mode], name))
    assert second[Mode.CAR].provenance["files"] == ["town.osm"]
    assert not second[Mode.CAR].head.flags.writeable
    assert store.left_overs() == []


def test_another_file_is_another_graph(store):
    before = store.open(modes=[Mode.CAR])[Mode.CAR]
    store.file.write_text(store.file.read_text().replace('v="50"', 'v="30"'))
    after = store.open(modes=[Mode.CAR])[Mode.CAR]
    assert store.n_reads == 2
    assert after.arc_ds.sum() > before.arc_ds.sum(), "the old maps stay readable"


def test_a_mode_is_built_when_it_is_asked_for(store):
    store.open(modes=[Mode.WALK])
    assert [p.name for p in store.folder.iterdir()] == ["walk"]
    store.open(modes=[Mode.WALK, Mode.BIKE])
    assert store.n_reads == 2


@pytest.mark.parametrize("damage", ["cut", "gone", "stranger"])
def test_a_damaged_folder_is_rebuilt(store, damage):
    good = store.open(modes=[Mode.CAR])[Mode.CAR].arc_ds.copy()
    folder = store.folder / "car"
    if damage == "cut":
        (folder / "arc_ds.npy").write_bytes((folder / "arc_ds.npy").read_bytes()[:-4])
    elif damage == "gone":
        (folder / "manifest.json").unlink()
    else:
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / "note.txt").write_text("nothing of ours")
    assert np.array_equal(store.open(modes=[Mode.CAR])[Mode.CAR].arc_ds, good)
    assert store.n_reads == 2
    assert store.left_overs() == []


def test_a_broken_file_changes_nothing(store):
    good = store.open()
    store.file.write_bytes(store.file.read_bytes()[:900])
    with pytest.raises(InputError, match="beschädigt"):
        store.open()
    assert store.left_overs() == []
    shutil.copy(MUSTERDORF, store.file)
    assert np.array_equal(store.open()[Mode.BIKE].head, good[Mode.BIKE].head)
    assert store.n_reads == 2, "what was there before is still there"


def test_a_failed_write_leaves_no_half_graph(store, monkeypatch):
    store.open(modes=[Mode.CAR])
    store.file.write_text(store.file.read_text().replace('v="50"', 'v="30"'))

    def full(*_, **__):
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(OSError, match="no space"):
        store.open(modes=[Mode.CAR])
    assert store.left_overs() == []
    assert (store.folder / "car" / "manifest.json").exists()


def test_the_fingerprint_knows_files_rules_and_area():
    rules, here = read_rules(), {"sha256": ["a", "b"]}
    area = shapely.box(0, 0, 1, 1)
    key = fingerprint(here, rules, None, None)
    assert key == fingerprint({"sha256": ["b", "a"]}, rules, None, None), "whatever the order of the files"
    others = [
        fingerprint({"sha256": ["a"]}, rules, None, None),
        fingerprint(here, rules.model_copy(update={"checksum": "x"}), None, None),
        fingerprint(here, rules, area, None),
        fingerprint(here, rules, None, area),
        fingerprint(here, rules, area.buffer(1), None),
    ]
    assert len({key, *others}) == 6
    turned = shapely.Polygon(shapely.get_coordinates(area)[::-1])
    assert fingerprint(here, rules, turned, None) == fingerprint(here, rules, area, None), "the same ground"


def test_another_area_is_another_graph(store):
    store.open(modes=[Mode.WALK])
    here = shapely.box(400_000, 5_700_000, 500_000, 5_800_000)
    for _ in range(2):
        store.open(modes=[Mode.WALK], area=here)
    assert store.n_reads == 2


def test_a_given_area_is_kept(store):
    area = shapely.box(400_000, 5_700_000, 500_000, 5_800_000)
    assert shapely.equals(store.open(modes=[Mode.WALK], data_area=area)[Mode.WALK].data_area, area)
