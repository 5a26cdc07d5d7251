"""What cells of the register's table hold: words, numbers, days, places, entries; read and written.

Readers raise ``ValueError`` with what is wrong and how to mend it, in German.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from geo.normalise import slug

YES, NO = {"ja", "x", "wahr", "true", "1"}, {"", "nein", "falsch", "false", "0"}
THOUSANDS = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")
SHOWN = 8
AGS_DIGITS = 8
DECIMALS = 6  # of degrees, as many as the register keeps


@dataclass(frozen=True, slots=True)
class Words:
    """What cells may name: municipalities (AGS by name or AGS) and Ortsteile (ids by id, "Name" or "Name (Kommune)").

    ``names`` gives back the words of a key.
    """

    kommunen: Mapping[str, str]
    zentren: Mapping[str, str]
    names: Mapping[str, str]


Reader = Callable[[str, Words], Any]
Writer = Callable[[Any, Words], str]


def read_text(value: str, _words: Words) -> str:
    """Text as it is."""
    return value


def write_plain(value: Any, _words: Words) -> str:
    """Text or number as it is."""
    return "" if value is None else str(value)


def pick(value: str, known: Mapping[str, str], what: str, offered: Collection[str]) -> str:
    """The key of a word, however it is spelt; empty stays empty.

    Raises
    ------
    ValueError
        If it is unknown.
    """
    if not value:
        return ""
    found = known.get(slug(value))
    if found is None:
        if close := get_close_matches(value, offered, n=1):
            raise ValueError(f"{what} „{value}“ ist unbekannt: gemeint ist vielleicht {close[0]}")
        few = f"{', '.join(list(offered)[:SHOWN])}{' …' if len(offered) > SHOWN else ''}"
        raise ValueError(f"{what} „{value}“ ist unbekannt: möglich sind {few}")
    return found


def by_slug(pairs: Mapping[str, str]) -> dict[str, str]:
    """Keys by their own and their title's slug."""
    return {slug(title): key for key, title in pairs.items()} | {slug(key): key for key in pairs}


def split_parts(value: str, marks: str = ";\n") -> list[str]:
    """Parts of a list, apart by semicolon or line; a backslash takes the meaning from the character behind it."""
    parts, part, taken = [], "", False
    for char in value:
        if not taken and char in marks:
            parts.append(part.strip())
            part = ""
        elif not taken and char == "\\":
            taken = True
            continue
        else:
            part += char
        taken = False
    return [*parts, part.strip()]


def escape(text: str) -> str:
    """Text that `split_parts` gives back as one part."""
    return re.sub(r"([\\;|])", r"\\\1", text)


def list_parts(value: str) -> list[str]:
    """Parts of a list that hold anything."""
    return [part for part in split_parts(value) if part]


def read_choice(known: Mapping[str, str], what: str, usual: str | None = None) -> Reader:
    """One of the words of ``known`` (title by key), or the usual one where the cell is empty."""
    found = by_slug(known)
    return lambda value, _words: pick(value, found, what, known.values()) or usual or ""


def write_title(known: Mapping[str, str]) -> Writer:
    """The word of a key."""
    return lambda value, _words: known.get(str(value), str(value))


def read_choices(known: Mapping[str, str], what: str) -> Reader:
    """Several of the words of ``known`` (title by key)."""
    found = by_slug(known)
    return lambda value, _words: [pick(part, found, what, known.values()) for part in list_parts(value)]


def _names(words: Words, keys: Mapping[str, str]) -> list[str]:
    return [words.names[key] for key in dict.fromkeys(keys.values())]


def read_kommunen(value: str, words: Words) -> list[str]:
    """Municipalities by name or AGS, which may have lost its leading zero: a spreadsheet takes it for a number."""
    whole = [
        part.zfill(AGS_DIGITS) if len(part) == AGS_DIGITS - 1 and part.isdigit() else part
        for part in split_parts(value)
    ]
    return [pick(part, words.kommunen, "die Kommune", _names(words, words.kommunen)) for part in whole]


def read_zentren(value: str, words: Words) -> list[str]:
    """Ortsteile by name or id."""
    return [
        pick(part, words.zentren, "der Ortsteil", _names(words, words.zentren)) for part in split_parts(value)
    ]


def write_list(value: list[str], _words: Words) -> str:
    """A list, apart by semicolon."""
    return "; ".join(map(escape, value))


def write_named(value: list[str], words: Words) -> str:
    """Names of municipalities or Ortsteile, apart by semicolon."""
    return "; ".join(words.names.get(key, key) for key in value)


