"""Answers on request, for API, report, notebook and command line: one function makes one number.

Every function takes an `OpenVerbund` (see `open_verbund`) first.
"""

from geo.db.actors import ActorFilter
from geo.db.projects import ProjectFilter
from geo.service.actor_edit import change_actor, create_actor, delete_actor, give_consent, withdraw_consent
from geo.service.actor_matches import match_actor, propose_team
from geo.service.actors import delete_expired_actors, export_actor, list_actors, read_actor, read_actor_form
from geo.service.areas import answer_near, list_area_places, read_areas
from geo.service.attachments import add_attachment, delete_attachment, read_attachment
from geo.service.catalogue import (
    list_layer_infos,
    list_verbuende,
    read_facilities,
    read_health,
    read_kommunen,
    read_ortsteile,
    read_run,
    read_verbund,
    read_version,
    read_zentren,
)
from geo.service.cells import read_cell_values, read_cells_info
from geo.service.coverage import read_coverage
from geo.service.digest import read_digest, render_digest
from geo.service.figures import list_gaps, list_reach, read_headline, read_reach_frame
from geo.service.gate import read_gate, read_reference_days
from geo.service.isochrones import list_isochrones, to_minutes
from geo.service.learning import read_learning
from geo.service.links import read_links
from geo.service.nahversorgung import list_nahversorgung
from geo.service.nearby import read_nearby, read_partner_links
from geo.service.opened import OpenVerbund, open_verbund, to_opened
from geo.service.pooling import answer_pool
from geo.service.project_adoption import adopt_module, delete_expired_contacts
from geo.service.project_edit import change_project, create_project, delete_project, restore_project
from geo.service.project_export import export_projects, write_template
from geo.service.project_import import import_mapped_projects, import_projects
from geo.service.projects import list_project_changes, list_projects, read_project, read_project_form
from geo.service.projektraeume import list_raeume, read_raum
from geo.service.projektraum_edit import change_raum, create_raum, delete_raum
from geo.service.ranking import rank
from geo.service.raum_report import render_raum_report
from geo.service.records import read_record
from geo.service.report import read_report_version, render_zentrum_report
from geo.service.runs import compare, list_runs
from geo.service.scenarios import delete_scenario, list_scenarios, save_scenario
from geo.service.sheet import read_sheet
from geo.service.similar import find_similar
from geo.service.similar_answers import export_labels, list_similar_answers, save_similar_answer
from geo.service.streets import read_network
from geo.service.supply import read_supply
from geo.service.tiles import read_tile
from geo.service.transit import read_timetable
from geo.service.transit_cells import list_cell_times, read_cell_classes
from geo.service.transit_classes import list_transit_classes, read_transit_headline
from geo.service.transit_departures import list_lines, read_departures
from geo.service.transit_gaps import read_mobility_gaps
from geo.service.transit_opened import open_ready
from geo.service.transit_places import read_stops
from geo.service.transit_sheet import read_transit_sheet
from geo.service.transit_times import list_transit_times
from geo.service.transit_whatif import answer_transit_whatif
from geo.service.whatif import answer_whatif

__all__ = [
    "ActorFilter",
    "OpenVerbund",
    "ProjectFilter",
    "add_attachment",
    "adopt_module",
    "answer_near",
    "answer_pool",
    "answer_transit_whatif",
    "answer_whatif",
    "change_actor",
    "change_project",
    "change_raum",
    "compare",
    "create_actor",
    "create_project",
    "create_raum",
    "delete_actor",
    "delete_attachment",
    "delete_expired_actors",
    "delete_expired_contacts",
    "delete_project",
    "delete_raum",
    "delete_scenario",
    "export_actor",
    "export_labels",
    "export_projects",
    "find_similar",
    "give_consent",
    "import_mapped_projects",
    "import_projects",
    "list_actors",
    "list_area_places",
    "list_cell_times",
    "list_gaps",
    "list_isochrones",
    "list_layer_infos",
    "list_lines",
    "list_nahversorgung",
    "list_project_changes",
    "list_projects",
    "list_raeume",
    "list_reach",
    "list_runs",
    "list_scenarios",
    "list_similar_answers",
    "list_transit_classes",
    "list_transit_times",
    "list_verbuende",
    "match_actor",
    "open_ready",
    "open_verbund",
    "propose_team",
    "rank",
    "read_actor",
    "read_actor_form",
    "read_areas",
    "read_attachment",
    "read_cell_classes",
    "read_cell_values",
    "read_cells_info",
    "read_coverage",
    "read_departures",
    "read_digest",
    "read_facilities",
    "read_gate",
    "read_headline",
    "read_health",
    "read_kommunen",
    "read_learning",
    "read_links",
    "read_mobility_gaps",
    "read_nearby",
    "read_network",
    "read_ortsteile",
    "read_partner_links",
    "read_project",
    "read_project_form",
    "read_raum",
    "read_reach_frame",
    "read_record",
    "read_reference_days",
    "read_report_version",
    "read_run",
    "read_sheet",
    "read_stops",
    "read_supply",
    "read_tile",
    "read_timetable",
    "read_transit_headline",
    "read_transit_sheet",
    "read_verbund",
    "read_version",
    "read_zentren",
    "render_digest",
    "render_raum_report",
    "render_zentrum_report",
    "restore_project",
    "save_scenario",
    "save_similar_answer",
    "to_minutes",
    "to_opened",
    "withdraw_consent",
    "write_template",
]
