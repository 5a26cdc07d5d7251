"""What docs/operations.md says of backup and restore, done with PostgreSQL's own programs."""

import subprocess

from sqlalchemy import create_engine

from geo import service
from geo.db.cluster_host import get_programs
from geo.rights import ANYONE, OPERATOR
from geo.service import OpenVerbund, create_project
from tests.projects import EDITOR, as_, new, titles

PRIVATE, PUBLIC = "Noch unter uns", "Dorfladen für alle"


def run(program, *arguments):
    command = [get_programs().path(program), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_restored_backup_holds_what_people_entered_and_who_may_see_it(own_settings, cluster, tmp_path):
    engine = create_engine(own_settings.database_url)
    before = OpenVerbund(engine, own_settings.verbund)
    for title, visibility in ((PRIVATE, "own"), (PUBLIC, "public")):
        create_project(as_(before, EDITOR), new(title=title, visibility=visibility))
    said = titles(as_(before, ANYONE))
    assert PUBLIC in said
    assert PRIVATE not in said
    engine.dispose()

    dump = tmp_path / "mitten.dump"
    source = own_settings.database_url.replace("+psycopg", "")
    run("pg_dump", "--format=custom", f"--file={dump}", source)
    cluster.start()
    restore = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
    run("pg_restore", *restore, f"--dbname={cluster.dsn}", str(dump))

    engine = create_engine(cluster.url)
    after = OpenVerbund(engine, own_settings.verbund)
    assert titles(as_(after, ANYONE)) == said
    assert set(titles(as_(after, EDITOR))) >= {PRIVATE, PUBLIC}
    figures = service.list_reach(as_(after, OPERATOR), layer="primary_school", mode="walk")
    assert len(figures) == 61
    engine.dispose()