def read_date(value: str, _words: Words | None = None) -> str | None:
    """A day, as Germans or programs write it."""
    if not value:
        return None
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValueError(f"„{value}“ ist kein Tag: bitte als 31.12.2026 schreiben")


def write_date(value: str | None, _words: Words | None = None) -> str:
    """A day as Germans write it."""
    return date.fromisoformat(value).strftime("%d.%m.%Y") if value else ""


def to_number(value: str) -> float:
    """A number as Germans or programs write it.

    Raises
    ------
    ValueError
        In German, if it is none.
    """
    plain = value.replace("€", "").replace("Euro", "").replace(" ", "").replace("\u202f", "")
    plain = plain.replace(".", "").replace(",", ".") if THOUSANDS.match(plain) else plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError as error:
        raise ValueError(f"„{value}“ ist keine Zahl: bitte nur Ziffern und Komma schreiben") from error


def to_degrees(value: str) -> float:
    """Degrees with comma or point; no separators of thousands.

    Raises
    ------
    ValueError
        In German, if it is no number.
    """
    try:
        return float(value.replace(",", "."))
    except ValueError as error:
        raise ValueError(f"„{value}“ ist keine Zahl: bitte Grad mit Komma schreiben, etwa 51,5477") from error


def read_euro(value: str, _words: Words | None = None) -> int | None:
    """Whole euros."""
    return round(to_number(value)) if value else None


def read_entries(*names: str) -> Reader:
    """One entry a line, its parts apart by ``|``."""

    def read(value: str, _words: Words) -> list[dict[str, Any]]:
        entries = []
        for line in filter(None, map(str.strip, value.splitlines())):
            parts = split_parts(line, "|")
            if len(parts) > len(names):
                raise ValueError(
                    f"„{line}“ hat mehr als {len(names)} Teile: bitte mit | trennen wie im Hinweis"
                )
            entries.append({name: _read_part(name, part) for name, part in zip(names, parts, strict=False)})
        return entries

    return read


def _read_part(name: str, value: str) -> Any:
    if name == "amount_eur":
        return read_euro(value)
    return read_date(value) if name in {"since", "until"} else value


def write_entries(*names: str) -> Writer:
    """One entry a line, its parts apart by ``|``."""

    def part(name: str, value: Any) -> str:
        text = write_date(value) if name in {"since", "until"} else write_plain(value, Words({}, {}, {}))
        return escape(text)

    return lambda entries, _words: "\n".join(
        " | ".join(part(name, entry[name]) for name in names).rstrip(" |") for entry in entries
    )


def read_places(value: str, _words: Words) -> list[dict[str, float]]:
    """Places as latitude and longitude."""
    found = []
    for part in list_parts(value):
        numbers = re.sub(r",\s+", " ", part).split()  # "51.5477, 7.8118", as maps on the web write it
        if len(numbers) != 2:
            raise ValueError(
                f"„{part}“ sind nicht zwei Zahlen: bitte Breite und Länge schreiben, etwa 51,5477 7,8118"
            )
        lat, lon = map(to_degrees, numbers)
        found.append({"lat": lat, "lon": lon})
    return found


def write_places(value: list[dict[str, float]], _words: Words) -> str:
    """Places as latitude and longitude, with all decimals that are stored: an export comes back unchanged."""
    return "; ".join(f"{_degrees(place['lat'])} {_degrees(place['lon'])}" for place in value)


def _degrees(value: float) -> str:
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".").replace(".", ",")


def read_yes(value: str, _words: Words) -> bool:
    """Yes or no."""
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise ValueError(f"„{value}“ ist weder ja noch nein: bitte eines von beiden eintragen")


def write_yes(value: bool, _words: Words) -> str:
    """Yes or no."""
    return "ja" if value else "nein"


def to_words(kommunen: Mapping[str, str], zentren: Mapping[str, str], names: Mapping[str, str]) -> Words:
    """What cells may name.

    Parameters
    ----------
    kommunen
        Name by AGS.
    zentren
        AGS by id of the Ortsteil.
    names
        Name by AGS and by id of the Ortsteil.
    """
    shown = {key: f"{names[key]} ({kommunen[ags]})" for key, ags in zentren.items()}
    alone: dict[str, list[str]] = {}
    for key in zentren:
        alone.setdefault(slug(names[key]), []).append(key)
    unique = {name: keys[0] for name, keys in alone.items() if len(keys) == 1}
    return Words(
        by_slug(kommunen),
        unique | {slug(name): key for key, name in shown.items()} | {slug(key): key for key in zentren},
        {**kommunen, **shown},
    )
