"""The reference page on the methods that grade public transport."""

from collections.abc import Iterable

from markdown_pages import MARKS, NOTE, to_table

from geo.norms.gueteklassen import Method, list_methods


def build_gueteklassen() -> str:
    """Return the page on the methods that grade public transport: their tables as the files have them."""
    return "\n\n".join(
        (
            "# Güteklassen",
            NOTE,
            f"{len(list_methods())} methods, one file each in `geo/norms/gueteklassen/`; the first is the default. "
            "How a class is made, and how to add a method: [gueteklassen.md](../gueteklassen.md). An en dash: no "
            "category or no class. Marks: "
            + "; ".join(f"**{m}** {meaning}" for m, meaning in MARKS.items())
            + ".",
            *(_describe_method(method) for method in list_methods()),
        )
    )


def _describe_method(method: Method) -> str:
    keys = [group.key for group in method.groups]
    begin, end = (f"{bound // 60:02d}:{bound % 60:02d}" for bound in method.window)
    facts = {
        "Source": f"{method.source} ({method.date}), mark {method.mark}",
        "Departures": f"{begin} to before {end}; reference days: {', '.join(day.title for day in method.day_types)}",
        "Distance": {"network": "way on foot", "crow": "straight line"}[method.distance],
        "Halving": f"`{method.halving}`; several groups at a stop: `{method.combine}`",
        "School-only trips": "count" if method.school_trips else "do not count",
    }
    groups = [(f"`{g.key}`", g.title, ", ".join(g.aliases), _ranges(g.route_types)) for g in method.groups]
    steps = [
        (f"{'≤' if s.closed else '<'} {s.upper_min:g}", *(s.categories[key] or "–" for key in keys))
        for s in method.intervals
    ]
    rings = [f"{'≤' if ring.closed else '<'} {ring.upper_m:g} m" for ring in method.rings]
    classes = [(category, *(name or "–" for name in row)) for category, row in method.table.items()]
    return "\n\n".join(
        (
            f'<a id="{method.id}"></a>\n## {method.id}: {method.title}',
            "\n".join(f"- {name}: {text}." for name, text in facts.items()),
            to_table(("Group", "German title", "Also", "`route_type`"), groups),
            f"Do not count: `route_type` {_ranges(method.excluded)}.",
            to_table(("Interval (min)", *(f"`{key}`" for key in keys)), steps),
            to_table(("Category", *rings), classes),
            "\n".join(f"- {choice}" for choice in method.choices),
        )
    )


def _ranges(numbers: Iterable[int]) -> str:
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return (
        ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in found) or "by hand only"
    )
