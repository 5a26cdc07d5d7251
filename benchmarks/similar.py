"""How long similar projects and a search take in a register of 10,000: as a visitor, on a cluster of its own."""

import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from geo.db.cluster import Cluster
from geo.db.migrate import migrate
from geo.matching.evaluation import read_labelled
from geo.matching.score import Profile
from geo.results import SimilarAsk
from geo.rights import ANYONE
from geo.service import OpenVerbund, ProjectFilter, find_similar, list_projects

N_PROJECTS = 10_000
N_ASKED = 40
VERBUND = "probe"
SHORTEST = 3  # letters; shorter words are "und", "im"
SEED = 61
INSERT = text(
    """INSERT INTO project (verbund_id, project_id, title, summary, need, handlungsfelder, target_groups, phase, ags,
                            zentren, owner, beispiel, visibility)
       VALUES (:verbund, :key, :title, :summary, :need, :fields, :groups, :phase, '{}', '{}', '', false, 'public')"""
)


def measure_similar(n_projects: int = N_PROJECTS, n_asked: int = N_ASKED) -> dict[str, Any]:
    """Milliseconds of a question and of a search: the median, the slowest of twenty; the first question of all."""
    texts = read_labelled().profiles
    with open_register(texts, n_projects) as engine:
        opened = OpenVerbund(engine, VERBUND, person=ANYONE)
        first = ask_ms(opened, texts[0])
        # Each text is new: nobody has asked it before, and most candidates have not been read before either.
        draw = random.Random(SEED)
        found = [ask_ms(opened, profile) for profile in draw.sample(texts[1:], n_asked)]
        searched = [search_ms(opened, profile.title, draw) for profile in draw.sample(texts[1:], n_asked)]
    return {
        "projects": n_projects,
        "asked": n_asked,
        **describe_ms(found),
        "first_ms": round(first, 1),
        "search": describe_ms(searched),
    }


def describe_ms(taken: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    return {
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(sorted(taken)[int(0.95 * (len(taken) - 1))], 1),
    }


def search_ms(opened: OpenVerbund, title: str, draw: random.Random) -> float:
    """Milliseconds until the first page is there: one word of a title, or two, or one with a letter left out."""
    words = [word for word in title.split() if len(word) > SHORTEST]
    word = draw.choice(words)
    place = draw.randrange(2, len(word))
    wanted = draw.choice([word, " ".join(words[:2]), word[:place] + word[place + 1 :]])
    start = time.perf_counter()
    list_projects(opened, ProjectFilter(words=wanted))
    return (time.perf_counter() - start) * 1000


def ask_ms(opened: OpenVerbund, profile: Profile) -> float:
    """Milliseconds until similar projects are there."""
    ask = SimilarAsk(title=profile.title, summary=profile.summary, need=profile.need)
    start = time.perf_counter()
    answer = find_similar(opened, ask)
    taken = (time.perf_counter() - start) * 1000
    if not answer.projects:
        raise ValueError(f"nothing is like {profile.title}: the register is not filled")
    return taken


@contextmanager
def open_register(texts: Sequence[Profile], n_projects: int) -> Iterator[Engine]:
    """A database with a register of projects whose sentences are drawn from the labelled texts."""
    folder = Path(tempfile.mkdtemp(prefix="mitten-bench-"))
    folder.chmod(0o755)  # the account that runs the cluster must be able to enter
    cluster = Cluster(folder, durable=False)
    try:
        cluster.start()
        engine = create_engine(cluster.url)
        migrate(engine)
        fill_register(engine, texts, n_projects)
        yield engine
        engine.dispose()
    finally:
        cluster.stop()
        cluster.destroy()
        shutil.rmtree(folder, ignore_errors=True)


def fill_register(engine: Engine, texts: Sequence[Profile], n_projects: int) -> None:
    """Add a Verbund and projects: each has the title and a sentence of one text, and a sentence of another."""
    draw = random.Random(SEED)
    rows = []
    for number in range(n_projects):
        one, other = draw.choice(texts), draw.choice(texts)
        sentence = draw.choice(other.summary.split(". "))
        rows.append(
            {
                "verbund": VERBUND, "key": f"p{number}", "title": f"{one.title} {number}",
                "summary": f"{draw.choice(one.summary.split('. '))}. {sentence}.", "need": one.need,
                "fields": sorted(one.handlungsfelder), "groups": sorted(one.target_groups), "phase": one.phase,
            }
        )  # fmt: skip
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO verbund (verbund_id, title, subtitle, checksum) VALUES ('{VERBUND}', 'P', '', '')"
        )
        connection.execute(INSERT, rows)
        connection.exec_driver_sql("ANALYZE project")
