"""The words of the field: states, modes, fields of action. German titles stand beside the English keys."""

from enum import StrEnum

FEW_PEOPLE = 10
"""So many people of a place are told at least; below, "unter 10" (product.md: small-number rule in every output). Own
setting, stricter than the least count of 3 of official statistics: estimates are rounded to tens anyway, and a smaller
number could point at a household."""


def hide_few(people: float | None) -> int | None:
    """Whole people of a place; None where they are few (`FEW_PEOPLE`), or not known."""
    return None if people is None or not people >= FEW_PEOPLE else round(people)


def coarsen_people(people: float, whole: float | None = None) -> int:
    """People who are a part of a place, as coarse as they are printed: so nobody is singled out.

    Who may ask twice (5 and 10 minutes, a shop here and one door farther) could subtract one answer from the other
    and be left with the people of one cell or address. Sums of whole places are published figures, and stay exact.

    Parameters
    ----------
    people
        0 or more.
    whole
        All people of the place, where the part cannot be more.

    Returns
    -------
    int
        Tens; 0 only for nobody, half of `FEW_PEOPLE` for fewer than that ("unter 10"), ``whole`` (rounded) for
        everybody.
    """
    if people <= 0:
        return 0
    if whole is not None and people >= whole:
        return round(whole)
    if people < FEW_PEOPLE:
        return FEW_PEOPLE // 2
    tens = FEW_PEOPLE * int(people / FEW_PEOPLE + 0.5)
    return tens if whole is None else min(tens, round(whole))


class _Titled(StrEnum):
    """An enum whose members carry the German words that users read."""

    title: str  # type: ignore[assignment]  # takes the place of str.title()

    def __new__(cls, value: str, title: str = "") -> "_Titled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.title = title
        return member


class State(_Titled):
    """What a figure is, instead of a sentinel number (methods.md, section 4)."""

    REACHED = "reached", "erreicht"
    BEYOND_LIMIT = "beyond_limit", "zu weit"
    NOT_CONNECTED = "not_connected", "nicht angebunden"
    OUTSIDE_DATA_AREA = "outside_data_area", "außerhalb der Daten"
    DATA_MISSING = "data_missing", "keine Daten"


class HomeKind(_Titled):
    """What stands for residents: an inhabited cell of a population grid, or an address."""

    CELL = "cell", "Rasterzelle"
    ADDRESS = "address", "Adresse"


class Mode(_Titled):
    """Means of transport that the engine can price."""

    WALK = "walk", "zu Fuß"
    BIKE = "bike", "mit dem Rad"
    CAR = "car", "mit dem Auto"


class DayType(_Titled):
    """Kinds of days on which a timetable differs."""

    SCHOOL = "school", "Schultag"
    HOLIDAYS = "holidays", "Ferientag"
    SATURDAY = "saturday", "Samstag"
    SUNDAY = "sunday", "Sonntag"


class TripKind(_Titled):
    """For whom, and how, a trip runs: three layers that are never added up unasked."""

    REGULAR = "regular", "Linienfahrt"
    SCHOOL = "school", "Schulfahrt"
    ON_DEMAND = "on_demand", "Bedarfsverkehr"


class Rank(_Titled):
    """Rank of a centre in the plans of the Land; a higher one serves as every lower one too."""

    GRUNDZENTRUM = "grundzentrum", "Grundzentrum"
    MITTELZENTRUM = "mittelzentrum", "Mittelzentrum"
    OBERZENTRUM = "oberzentrum", "Oberzentrum"


class Scope(_Titled):
    """Where the nearest facility may lie."""

    ANYWHERE = "anywhere", "überall"
    OWN_KOMMUNE = "own_kommune", "in der eigenen Kommune"


class Handlungsfeld(_Titled):
    """Fields of action of the funding programme (facts/README.md)."""

    MOBILITAET = "mobilitaet", "Mobilität"
    NACHHALTIGKEIT = "nachhaltigkeit", "Nachhaltigkeit"
    VERWALTUNG = "verwaltung", "Verwaltung"
    WOHNEN = "wohnen", "Wohnen"
    WIRTSCHAFT = "wirtschaft", "Wirtschaft"
    ZIVILGESELLSCHAFT = "zivilgesellschaft", "Zivilgesellschaft"


class Phase(_Titled):
    """Where a project stands; Strategie and Umsetzung are the phases of the funding programme."""

    IDEE = "idee", "Idee"
    STRATEGIE = "strategie", "Strategie"
    UMSETZUNG = "umsetzung", "Umsetzung"
    BETRIEB = "betrieb", "Betrieb"
    BEENDET = "beendet", "beendet"


class Visibility(_Titled):
    """Who may see a record of the register."""

    OWN = "own", "nur die beteiligten Kommunen"
    NETWORK = "network", "das Netzwerk"
    PUBLIC = "public", "öffentlich"


class MatchAction(_Titled):
    """What somebody made of a similar project; nothing but a note of it: nothing is merged or moved by itself."""

    JOIN = "join", "mitmachen"
    ADOPT = "adopt", "Baustein übernehmen"
    LINK = "link", "verknüpfen"
    DIFFERENT = "different", "nicht dasselbe"


class ActorKind(_Titled):
    """Who an actor is: a person is only kept by consent."""

    ORGANISATION = "organisation", "Organisation"
    PERSON = "person", "Person"


class Direction(_Titled):
    """Whether an actor offers something or looks for it."""

    OFFERS = "offers", "bietet"
    SEEKS = "seeks", "sucht"


class Resource(_Titled):
    """What actors offer and look for, and what projects need."""

    SKILLS = "skills", "Wissen und Können"
    ROOMS = "rooms", "Räume"
    TIME = "time", "Zeit"
    SOFTWARE = "software", "Software"
    EXPERIENCE = "experience", "Erfahrung"


class Role(_Titled):
    """What an account may do, from least to most; reader and editor belong to one municipality."""

    READER = "reader", "Lesen"
    EDITOR = "editor", "Redaktion einer Kommune"
    COORDINATOR = "coordinator", "Netzwerkkoordination"
    ADMIN = "admin", "Verwaltung der Konten"


class Model(_Titled):
    """How a travel time was made; printed beside every figure."""

    CROWFLY = "crowfly", "Luftlinienmodell"
    NETWORK = "network", "Straßennetz"


class Aim(_Titled):
    """What shared sites are chosen for."""

    REACH = "reach", "die meisten Menschen in der Grenze"
    TIME = "time", "die kürzeste Zeit aller"


class GeometrieQuelle(_Titled):
    """Where the boundary of an Ortsteil comes from."""

    OSM = "osm", "aus OpenStreetMap"
    KARTIERT = "kartiert", "kartiert"
    GEMARKUNG = "gemarkung", "amtliche Gemarkung"
    GETEILT = "geteilt", "Teil einer kartierten Fläche, Grenze abgeleitet"
    ABGELEITET = "abgeleitet", "abgeleitet"

    @property
    def estimated(self) -> bool:
        """Whether the boundary was derived by us and must be drawn hatched and labelled."""
        return self in (GeometrieQuelle.GETEILT, GeometrieQuelle.ABGELEITET)
