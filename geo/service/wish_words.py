"""What projects and actors need or offer, in words."""

from collections.abc import Mapping
from typing import Any

from geo.domain import Handlungsfeld, Resource
from geo.layers import list_layers
from geo.results import Wish


def to_wish_text(wish: Mapping[str, Any]) -> str:
    """Something needed or offered in one line: *Räume: Werkstatt (Bürgerhaus, Zivilgesellschaft)*."""
    needs = {layer.key: layer.title for layer in list_layers()}
    field = wish["handlungsfeld"]
    more = [needs.get(wish["need"], wish["need"]), Handlungsfeld(field).title if field else ""]
    about = ", ".join(filter(None, more))
    return f"{Resource(wish['resource']).title}: {wish['text']}{f' ({about})' if about else ''}"


def to_wish_words(wish: Wish) -> dict[str, Any]:
    """A wish or an offer with its words, for `geo.results.WishInfo`; a need that is gone keeps its key."""
    needs = {layer.key: layer.title for layer in list_layers()}
    field = wish.handlungsfeld
    return {
        "resource": wish.resource,
        "resource_title": wish.resource.title,
        "text": wish.text,
        "need": wish.need,
        "need_title": needs.get(wish.need, wish.need),
        "handlungsfeld": field or "",
        "handlungsfeld_title": field.title if field else "",
    }
