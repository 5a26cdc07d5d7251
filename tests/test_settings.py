"""Settings: what is derived follows what it is derived from."""

from geo.settings import Settings


def test_folders_follow_the_state_folder_of_a_copy(tmp_path):
    first = Settings(state_dir=tmp_path / "one")
    assert first.network_dir == tmp_path / "one" / "netz"
    copy = first.model_copy(update={"state_dir": tmp_path / "two"})
    assert copy.network_dir == tmp_path / "two" / "netz"
    assert copy.timetable_dir.parent == copy.cache_dir.parent == tmp_path / "two"
