"""Registry of the infrastructure layers: every module of this folder with a ``LAYER`` is one."""

import importlib
import pkgutil
from functools import cache

from geo.errors import NotFoundError
from geo.layers.spec import LayerSpec, Tags, find_needed_key

__all__ = ["LayerSpec", "get_layer", "list_layers", "match_layers"]


@cache
def list_layers() -> tuple[LayerSpec, ...]:
    """All layers in their order."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name != "spec"]
    layers = [importlib.import_module(f"{__name__}.{name}").LAYER for name in names]
    return tuple(sorted(layers, key=lambda layer: layer.order))


def get_layer(key: str) -> LayerSpec:
    """Return the layer of this key.

    Raises
    ------
    NotFoundError
        If no file of this folder declares it.
    """
    for layer in list_layers():
        if layer.key == key:
            return layer
    known = ", ".join(layer.key for layer in list_layers())
    raise NotFoundError(f"Die Einrichtungsart „{key}“ ist unbekannt; bekannt sind: {known}.")


def match_layers(tags: Tags) -> list[str]:
    """Keys of all layers that an OSM object with these tags belongs to."""
    layers, by_key = list_layers(), _layers_by_key()
    asked = set(by_key[""]).union(*(by_key[key] for key in tags if key in by_key))
    return [layers[place].key for place in sorted(asked) if layers[place].matches(tags)]


@cache
def _layers_by_key() -> dict[str, tuple[int, ...]]:
    """Places of the layers that an object with a key may belong to: nearly all objects have none of these keys."""
    found: dict[str, set[int]] = {"": set()}
    for place, layer in enumerate(list_layers()):
        for rule in layer.rules:
            found.setdefault(find_needed_key(rule), set()).add(place)
    return {key: tuple(places) for key, places in found.items()}
