"""A Verbund of one town in Liechtenstein, and a server on loopback laid out like Geofabrik's with the real extract."""

import contextlib
import hashlib
import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd

from geo.sources.osm import read_osm

PBF = "liechtenstein-valhalla.osm.pbf"
DATE = "2015-07-27"
NAME = "liechtenstein-latest.osm.pbf"
POLY = "liechtenstein\n1\n 9.0 46.8\n 10.0 46.8\n 10.0 47.5\n 9.0 47.5\nEND\nEND\n"
AGS = "vaduz"
HEADER = "action,facility_id,layer,from_layer,name,lat,lon,role,reason,date,valid_until,beispiel"
VERBUND = """id = "vaduz"
title = "Vaduz"
kommunen = "kommunen.geojson"
ortsteile = "ortsteile.geojson"
zentren = "zentren.csv"
einwohner = "einwohner.csv"
korrekturen = "korrekturen"
members = ["vaduz"]
[fetch]
extracts = ["europe/liechtenstein"]
buffer_km = 2
[provenance.zentren]
source = "OpenStreetMap"
licence = "ODbL 1.0"
attribution = "© OpenStreetMap-Mitwirkende"
date = "2015-07-27"
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def write_verbund(folder, testdata):
    """Folder of the Verbund; its outline is the one in the extract."""
    (folder / "korrekturen").mkdir(parents=True)
    outlines = read_osm([testdata / "osm" / PBF], admin_level=8, places=()).outlines
    town = outlines[outlines["name"] == "Vaduz"].to_crs(4326)
    geometry = json.loads(gpd.GeoSeries(town["geom"].to_numpy(), crs=4326).to_json())["features"][0][
        "geometry"
    ]
    point = town["geom"].iloc[0].representative_point()
    about = {"source": "OpenStreetMap", "licence": "ODbL 1.0"}
    kommune = {
        "ags": AGS,
        "name": "Vaduz",
        "role": "kommune",
        "population": 5425,
        "population_date": "2015-06-30",
    }
    kommune |= {"population_source": "Amt für Statistik", "area_km2": 17.3, **about}
    ortsteil = {
        "ortsteil_id": "vaduz-vaduz",
        "name": "Vaduz",
        "ags": AGS,
        "geometrie_quelle": "osm",
        "date": DATE,
    }
    for name, properties in (("kommunen", kommune), ("ortsteile", ortsteil | about)):
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        collection = {"type": "FeatureCollection", "features": [feature]}
        (folder / f"{name}.geojson").write_text(json.dumps(collection))
    (folder / "zentren.csv").write_text(
        "zentrum_id,name,kommune,ags,kind,lat,lon,position_source,position_estimated,note\n"
        f"vaduz-vaduz,Vaduz,Vaduz,{AGS},Stadt,{point.y:.5f},{point.x:.5f},OpenStreetMap,false,\n"
    )
    (folder / "einwohner.csv").write_text(
        "zentrum_id,name,population,date,source,confidence,grid_share\n"
        "vaduz-vaduz,Vaduz,5425,2015-06-30,Amt für Statistik,hoch,1\n"
    )
    (folder / "verbund.toml").write_text(VERBUND)
    return folder


def correct(folder, *rows):
    """Write the corrections of the town."""
    (folder / "korrekturen" / f"{AGS}.csv").write_text("\n".join([HEADER, *rows]) + "\n")


@contextlib.contextmanager
def serve_extract(folder, testdata):
    """Serve the extract, its checksum and its border; yields the address and the folder of the files."""
    files = folder / "europe"
    files.mkdir(parents=True)
    shutil.copy(testdata / "osm" / PBF, files / NAME)
    digest = hashlib.md5((files / NAME).read_bytes()).hexdigest()
    (files / f"{NAME}.md5").write_text(f"{digest}  {NAME}\n")
    (files / "liechtenstein.poly").write_text(POLY)
    with serve_folder(folder) as url:
        yield url, files


@contextlib.contextmanager
def serve_folder(folder):
    """Serve the files of a folder on loopback; yields the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
