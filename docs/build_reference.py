"""Write the pages of docs/reference/ from the code; ``--check`` only tells whether they are up to date."""

import argparse
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from markdown_pages import MARKS, NOTE, to_table  # noqa: E402
from reference_benchmarks import build_benchmarks  # noqa: E402
from reference_gueteklassen import build_gueteklassen  # noqa: E402

from api.app import create_app  # noqa: E402
from geo.cli import app  # noqa: E402
from geo.domain import Mode  # noqa: E402
from geo.layers import LayerSpec, list_layers  # noqa: E402
from geo.layers.spec import LIFECYCLE_KEYS, TagRule  # noqa: E402
from geo.norms import Norm, list_norms  # noqa: E402
from geo.settings import Settings  # noqa: E402

REQUIRES = {"": "", "timetable": "a timetable", "ranks": "ranks of centres", "grid": "a population grid"}


def build_layers() -> str:
    """Return the page on the layers: an overview, then what counts as each."""
    overview = to_table(
        ("Key", "German title", "Plural", "Handlungsfeld", "Norms", "Colour"),
        (
            (
                f"[`{layer.key}`](#{layer.key})",
                layer.title,
                layer.plural,
                layer.handlungsfeld.title,
                "<br>".join(f"[`{norm_id}`](norms.md#{norm_id})" for norm_id in layer.norms),
                f"`{layer.colour}`",
            )
            for layer in list_layers()
        ),
    )
    gone = ", ".join(f"`{key}=yes`" for key in LIFECYCLE_KEYS)
    return "\n\n".join(
        (
            "# Layers",
            NOTE,
            f"{len(list_layers())} layers of infrastructure, one file each in `geo/layers/`. "
            "How to add one: [add-a-layer.md](../add-a-layer.md).",
            overview,
            "## What counts",
            "A facility of OpenStreetMap belongs to a layer if one of its rules holds and none of those "
            f"after *but not* does. Never: {gone}. How to read a rule: `key=a/b` one of these values, "
            "`key=*` any value but `no`, `key` *absent* no such key, `key~pattern` a regular expression "
            "found in the value, case ignored. A value `a;b` counts as each of its parts.",
            *(_describe_layer(layer) for layer in list_layers()),
        )
    )


def _describe_layer(layer: LayerSpec) -> str:
    meaning = (importlib.import_module(f"geo.layers.{layer.key}").__doc__ or "").strip()
    lines = [f'<a id="{layer.key}"></a>', f"### {layer.key}: {layer.title}", "", meaning, ""]
    lines += [f"- {_describe_rule(rule)}" for rule in layer.rules]
    lines += [f"- *but not* {_describe_rule(rule)}" for rule in layer.unless]
    lines += ["", f"In a sentence: *{layer.from_nearest}*."]
    if layer.capacity:
        lines.append(f"Capacity, where known: `{layer.capacity}`.")
    if layer.closed_on:
        days = ", ".join(f"*{day.title}*" for day in layer.closed_on)
        lines.append(f"Without known hours it counts as closed on: {days}.")
    if layer.rooms:
        lines.append("Its buildings may house a [shared service](../areas.md#shared-sites-pooling).")
    return "\n".join(lines)


def _describe_rule(rule: TagRule) -> str:
    return " and ".join(_describe_key(key, wanted) for key, wanted in rule.items())


def _describe_key(key: str, wanted: str | tuple[str, ...]) -> str:
    if isinstance(wanted, tuple):
        values = "/".join(value for value in wanted if value)
        return f"`{key}={values}`" + (f" or `{key}` *absent*" if "" in wanted else "")
    if not wanted:
        return f"`{key}` *absent*"
    return f"`{key}{wanted}`" if wanted.startswith("~") else f"`{key}={wanted}`"


def build_norms() -> str:
    """Return the page on the norms: one row each, with source and the layers held to it."""
    rows = (
        (
            f'<a id="{norm.id}"></a>`{norm.id}`',
            norm.title,
            f"{norm.value:,.0f} {norm.unit}",
            norm.mode.title if isinstance(norm.mode, Mode) else "mit Bus und Bahn",
            norm.concerns,
            norm.binding,
            f"{norm.source} ({norm.date})",
            norm.mark,
            REQUIRES[norm.requires],
            ", ".join(f"[`{key}`](layers.md#{key})" for key in _layers_held_to(norm)),
        )
        for norm in list_norms()
    )
    head = (
        "Id",
        "German title",
        "Value",
        "Mode",
        "Concerns",
        "Binding",
        "Source (date)",
        "Mark",
        "Needs",
        "Layers",
    )
    references = (f"- `{norm.id}`: {norm.reference}." for norm in list_norms() if norm.reference)
    return "\n\n".join(
        (
            "# Norms",
            NOTE,
            f"{len(list_norms())} published norms, kept in `geo/norms/register.toml`. Metres are the length "
            "of the way, minutes the travel time; the straight-line model stands in for both and says so. A "
            "norm that needs more data than is loaded is listed, not judged. A layer is held to at most one "
            "norm per mode.",
            "Marks: " + "; ".join(f"**{mark}** {meaning}" for mark, meaning in MARKS.items()) + ".",
            to_table(head, rows),
            "## Further words of the sources",
            "\n".join(references),
        )
    )


