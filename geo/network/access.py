"""What the tags of a way or of a barrier mean for one mode: may one pass, in which direction, how fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.domain import Mode
from geo.network.graph import CLOSED, FERRY
from geo.network.maxspeed import parse_duration, parse_maxspeed
from geo.network.rules import Rules, WayClass

Tags = Mapping[str, str]
Direction = Literal["forward", "backward"]
Verdict = Literal["allowed", "forbidden", "push", "default"]

DIRECTIONS: tuple[Direction, Direction] = ("forward", "backward")
WAY_KEYS = frozenset(
    {
        "highway",
        "route",
        "duration",
        "area",
        "junction",
        "service",
        "motorroad",
        "tunnel",
        "surface",
        "tracktype",
    }
    | {"sidewalk", "oneway", "oneway:bicycle", "oneway:foot", "cycleway", "maxspeed:type", "source:maxspeed"}
    | {f"cycleway:{side}{rest}" for side in ("left", "right", "both") for rest in ("", ":oneway")}
    | {"zone:traffic", "zone:maxspeed", "sidewalk:left", "sidewalk:right", "sidewalk:both"}
    | {"maxspeed", "maxspeed:forward", "maxspeed:backward"}
    | {
        f"{key}{suffix}"
        for key in ("access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar")
        for suffix in ("", ":forward", ":backward")
    }
)
BARRIER_KEYS = frozenset(
    {"barrier", "locked", "access", "foot", "bicycle", "vehicle", "motor_vehicle", "motorcar"}
)
YES, NO, REVERSED = (
    frozenset({"yes", "1", "true"}),
    frozenset({"no", "0", "false"}),
    frozenset({"-1", "reverse"}),
)
ROUNDABOUTS = frozenset({"roundabout", "circular"})
MOTORWAYS = frozenset({"motorway", "motorway_link"})
NO_WALL = frozenset({"", "no", "building_passage", "culvert", "covered"})  # `tunnel` with doors to the side
SIDEWALKS = frozenset({"both", "left", "right", "yes"})


@dataclass(frozen=True, slots=True)
class Passage:
    """How one mode passes a way.

    Attributes
    ----------
    forward_kmh, backward_kmh
        Speed along and against the drawn direction; 0 where not allowed.
    flags
        Bits as in `geo.network.graph.Graph.edge_flags`.
    duration_s
        Time for the whole way (ferries), 0 where the speed decides.
    """

    forward_kmh: float
    backward_kmh: float
    flags: int = 0
    duration_s: float = 0.0


BLOCKED = Passage(0.0, 0.0)


def judge_way(tags: Tags, mode: Mode, rules: Rules) -> Passage:
    """Read the tags of a way for one mode.

    Parameters
    ----------
    tags
        All tags of the way, or those in `WAY_KEYS`.
    mode, rules
        For whom, and by which tables.

    Returns
    -------
    Passage
        `BLOCKED` if the mode may not use the way at all.
    """
    row = rules.classes.get(tags.get("highway", ""))
    if row is None:
        return _judge_ferry(tags, mode, rules) if tags.get("route") == "ferry" else BLOCKED
    if tags.get("area") in YES and mode not in rules.access.area.modes:
        return BLOCKED
    if tags.get("service", "") in rules.access.closed_service.get(mode, ()):
        return BLOCKED
    opened = _opened_directions(tags, mode)
    fwd, bwd = (
        _speed_kmh(tags, row, mode, direction, rules) if direction in opened else 0.0
        for direction in DIRECTIONS
    )
    if not (fwd or bwd):
        return BLOCKED
    walled = tags.get("tunnel", "") not in NO_WALL
    return Passage(fwd, bwd, CLOSED if walled or not row.through or _is_motorroad(tags) else 0)


def judge_barrier(tags: Tags, mode: Mode, rules: Rules) -> bool:
    """Whether a node with ``barrier=*`` lets a mode pass."""
    barrier = tags.get("barrier", "no")
    if barrier == "no":
        return True
    verdict = _verdict(tags, mode, "forward", rules)
    if verdict != "default":
        return verdict != "forbidden"
    if tags.get("locked") in YES:
        return False
    table = rules.access.barrier
    if mode is Mode.CAR:
        return barrier in table.car_passes
    return barrier not in (table.walk_blocks if mode is Mode.WALK else table.bike_blocks)


def _judge_ferry(tags: Tags, mode: Mode, rules: Rules) -> Passage:
    """Ferries carry whom no tag excludes; cars only where a tag says so."""
    verdict = _verdict(tags, mode, "forward", rules)
    opened = any(key in tags for key in rules.access.opening_keys[mode])
    if verdict == "forbidden" or (mode is Mode.CAR and not (opened and verdict == "allowed")):
        return BLOCKED
    duration_s = parse_duration(tags.get("duration", "")) or 0.0
    kmh = rules.speeds.ferry.kmh
    fwd, bwd = (kmh if direction in _car_directions(tags) else 0.0 for direction in DIRECTIONS)
    return Passage(fwd, bwd, FERRY | CLOSED, duration_s)


def _verdict(tags: Tags, mode: Mode, direction: Direction, rules: Rules) -> Verdict:
    """What the most special key says, by its values."""
    values = rules.access.values
    for key in rules.access.keys[mode]:
        value = tags.get(f"{key}:{direction}", tags.get(key))
        if value is None:
            continue
        parts = _split(value)
        if parts <= values.forbidden:
            return "forbidden"
        if parts & values.push and mode is Mode.BIKE:
            return "push"
        if parts & values.allowed:
            return "allowed"
    return "default"


def _split(value: str) -> set[str]:
    """Values of a key that has several, such as ``agricultural;forestry``: whoever is one of them may pass."""
    return {part.strip() for part in value.split(";")}


def _is_opened(tags: Tags, mode: Mode, direction: Direction, rules: Rules) -> bool:
    """Whether a key of the mode itself opens what its class closes."""
    keys = [k for key in rules.access.opening_keys[mode] for k in (f"{key}:{direction}", key)]
    if any(_split(tags.get(key, "")) & rules.access.values.allowed for key in keys):
        return True
    sides = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both")
    return mode is Mode.WALK and any(tags.get(key) in SIDEWALKS for key in sides)


def _is_motorroad(tags: Tags) -> bool:
    return tags.get("motorroad") in YES


def _speed_kmh(tags: Tags, row: WayClass, mode: Mode, direction: Direction, rules: Rules) -> float:
    """Speed in one direction; 0 where the tags or the class forbid it."""
    speed = row.speed_kmh(mode)
    verdict = _verdict(tags, mode, direction, rules)
    if speed is None or verdict == "forbidden":
        return 0.0
    opened = _is_opened(tags, mode, direction, rules)
    if not opened and (mode in row.closed or (mode is not Mode.CAR and _is_motorroad(tags))):
        return 0.0
    if mode is Mode.CAR:
        speed = _car_kmh(tags, speed, direction, rules)
    push_kmh = rules.speeds.base.push
    if mode is Mode.BIKE and (verdict == "push" or (row.push and not opened)):
        if _verdict(tags, Mode.WALK, direction, rules) == "forbidden":
            return 0.0
        speed = push_kmh
    table = rules.speeds
    caps = [
        table.surface_cap.get(mode, {}).get(tags.get("surface", "")),
        table.tracktype_cap.get(mode, {}).get(tags.get("tracktype", "")),
    ]
    return min([speed, *(cap for cap in caps if cap is not None)])


def _car_kmh(tags: Tags, class_kmh: float, direction: Direction, rules: Rules) -> float:
    """Rural factor times the limit, or times the class speed where no limit is tagged."""
    car = rules.speeds.car
    keys = (
        f"maxspeed:{direction}",
        "maxspeed",
        "maxspeed:type",
        "source:maxspeed",
        "zone:maxspeed",
        "zone:traffic",
    )
    for key in keys:
        limit = parse_maxspeed(tags[key], car.maxspeed_words) if key in tags else None
        if limit is not None and limit <= car.max_kmh:
            return max(car.min_kmh, car.rural_factor * limit)
    return max(car.min_kmh, car.rural_factor * class_kmh)


def _opened_directions(tags: Tags, mode: Mode) -> tuple[Direction, ...]:
    if mode is Mode.WALK:
        return _named_directions(tags.get("oneway:foot", "no")) or DIRECTIONS
    if mode is Mode.BIKE:
        return _bike_directions(tags)
    return _car_directions(tags)


def _named_directions(value: str) -> tuple[Direction, ...] | None:
    """Directions that a value of ``oneway`` names; None where it says nothing that we know."""
    if value in YES:
        return ("forward",)
    if value in REVERSED:
        return ("backward",)
    if value in NO or value == "alternating":
        return DIRECTIONS
    return () if value == "reversible" else None  # reversible: the hour decides, so nobody is sent there


def _car_directions(tags: Tags) -> tuple[Direction, ...]:
    named = _named_directions(tags.get("oneway", ""))
    if named is not None:
        return named
    implied = tags.get("junction") in ROUNDABOUTS or tags.get("highway") in MOTORWAYS
    return ("forward",) if implied else DIRECTIONS


def _bike_directions(tags: Tags) -> tuple[Direction, ...]:
    named = _named_directions(tags.get("oneway:bicycle", ""))
    if named is not None:
        return named
    cycleways = [
        tags.get(key, "") for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")
    ]
    contraflow = any(value.startswith("opposite") for value in cycleways) or any(
        tags.get(f"cycleway:{side}:oneway") in NO | REVERSED for side in ("left", "right", "both")
    )
    return DIRECTIONS if contraflow else _car_directions(tags)
