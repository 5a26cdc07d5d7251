"""Where the programs of PostgreSQL are found."""

from pathlib import Path

import pytest

from geo.db import cluster_host
from geo.db.cluster_host import Programs, get_programs
from geo.errors import DatabaseError


def test_without_postgis_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(cluster_host, "DEBIAN_VERSIONS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DatabaseError, match="nicht installiert"):
        get_programs()


def test_pg_config_is_asked_where_debian_has_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    bin_dir, extension = tmp_path / "opt/bin", tmp_path / "opt/share/extension"
    bin_dir.mkdir(parents=True)
    extension.mkdir(parents=True)
    (bin_dir / "initdb").touch()
    (extension / "postgis.control").touch()
    script = tmp_path / "pg_config"
    script.write_text(
        "#!/bin/sh\ncase $1 in\n"
        f'--bindir) echo "{bin_dir}";;\n--sharedir) echo "{extension.parent}";;\n'
        '*) echo "PostgreSQL 17.2";;\nesac\n'
    )
    script.chmod(0o755)
    monkeypatch.setattr(cluster_host, "DEBIAN_VERSIONS", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert get_programs() == Programs(bin_dir, 17)
    with pytest.raises(DatabaseError, match="PostgreSQL 15 angelegt"):
        get_programs(15)
