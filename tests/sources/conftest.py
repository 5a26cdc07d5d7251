"""A copy of the real data folder that a test may damage, small OpenStreetMap files, and a server to download from."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from geo.errors import FetchError
from geo.settings import PROJECT_ROOT
from geo.sources.gtfs import read_gtfs
from tests.sources.bad_server import Handler, Server, Site, get
from tests.sources.gtfs_files import write_gtfs

DATA = PROJECT_ROOT / "data"
Damage = Callable[[str, str, str], Path]
DEGREE = 0.001  # about 110 m north, 70 m east


@pytest.fixture
def verbund_copy(tmp_path: Path) -> Path:
    """Folder of the default Verbund inside a copy of the whole data folder."""
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("quellen"))
    return tmp_path / "data" / "verbuende" / "61-6-eins"


@pytest.fixture
def damage(verbund_copy: Path) -> Damage:
    """Replace the first occurrence of a text in a file below the copied data folder; gives the Verbund."""

    def replace(file: str, old: str, new: str) -> Path:
        path = verbund_copy.parent.parent / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return verbund_copy

    return replace


@pytest.fixture
def without_projects() -> Callable[[Path], None]:
    """Leave projects and actors out of a copied Verbund."""

    def leave_out(folder: Path) -> None:
        path = folder / "verbund.toml"
        text = path.read_text(encoding="utf-8")
        for key in ("projekte", "akteure"):
            text = text.replace(f"\n{key} =", f"\n# {key} =")
        path.write_text(text, encoding="utf-8")

    return leave_out


class OsmXml:
    """Writes small OpenStreetMap files; x and y count in thousandths of a degree from 9° east, 51° north."""

    @staticmethod
    def tag(**tags):
        return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())

    @staticmethod
    def node(number, x, y, **tags):
        position = f'lon="{9 + x * DEGREE:.7f}" lat="{51 + y * DEGREE:.7f}"'
        return f'<node id="{number}" {position}>{OsmXml.tag(**tags)}</node>'

    @staticmethod
    def square(number, x, y, size, **tags):
        """A closed way and its nodes, which bear the way's number times 10 and up."""
        corners = [(0, 0), (size, 0), (size, size), (0, size)]
        nodes = [OsmXml.node(number * 10 + i, x + dx, y + dy) for i, (dx, dy) in enumerate(corners)]
        refs = "".join(f'<nd ref="{number * 10 + i}"/>' for i in (0, 1, 2, 3, 0))
        return nodes, f'<way id="{number}">{refs}{OsmXml.tag(**tags)}</way>'

    @staticmethod
    def relation(number, outers, *, label=None, **tags):
        members = "".join(f'<member type="way" ref="{way}" role="outer"/>' for way in outers)
        if label:
            members += f'<member type="node" ref="{label}" role="admin_centre"/>'
        return f'<relation id="{number}">{members}{OsmXml.tag(**tags)}</relation>'

    @staticmethod
    def write(path, *things):
        """Write nodes, squares and relations in the order that OpenStreetMap files keep."""
        flat = [
            part
            for thing in things
            for part in ([thing] if isinstance(thing, str) else [*thing[0], thing[1]])
        ]
        flat.sort(key=lambda text: ("<node", "<way ", "<rela").index(text[:5]))
        path.write_text('<osm version="0.6">' + "".join(flat) + "</osm>", encoding="utf-8")
        return path


@pytest.fixture(scope="session")
def osm() -> type[OsmXml]:
    """Writer of small OpenStreetMap files."""
    return OsmXml


@pytest.fixture
def site(testdata) -> Iterator[Site]:
    body = (testdata / "osm/liechtenstein-valhalla.osm.pbf").read_bytes()
    handler = type("Handler", (Handler,), {"body": body, "requests": [], "etag": '"one"'})
    server = Server(("127.0.0.1", 0), handler)
    server.stop = threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Site(server, handler)
    server.stop.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "cache" / "a.osm.pbf"


@pytest.fixture
def half(target, site) -> Path:
    """A target of which the first 400,000 bytes came in an earlier call."""
    with pytest.raises(FetchError):
        get(site, "always_stops", target)
    part = target.with_name("a.osm.pbf.part")
    assert part.stat().st_size == 400_000
    return target


@pytest.fixture
def read(tmp_path):
    """Write a small GTFS zip, changed, and read it."""

    def read(changes=None, area=None, **more):
        return read_gtfs(write_gtfs(tmp_path / "feed.zip", changes, **more), area)

    return read
