"""Files of projects: bounded, checked by what they hold and not by what they are called, never run by a browser."""

import hashlib
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from sqlalchemy import Connection, RowMapping

from geo.db import attachments, projects
from geo.errors import InputError, NotFoundError
from geo.normalise import clean_text
from geo.render.german import format_number
from geo.results import Attachment
from geo.service import audit
from geo.service.opened import OpenVerbund
from geo.service.project_rows import get_editable_row, get_row
from geo.settings import Settings

# Endings by kind of content; what a browser might run (HTML, SVG) and macros are not among them.
ENDINGS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
    "text/plain": ("txt", "md", "csv"),
}
BYTES_PER_MB = 1_000_000
LONGEST_NAME = 120
NOT_IN_NAMES = set('\\/:*?"<>|')


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """A file with its content, to be handed out as a download."""

    name: str
    media_type: str
    content: bytes


def list_attachments(connection: Connection, verbund_id: str, project_id: str) -> list[Attachment]:
    """Files of a project; the caller has made sure that the project may be seen."""
    kept = ("attachment_id", "name", "media_type", "size", "sha256", "added_at")
    return [
        Attachment(**{name: row[name] for name in kept}, size_text=_size_text(row["size"]))
        for row in attachments.list_attachments(connection, verbund_id, project_id)
    ]


def add_attachment(
    opened: OpenVerbund, settings: Settings, project_id: str, name: str, content: bytes
) -> Attachment:
    """Keep a file with a project.

    Parameters
    ----------
    opened, settings
        Where to and as whom; the limits.
    project_id
        The project.
    name
        As the file is called; a path before it is left out.
    content
        All its bytes.

    Raises
    ------
    InputError
        If it is empty, too large, one too many, or of a kind that is not taken.
    NotFoundError, ForbiddenError
        If the project may not be seen or edited.
    """
    shown = to_file_name(name)
    media_type = validate_content(shown, content, settings.attachment_mb)
    with opened.connect() as connection:
        row = get_editable_row(connection, opened, project_id)
        known = list_attachments(connection, opened.verbund_id, project_id)
        if len(known) >= settings.attachments_most:
            raise InputError(
                f"Das Projekt hat schon {len(known)} Anhänge, mehr sind nicht möglich: bitte zuerst einen entfernen."
            )
        values = {
            "attachment_id": uuid.uuid4().hex,
            "name": shown,
            "media_type": media_type,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
        }
        key = {"verbund_id": opened.verbund_id, "project_id": project_id}
        attachments.insert_attachment(connection, {**key, **values})
        _note(connection, opened, row, "attached", shown)
        connection.commit()
        return list_attachments(connection, opened.verbund_id, project_id)[-1]


def read_attachment(opened: OpenVerbund, project_id: str, attachment_id: str) -> AttachmentFile:
    """A file of a project that the person may see.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    with opened.connect() as connection:
        get_row(connection, opened, project_id)
        row = attachments.find_attachment(connection, opened.verbund_id, project_id, attachment_id)
    if row is None:
        raise NotFoundError("Diesen Anhang gibt es nicht.")
    return AttachmentFile(row["name"], row["media_type"], bytes(row["content"]))


def delete_attachment(opened: OpenVerbund, project_id: str, attachment_id: str) -> None:
    """Delete a file; its name stays in the history.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none, or the project may not be edited.
    """
    with opened.connect() as connection:
        row = get_editable_row(connection, opened, project_id)
        known = {
            each.attachment_id: each.name
            for each in list_attachments(connection, opened.verbund_id, project_id)
        }
        if not attachments.delete_attachment(connection, opened.verbund_id, project_id, attachment_id):
            raise NotFoundError("Diesen Anhang gibt es nicht.")
        _note(connection, opened, row, "detached", known[attachment_id])
        connection.commit()


def to_file_name(name: str) -> str:
    """A name that every system can keep: no path, no control or special characters, at most 120 characters."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join("_" if char in NOT_IN_NAMES else char for char in clean_text(last)).strip(". ")
    stem, dot, ending = unicodedata.normalize("NFC", plain).rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem else plain[:LONGEST_NAME]


def validate_content(name: str, content: bytes, most_mb: int) -> str:
    """The kind of a file by what it holds; its ending must fit.

    Raises
    ------
    InputError
        If it is empty, too large, of a kind that is not taken, or called otherwise than it is.
    """
    if not content:
        raise InputError(f"Der Anhang „{name}“ ist leer: bitte eine Datei mit Inhalt wählen.")
    if len(content) > most_mb * BYTES_PER_MB:
        raise InputError(
            f"Der Anhang „{name}“ ist {_size_text(len(content))} groß, möglich sind {most_mb} MB: "
            "bitte verkleinern oder verlinken."
        )
    ending = name.rpartition(".")[2].lower()
    media_type = _guess(content)
    if media_type not in ENDINGS:
        known = ", ".join(sorted({each for endings in ENDINGS.values() for each in endings}))
        raise InputError(
            f"Der Anhang „{name}“ ist von einer Art, die nicht angenommen wird; möglich sind {known}."
        )
    if ending not in ENDINGS[media_type]:
        raise InputError(
            f"Der Inhalt von „{name}“ ist {ENDINGS[media_type][0].upper()}, der Name endet anders: "
            f"bitte mit der Endung .{ENDINGS[media_type][0]} speichern."
        )
    return media_type


def _guess(content: bytes) -> str:
    kind = filetype.guess(content)
    if kind is not None:
        return str(kind.mime)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    markup = text.lstrip("\ufeff \t\r\n").startswith("<")
    hidden = any(unicodedata.category(char) == "Cc" and char not in "\t\r\n\f" for char in text)
    return "" if markup or hidden else "text/plain"


def _note(connection: Connection, opened: OpenVerbund, row: RowMapping, action: str, name: str) -> None:
    change = {
        "version": row["version"],
        "role": opened.person.role_title,
        "action": action,
        "changes": {"attachment": [name, None] if action == "detached" else [None, name]},
    }
    projects.add_change(connection, opened.verbund_id, row["project_id"], change)
    words = "Anhang gelöscht" if action == "detached" else "Anhang hinzugefügt"
    audit.record(connection, opened, words, audit.to_number(audit.PROJECT, row["project_id"]))


def _size_text(size: int) -> str:
    if size < BYTES_PER_MB // 10:
        return f"{format_number(max(1, round(size / 1000)))} kB"
    return f"{format_number(size / BYTES_PER_MB, 1)} MB"
