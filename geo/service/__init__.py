"""Answers on request, for API, report, notebook and command line: one function makes one number.

Every function takes an `OpenVerbund` (see `open_verbund`) first.
"""

from geo.service.catalogue import (
    list_layer_infos,
    list_verbuende,
    read_facilities,
    read_health,
    read_kommunen,
    read_ortsteile,
    read_projects,
    read_run,
    read_verbund,
    read_version,
    read_zentren,
)
from geo.service.figures import list_gaps, list_reach, read_headline, read_reach_frame
from geo.service.links import read_links
from geo.service.opened import OpenVerbund, open_verbund
from geo.service.report import render_zentrum_report
from geo.service.sheet import read_sheet
from geo.service.tiles import read_tile

__all__ = [
    "OpenVerbund",
    "list_gaps",
    "list_layer_infos",
    "list_reach",
    "list_verbuende",
    "open_verbund",
    "read_facilities",
    "read_headline",
    "read_health",
    "read_kommunen",
    "read_links",
    "read_ortsteile",
    "read_projects",
    "read_reach_frame",
    "read_run",
    "read_sheet",
    "read_tile",
    "read_verbund",
    "read_version",
    "read_zentren",
    "render_zentrum_report",
]
