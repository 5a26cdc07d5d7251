"""Actors of the Verbund: who offers and looks for what, as far as the person who asks may see it."""

from datetime import UTC, datetime

from geo.db import actors, projects, read
from geo.db.actors import ActorFilter
from geo.domain import ActorKind, Handlungsfeld, Resource, Visibility
from geo.errors import ForbiddenError, InputError
from geo.layers import list_layers
from geo.results import ActorExport, ActorForm, ActorList, ActorProfile, ActorRetention, Titled
from geo.rights import may_edit
from geo.service.actor_checks import LONGEST_YEARS, add_years
from geo.service.actor_rows import assemble, get_row, is_mine, to_actor_info
from geo.service.days import today
from geo.service.opened import OpenVerbund, get_verbund_row
from geo.settings import PROJECT_ROOT

MOST_SHOWN = 200
MOST_WORDS = 200
CONSENT_FILE = PROJECT_ROOT / "data" / "akteure" / "einwilligung.txt"
PURPOSE = "Zusammenarbeit an Projekten des Netzwerks"


def list_actors(
    opened: OpenVerbund, wanted: ActorFilter | None = None, *, limit: int = 50, offset: int = 0
) -> ActorList:
    """A page of the actors that ``opened.person`` may see, best first where words are looked for.

    Raises
    ------
    InputError
        If the page or the words are out of bounds.
    """
    wanted = wanted or ActorFilter()
    if not (1 <= limit <= MOST_SHOWN and offset >= 0):
        raise InputError(f"Eine Seite hat 1 bis {MOST_SHOWN} Akteure: bitte limit und offset berichtigen.")
    if len(wanted.words) > MOST_WORDS:
        raise InputError(f"Die Suche ist zu lang: bitte höchstens {MOST_WORDS} Zeichen eingeben.")
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        n_found, n_examples, rows = actors.search_actors(
            connection, opened.verbund_id, wanted, limit=limit, offset=offset
        )
        entries = actors.list_entries(connection, opened.verbund_id, [row["actor_id"] for row in rows])
        names = projects.read_names(connection, opened.verbund_id)
    return ActorList(
        n_found=n_found,
        n_examples=n_examples,
        limit=limit,
        offset=offset,
        actors=[to_actor_info(row, entries.get(row["actor_id"], []), names) for row in rows],
    )


def read_actor(opened: OpenVerbund, actor_id: str) -> ActorProfile:
    """An actor with all that belongs to it; contact and consent for accounts of the Verbund only.

    Raises
    ------
    NotFoundError
        If there is none of this id that the person may see.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        return assemble(connection, opened, get_row(connection, opened, actor_id))


def read_actor_form(opened: OpenVerbund) -> ActorForm:
    """Words of the form, the text of the consent, and what the person may do with it."""
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        kommunen = read.read_frame(connection, "kommune", opened.verbund_id)
    members = kommunen[kommunen["role"] == "kommune"].sort_values("name")
    person, day = opened.person, today()
    anywhere = may_edit(person, Visibility.NETWORK, [])
    return ActorForm(
        kinds=[Titled(key=kind, title=kind.title) for kind in ActorKind],
        resources=[Titled(key=each, title=each.title) for each in Resource],
        needs=[Titled(key=layer.key, title=layer.title) for layer in list_layers()],
        handlungsfelder=[Titled(key=field, title=field.title) for field in Handlungsfeld],
        visibilities=[Titled(key=visibility, title=visibility.title) for visibility in Visibility],
        kommunen=[
            Titled(key=ags, title=name)
            for ags, name in zip(members["ags"], members["name"], strict=True)
            if anywhere or ags in person.edits
        ],
        may_create=anywhere or bool(person.edits),
        consent_text=read_consent_text(),
        purpose=PURPOSE,
        expires_on=add_years(day, 1),
        latest_on=add_years(day, LONGEST_YEARS),
    )


def read_consent_text() -> list[str]:
    """What somebody agrees to, paragraph by paragraph; a file, so that a municipality may word it.

    Raises
    ------
    InputError
        If the file is missing: nobody may be entered without it.
    """
    try:
        text = CONSENT_FILE.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{CONSENT_FILE}: Der Text der Einwilligung fehlt oder ist nicht in UTF-8 gespeichert: "
            "bitte wiederherstellen."
        ) from error
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def export_actor(opened: OpenVerbund, actor_id: str) -> ActorExport:
    """Everything that is kept about an actor, for the account that entered it and for the operator.

    Raises
    ------
    NotFoundError, ForbiddenError
        If there is none that may be seen, or somebody else asks.
    """
    with opened.connect() as connection:
        get_verbund_row(connection, opened)
        row = get_row(connection, opened, actor_id)
        if not (is_mine(opened, row) or opened.person.operator):
            raise ForbiddenError(
                "Die eigenen Daten gibt es nur für das Konto, das sie eingetragen hat: "
                "bitte dort oder beim Betrieb fragen."
            )
        verbund, key = opened.verbund_id, row["actor_id"]
        consent = actors.find_consent(connection, verbund, key)
        hidden = {"words", "search", "consented", "holds"}  # made of the rest
        return ActorExport(
            exported_at=datetime.now(UTC),
            verbund_id=verbund,
            actor={name: value for name, value in row.items() if name not in hidden},
            entries=[dict(entry) for entry in actors.list_entries(connection, verbund, [key]).get(key, [])],
            consent={name: value for name, value in consent.items() if name not in hidden}
            if consent
            else None,
            changes=[dict(change) for change in actors.list_changes(connection, verbund, key)],
        )


def delete_expired_actors(opened: OpenVerbund) -> ActorRetention:
    """Delete people and contacts of all Verbünde whose consent has ended; a job for every night.

    Raises
    ------
    ForbiddenError
        Unless the operator runs it.
    """
    if not opened.person.operator:
        raise ForbiddenError(
            "Aufräumen darf nur der Betrieb: bitte „mitten actors retention“ auf dem Server ausführen."
        )
    with opened.connect() as connection:
        n_persons, n_contacts = actors.delete_expired(connection)
        connection.commit()
    persons = "1 Person" if n_persons == 1 else f"{n_persons} Personen"
    contacts = "1 Kontakt" if n_contacts == 1 else f"{n_contacts} Kontakte"
    sentence = f"Einwilligung abgelaufen: {persons} und {contacts} von Organisationen gelöscht."
    return ActorRetention(n_persons=n_persons, n_contacts=n_contacts, sentence=sentence)