def _layers_held_to(norm: Norm) -> list[str]:
    return [layer.key for layer in list_layers() if norm.id in layer.norms]


def build_cli() -> str:
    """Return the page on the command line: every command with its arguments and options."""
    commands = sorted(_walk_commands(typer.main.get_command(app), "mitten"))
    return "\n\n".join(
        (
            "# Commands",
            NOTE,
            "`mitten` is installed in `.venv/bin`. Progress goes to standard error, answers to standard output; "
            "`--json` gives them to a script. An error is one sentence, and the exit code is not 0. "
            "The texts are German, as the command prints them.",
            *(f"## `{name}`\n\n{text}" for name, text in commands),
        )
    )


def _walk_commands(command: Any, name: str) -> Iterator[tuple[str, str]]:
    children = getattr(command, "commands", None)
    if children is not None:
        for key, child in children.items():
            yield from _walk_commands(child, f"{name} {key}")
        return
    rows = [
        ("`" + ", ".join(parameter.opts) + "`" if parameter.param_type_name == "option" else f"`{parameter.name}`",
         getattr(parameter, "help", "") or "")
        for parameter in command.params
    ]  # fmt: skip
    text = (command.help or "").strip()
    yield name, text + ("\n\n" + to_table(("Argument or option", "Meaning"), rows) if rows else "")


def build_api() -> str:
    """Return the page on the API: every route with its parameters and answer."""
    document = create_app(Settings(database_url="postgresql://docs.invalid/none")).openapi()
    return "\n\n".join(
        (
            "# API",
            NOTE,
            "All routes are below `/api` and answer `GET`, unless said otherwise. "
            "The whole description with schemas and examples is served at `/api/openapi.json`. "
            "Every route takes `verbund` (default: the installation's own). "
            "Answers carry an `ETag` made from data and run; errors are problem details (RFC 9457) in German. "
            "Coordinates are EPSG:4326, tiles EPSG:3857.",
            *(
                _describe_route(path, method, operation)
                for path, item in sorted(document["paths"].items())
                for method, operation in item.items()
            ),
        )
    )


def _describe_route(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = [
        (
            f"`{entry['name']}`",
            entry["in"],
            "yes" if entry.get("required") else "",
            entry.get("description", ""),
        )
        for entry in operation.get("parameters", [])
        if entry["name"] != "verbund"
    ]
    status = min(operation["responses"])
    contents = operation["responses"][status].get("content") or {"no content": {}}
    (media, content), *_ = contents.items()
    schema = content.get("schema", {})
    kind = schema.get("$ref", schema.get("items", {}).get("$ref", "")).rpartition("/")[2]
    answer = f"{'list of ' if schema.get('type') == 'array' else ''}`{kind}`" if kind else f"`{media}`"
    table = "\n\n" + to_table(("Parameter", "In", "Required", "Meaning"), rows) if rows else ""
    verb = "" if method == "get" else f"{method.upper()} "
    return f"## `{verb}{path}`\n\n{operation['description']}\n\nAnswer: {answer}.{table}"


PAGES: list[tuple[Path, Callable[[], str]]] = [
    (ROOT / "docs/reference/layers.md", build_layers),
    (ROOT / "docs/reference/norms.md", build_norms),
    (ROOT / "docs/reference/gueteklassen.md", build_gueteklassen),
    (ROOT / "docs/reference/cli.md", build_cli),
    (ROOT / "docs/reference/api.md", build_api),
    (ROOT / "docs/reference/benchmarks.md", build_benchmarks),
]


def main() -> int:
    """Write or check every page; 1 if a check finds one that is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if a page is out of date")
    check = parser.parse_args().check
    stale = []
    for path, build in PAGES:
        text = build() + "\n"
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(path.relative_to(ROOT).as_posix())
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    if stale:
        print(("out of date: " if check else "written: ") + ", ".join(stale))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
