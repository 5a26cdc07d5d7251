"""The printed report of a Projektraum."""

from geo.render.raum_report import write_raum_report
from geo.service.catalogue import read_kommunen, read_run, read_verbund
from geo.service.opened import OpenVerbund
from geo.service.projektraeume import read_raum


def render_raum_report(opened: OpenVerbund, raum_id: str) -> bytes:
    """A4 pages as PDF.

    Raises
    ------
    NotFoundError
        If there is no such Projektraum that the person may see.
    """
    raum = read_raum(opened, raum_id)
    return write_raum_report(
        raum, read_kommunen(opened), read_run(opened), verbund=read_verbund(opened).title, hub_id=raum.hub_id
    )
