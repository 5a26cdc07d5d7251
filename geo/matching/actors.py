"""What actors offer against what others, and projects, look for: the score of a pair of lines, with its reasons.

The same machinery as for projects: texts by `geo.matching.vectors`, needs, Handlungsfelder and ways by
`geo.matching.score`. A pair's score depends on these two lines alone, so none tells of records that may not be seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np

from geo.domain import Phase, Resource
from geo.matching.actor_weights import ActorPart, ActorWeights, read_actor_weights
from geo.matching.matcher import Matcher, get_matcher
from geo.matching.reasons import TITLES
from geo.matching.score import Profile, find_score, find_weights, measure_parts
from geo.matching.shelf import Shelf
from geo.matching.weights import Part

ActorShares = dict[ActorPart, float | None]
SHARED: Final = {
    ActorPart.NEED: Part.NEED,
    ActorPart.HANDLUNGSFELD: Part.HANDLUNGSFELD,
    ActorPart.TEXT: Part.TEXT,
    ActorPart.TRAVEL_TIME: Part.TRAVEL_TIME,
}
"""Parts that are measured and said as for projects."""
PART_TITLES: Final = {
    ActorPart.KIND: "Art",
    ActorPart.PHASE: "Phase",
    **{part: TITLES[shared] for part, shared in SHARED.items()},
}
NO_WAY: Final = "Der Weg zählt hier nicht: das geht auch aus der Ferne."


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is offered or looked for.

    Attributes
    ----------
    owner
        Id of the actor or project.
    text
        As it was written.
    kind
        None where a project says nothing of its own: then its texts are compared.
    profile
        Its text without filler as title, its need, Handlungsfelder and places; of a project its phase too.
    ags
        Municipalities of the owner.
    """

    owner: str
    text: str
    kind: Resource | None
    profile: Profile
    ags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an offer fits a wish: places in the lists handed in; ``across``: the owners share no municipality."""

    wish: int
    offer: int
    score: float
    across: bool
    shares: ActorShares


@dataclass(frozen=True)
class ActorMatcher:
    """Compares lines with the text model of projects and weights of its own."""

    matcher: Matcher
    weights: ActorWeights

    def match(self, wishes: Sequence[Line], offers: Sequence[Line], shelf: Shelf) -> list[Fit]:
        """Pairs that may fit and are shown: by level of the score, of one level first those across municipal borders.

        Parameters
        ----------
        shelf
            Gives the vectors of texts.
        """
        asked, known = (shelf.get([line.profile.text for line in lines]) for lines in (wishes, offers))
        texts = np.asarray((asked @ known.T).todense())
        said = (np.diff(asked.indptr) > 0)[:, None] & (np.diff(known.indptr) > 0)[None, :]
        found = []
        for (w, wish), (o, offer) in product(enumerate(wishes), enumerate(offers)):
            if wish.owner == offer.owner or not self.may_fit(wish, offer):
                continue
            shares = self.measure(wish, offer, float(texts[w, o]) if said[w, o] else None)
            score = find_score(shares, self.weights)
            if score >= self.weights.levels.remote:
                found.append(Fit(w, o, score, not (wish.ags & offer.ags), shares))
        step = self.weights.levels.to_step
        return sorted(
            found, key=lambda fit: (-step(fit.score), not fit.across, -fit.score, fit.wish, fit.offer)
        )

    def may_fit(self, wish: Line, offer: Line) -> bool:
        """Whether the kinds of a wish and an offer have anything to do with each other."""
        if wish.kind is None or offer.kind is None:
            return True
        return self.weights.kinds.compare(wish.kind, offer.kind) > 0

    def measure(self, wish: Line, offer: Line, text: float | None) -> ActorShares:
        """The parts of the score; None where one of the two says nothing, or the part does not count."""
        shared = measure_parts(wish.profile, offer.profile, text, self.matcher.weights)
        kinds = [line.kind for line in (wish, offer) if line.kind is not None]
        shares: ActorShares = {part: shared[SHARED[part]] if part in SHARED else None for part in ActorPart}
        shares[ActorPart.KIND] = self.weights.kinds.compare(*kinds) if len(kinds) == 2 else None
        shares[ActorPart.TEXT] = (
            None if text is None else min(1.0, max(0.0, text) / self.weights.text.full_at)
        )
        phase = wish.profile.phase
        shares[ActorPart.PHASE] = self.weights.phases.to_share(phase, kinds[-1]) if phase and kinds else None
        if offer.kind not in self.weights.travel.counts_for:
            shares[ActorPart.TRAVEL_TIME] = None
        return shares

    def find_weights(self, fit: Fit) -> dict[ActorPart, float]:
        """Weights of the parts that are known, scaled to the sum of 1."""
        return find_weights(fit.shares, self.weights)

    def say(self, part: ActorPart, wish: Line, offer: Line, share: float | None) -> str:
        """The sentence about a part."""
        if part is ActorPart.KIND:
            return _say_kind(wish.kind, offer.kind)
        if part is ActorPart.PHASE:
            return _say_phase(wish.profile.phase, offer.kind, share)
        if part is ActorPart.TRAVEL_TIME and offer.kind not in self.weights.travel.counts_for:
            return NO_WAY
        return self.matcher.reasons.say(SHARED[part], wish.profile, offer.profile, share)


def _say_kind(wish: Resource | None, offer: Resource | None) -> str:
    if wish is None or offer is None:
        return "Das Projekt sagt noch nicht, wen oder was es sucht."
    if wish is offer:
        return f"Gesucht und geboten: {wish.title}."
    return f"Gesucht ist {wish.title}, geboten {offer.title}; das eine hilft beim anderen."


def _say_phase(phase: Phase | None, kind: Resource | None, share: float | None) -> str:
    if phase is None or kind is None or share is None:
        return "Eine Phase haben nur Projekte."
    if share == 1:
        return f"In der Phase {phase.title} wird das am meisten gebraucht: {kind.title}."
    return f"In der Phase {phase.title} wird anderes mehr gebraucht als {kind.title}."


def find_reason(weights: Mapping[ActorPart, float], shares: ActorShares) -> ActorPart:
    """The part that adds most to a score; kind and phase only where nothing else does."""
    told = [part for part in shares if shares[part] and part not in (ActorPart.KIND, ActorPart.PHASE)]
    return max(told, key=lambda part: weights[part] * (shares[part] or 0), default=ActorPart.KIND)


@lru_cache(maxsize=1)
def get_actor_matcher() -> ActorMatcher:
    """The matcher of this installation, built once."""
    return ActorMatcher(get_matcher(), read_actor_weights())
