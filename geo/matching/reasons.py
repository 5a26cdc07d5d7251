"""Why two projects are alike or not: one German sentence for each part of the score."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from geo.layers import get_layer
from geo.matching.score import Profile, travel_minutes
from geo.matching.vectors import TextModel
from geo.matching.weights import Part, Weights

TITLES: Final = {
    Part.NEED: "Bedarf",
    Part.HANDLUNGSFELD: "Handlungsfeld",
    Part.TEXT: "Text",
    Part.TARGET_GROUP: "Zielgruppe",
    Part.PHASE: "Phase",
    Part.GAPS: "Lücken der Orte",
    Part.TRAVEL_TIME: "Weg zueinander",
}
MOST_WORDS: Final = 4
MOST_GAPS: Final = 3
SHARED_FROM: Final = 0.05  # a shortfall that counts as a gap of both


class Reasons:
    """Sentences about the parts of the score.

    Parameters
    ----------
    model
        Names the words that two texts share.
    weights
        Says which needs are related, and how ways are priced.
    titles
        German titles of the keys of Handlungsfelder and target groups; a key without one is shown as it is.
    """

    def __init__(self, model: TextModel, weights: Weights, titles: dict[str, str]) -> None:
        self._model = model
        self._weights = weights
        self._titles = titles
        self._sentences: dict[Part, Callable[[Profile, Profile], str]] = {
            Part.NEED: self._need,
            Part.HANDLUNGSFELD: self._handlungsfeld,
            Part.TEXT: self._text,
            Part.TARGET_GROUP: self._target_group,
            Part.PHASE: self._phase,
            Part.GAPS: self._gaps,
            Part.TRAVEL_TIME: self._travel_time,
        }

    def say(self, part: Part, one: Profile, other: Profile, share: float | None) -> str:
        """The sentence about a part; ``share`` is None where one of the two says nothing."""
        if share is None:
            return MISSING[part]
        return self._sentences[part](one, other)

    def _need(self, one: Profile, other: Profile) -> str:
        mine, theirs = get_layer(one.need), get_layer(other.need)
        if mine == theirs:
            return f"Beide antworten auf denselben Bedarf: {mine.title}."
        if self._weights.needs.is_related(one.need, other.need):
            return f"Der Bedarf ist verwandt: {mine.title} und {theirs.title}."
        return f"Der Bedarf ist ein anderer: {mine.title} und {theirs.title}."

    def _handlungsfeld(self, one: Profile, other: Profile) -> str:
        shared = self._name(one.handlungsfelder & other.handlungsfelder)
        if not shared:
            return "Sie haben kein Handlungsfeld gemeinsam."
        noun = "Gemeinsames Handlungsfeld" if len(shared) == 1 else "Gemeinsame Handlungsfelder"
        return f"{noun}: {join(shared)}."

    def _target_group(self, one: Profile, other: Profile) -> str:
        shared = self._name(one.target_groups & other.target_groups)
        if not shared:
            return "Sie haben keine Zielgruppe gemeinsam."
        noun = "Gemeinsame Zielgruppe" if len(shared) == 1 else "Gemeinsame Zielgruppen"
        return f"{noun}: {join(shared)}."

    def _text(self, one: Profile, other: Profile) -> str:
        theirs = {subject.key for subject in self._model.reader.find_subjects(" ".join(other.text))}
        subjects = [
            subject.title
            for subject in self._model.reader.find_subjects(" ".join(one.text))
            if subject.key in theirs
        ]
        words = self._model.find_shared(other.text, one.text, MOST_WORDS)
        said = [f"Beide handeln von: {join(subjects[:2])}"] if subjects else []
        if words:
            said.append(f"gemeinsame Wörter: {join([f'„{word}“' for word in words])}")
        text = "; ".join(said) or "Die Texte haben kein Wort gemeinsam, das etwas sagt"
        return f"{text[0].upper()}{text[1:]}."

    def _phase(self, one: Profile, other: Profile) -> str:
        mine, theirs = one.phase, other.phase
        if mine is None or theirs is None:
            return MISSING[Part.PHASE]
        if mine is theirs:
            return f"Beide stehen in der Phase {mine.title}."
        return f"Die Phasen sind verschieden: {mine.title} und {theirs.title}."

    def _gaps(self, one: Profile, other: Profile) -> str:
        mine, theirs = one.gaps or {}, other.gaps or {}
        both = {layer: min(mine[layer], theirs[layer]) for layer in mine if layer in theirs}
        ranked = sorted(both, key=lambda layer: (-both[layer], layer))
        shared = [get_layer(layer).title for layer in ranked if both[layer] >= SHARED_FROM][:MOST_GAPS]
        return f"Beiden Orten fehlt: {join(shared)}." if shared else "Den Orten fehlt Verschiedenes."

    def _travel_time(self, one: Profile, other: Profile) -> str:
        minutes = travel_minutes(one, other, self._weights)
        if minutes is None:
            return MISSING[Part.TRAVEL_TIME]
        if minutes < 1:
            return "Beide liegen am selben Ort."
        return f"Mit dem Auto liegen rund {round(minutes)}\u00a0min dazwischen (Luftlinienmodell)."

    def _name(self, keys: Iterable[str]) -> list[str]:
        return sorted(self._titles.get(key, key) for key in keys)


MISSING: Final = {
    Part.NEED: "Eines von beiden nennt keinen Bedarf.",
    Part.HANDLUNGSFELD: "Eines von beiden nennt kein Handlungsfeld.",
    Part.TEXT: "Einer der beiden Texte hat noch kein Wort, das etwas sagt.",
    Part.TARGET_GROUP: "Eines von beiden nennt keine Zielgruppe.",
    Part.PHASE: "Eines von beiden nennt keine Phase.",
    Part.GAPS: "Zu einem von beiden Orten sind keine Lücken bekannt.",
    Part.TRAVEL_TIME: "Eines von beiden nennt keinen Ort.",
}


def join(words: Sequence[str]) -> str:
    """``A, B und C``."""
    return " und ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))
