"""What a layer of infrastructure declares about itself; one file per layer holds one ``LAYER``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from geo.domain import DayType, Handlungsfeld

Tags = Mapping[str, str]
TagRule = Mapping[str, str | tuple[str, ...]]
"""All keys must match. What a key may ask for:

``"bakery"``        this value; ``("station", "halt")`` one of these; ``""`` stands for an absent key
``"*"``             any value but ``no``
``"~^grundschul"``  a regular expression found in the value, case ignored; an absent key counts as ``""``

A value ``a;b`` counts as each of its parts, and one part that matches is enough. So ``"~^(?!hermes)"``
reads "something other than Hermes, or nothing".
"""

Genus = Literal["m", "f", "n"]

LIFECYCLE_KEYS = ("disused", "abandoned", "demolished", "planned", "proposed")
"""With ``=yes`` the object is gone or not there yet; no layer takes it."""

NOT_PUBLIC: TagRule = {"access": ("private", "no")}
"""For ``unless`` where ``access`` speaks of the users. On schools, Kindergärten, fire stations and the like
it speaks of the grounds, so these layers leave it out."""


def matches_rule(rule: TagRule, tags: Tags) -> bool:
    """Tell whether OSM tags fulfil every key of a rule."""
    return all(_matches_value(wanted, tags.get(key, "")) for key, wanted in rule.items())


def find_needed_key(rule: TagRule) -> str:
    """A key that an object must have for this rule, one with certain values first; "" where it needs none."""
    needed = [key for key, wanted in rule.items() if not _matches_value(wanted, "")]
    certain = [
        key for key in needed if isinstance(rule[key], tuple) or not str(rule[key]).startswith(("*", "~"))
    ]
    return next(iter(certain or needed), "")


def _matches_value(wanted: str | tuple[str, ...], value: str) -> bool:
    parts = [part for part in map(str.strip, value.split(";")) if part] or [""]
    if isinstance(wanted, tuple):
        return any(part in wanted for part in parts)
    if wanted == "*":
        return parts not in ([""], ["no"])
    if wanted.startswith("~"):
        return any(re.search(wanted[1:], part, re.IGNORECASE) for part in parts)
    return wanted in parts


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSpec:
    """One layer of infrastructure.

    Attributes
    ----------
    key
        Stable English key, equal to the name of the file.
    title, plural, genus
        German singular and plural, and the grammatical gender of the singular.
    dative
        Singular after "der nächsten" or "dem nächsten"; the title unless that begins with an adjective
        ("von der nächsten weiterführenden Schule").
    handlungsfeld
        Field of action of the funding programme.
    rules
        OSM tag rules; a facility belongs to the layer if any rule matches ...
    unless
        ... and none of these does. What is disused, abandoned, planned never belongs.
    candidate
        Objects among which only finer tags tell the layer (any school); where many of them tell nothing,
        an extract is not complete for the layer.
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
    closed_on
        Kinds of days on which a facility counts as closed where OpenStreetMap does not know its hours. Schools have
        no hours there, but nobody misses a bus to school on a Sunday.
    rooms
        Whether its buildings have rooms in which municipalities may open a shared service (``geo.service.pooling``).
    """

    key: str
    title: str
    plural: str
    genus: Genus
    dative: str = ""
    handlungsfeld: Handlungsfeld
    rules: tuple[TagRule, ...]
    unless: tuple[TagRule, ...] = ()
    candidate: TagRule | None = None
    norms: tuple[str, ...] = ()
    accepts: tuple[Tags, ...]
    rejects: tuple[Tags, ...]
    colour: str
    order: int
    capacity: str | None = None
    closed_on: tuple[DayType, ...] = ()
    rooms: bool = False

    def __post_init__(self) -> None:
        if not self.dative:
            object.__setattr__(self, "dative", self.title)

    @property
    def from_nearest(self) -> str:
        """What a distance is measured from: "von der nächsten Grundschule", "vom nächsten Supermarkt"."""
        article = "von der" if self.genus == "f" else "vom"
        return f"{article} nächsten {self.dative}"

    @property
    def to_nearest(self) -> str:
        """Where a way leads: "zur nächsten Grundschule", "zum nächsten Supermarkt"."""
        return f"{'zur' if self.genus == 'f' else 'zum'} nächsten {self.dative}"

    @property
    def question(self) -> str:
        """What a planner asks: "Wo ist die Grundschule zu weit?"."""
        article = {"f": "die", "m": "der", "n": "das"}[self.genus]
        return f"Wo ist {article} {self._inside(self.title)} zu weit?"

    @property
    def plural_inside(self) -> str:
        """Plural as it stands inside a sentence: "Grundschulen", "weiterführende Schulen"."""
        return self._inside(self.plural)

    def _inside(self, text: str) -> str:
        """Small first letter where the title begins with an adjective (then the dative differs)."""
        return text if self.dative == self.title else text[0].lower() + text[1:]

    def matches(self, tags: Tags) -> bool:
        """Tell whether an OSM object with these tags belongs to the layer."""
        if any(tags.get(key) == "yes" for key in LIFECYCLE_KEYS):
            return False
        if not any(matches_rule(rule, tags) for rule in self.rules):
            return False
        return not any(matches_rule(rule, tags) for rule in self.unless)
