"""The printed report of a Projektraum."""

from collections.abc import Sequence

from geo.errors import MittenError, NotFoundError
from geo.render.raum_report import write_raum_report
from geo.results import DatasetInfo, PoolAsk, Pooling, Projektraum
from geo.service.catalogue import read_kommunen, read_run, read_verbund
from geo.service.opened import OpenVerbund
from geo.service.pooling import answer_pool
from geo.service.projektraeume import read_raum

PLACES = ("kommunen", "zentren", "einwohner", "partner")
NO_SERVICE = "Der Projektraum hat keinen Dienst, für den ein gemeinsamer Standort zu suchen wäre."


def render_raum_report(opened: OpenVerbund, raum_id: str, ask: PoolAsk | None = None) -> bytes:
    """A4 pages as PDF.

    Parameters
    ----------
    opened, raum_id
        Which Projektraum.
    ask
        The shared site to print; where None, one in any building with rooms, for the service of the Projektraum.

    Raises
    ------
    NotFoundError
        If there is no such Projektraum that the person may see.
    InputError, NoDataError
        If the shared site that is asked for makes no sense, or its streets are gone.
    """
    raum = read_raum(opened, raum_id)
    pooling = answer_pool(opened, ask) if ask is not None else _pool_as_usual(opened, raum)
    verbund = read_verbund(opened)
    return write_raum_report(
        raum,
        read_kommunen(opened),
        read_run(opened),
        verbund=verbund.title,
        pooling=pooling,
        sources=_list_sources(verbund.datasets, pooling),
    )


def _list_sources(datasets: Sequence[DatasetInfo], pooling: Pooling | str) -> list[DatasetInfo]:
    """Datasets of the places, and of the buildings that were looked at."""
    layers = set() if isinstance(pooling, str) else {kind.key for kind in pooling.asked_sites}
    return [each for each in datasets if each.key in PLACES or layers.intersection(each.layers)]


def _pool_as_usual(opened: OpenVerbund, raum: Projektraum) -> Pooling | str:
    """The shared site, or the sentence that says why there is none: it does not stand in the way of the rest."""
    if not raum.info.service:
        return NO_SERVICE
    try:
        return answer_pool(opened, PoolAsk(service=raum.info.service, raum_id=raum.info.raum_id))
    except NotFoundError:
        return NO_SERVICE  # a service that is no longer there
    except MittenError as error:
        return str(error)
