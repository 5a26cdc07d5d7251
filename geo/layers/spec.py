"""What a layer of infrastructure declares about itself; one file per layer holds one ``LAYER``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.domain import Handlungsfeld

Tags = Mapping[str, str]
TagRule = Mapping[str, str | tuple[str, ...]]
"""All keys must match: a value, one of several values, or ``"*"`` for any value but ``no``."""

Genus = Literal["m", "f", "n"]


def matches_rule(rule: TagRule, tags: Tags) -> bool:
    """Tell whether OSM tags fulfil every key of a rule; ``a;b`` values count as each of their parts."""
    for key, wanted in rule.items():
        values = [value.strip() for value in tags.get(key, "").split(";")]
        if wanted == "*":
            if values in ([""], ["no"]):
                return False
            continue
        accepted = (wanted,) if isinstance(wanted, str) else wanted
        if not any(value in accepted for value in values):
            return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSpec:
    """One layer of infrastructure.

    Attributes
    ----------
    key
        Stable English key, equal to the name of the file.
    title, plural, genus
        German singular and plural, and the grammatical gender of the singular
        ("von der nächsten Grundschule", "vom nächsten Supermarkt").
    handlungsfeld
        Field of action of the funding programme.
    rules
        OSM tag rules; a facility belongs to the layer if any rule matches ...
    unless
        ... and none of these does.
    norms
        Ids of the norm register (``geo/norms``) that the layer is held to, at most one per mode.
    accepts, rejects
        Examples of tags that must and must not match; a contract test walks them.
    colour
        Point colour on map and report, ``#rrggbb``.
    order
        Position in lists.
    capacity
        Attribute that holds the capacity, where known.
    """

    key: str
    title: str
    plural: str
    genus: Genus
    handlungsfeld: Handlungsfeld
    rules: tuple[TagRule, ...]
    unless: tuple[TagRule, ...] = ()
    norms: tuple[str, ...] = ()
    accepts: tuple[Tags, ...]
    rejects: tuple[Tags, ...]
    colour: str
    order: int
    capacity: str | None = None

    def matches(self, tags: Tags) -> bool:
        """Tell whether an OSM object with these tags belongs to the layer."""
        if not any(matches_rule(rule, tags) for rule in self.rules):
            return False
        return not any(matches_rule(rule, tags) for rule in self.unless)
