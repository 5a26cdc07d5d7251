"""Registry of the infrastructure layers: every module of this folder with a ``LAYER`` is one."""

import importlib
import pkgutil
from functools import cache

from geo.errors import NotFoundError
from geo.layers.spec import LayerSpec, Tags

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
    return [layer.key for layer in list_layers() if layer.matches(tags)]
