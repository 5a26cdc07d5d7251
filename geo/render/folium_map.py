"""Interactive map for notebooks, in the classes and colours of the web map and the printed sheet.

Folium's HTML calls public CDNs for Leaflet and others as soon as a browser shows it. Pages that we serve must
not do that; this map is therefore for notebooks only. Building it needs no network.
"""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import folium
from geopandas import GeoDataFrame

from geo.crs import EDGE
from geo.errors import InputError
from geo.render.style import GROUND, HATCH_NOTE, INK, MISSING, MUTED, class_breaks, colour_of
from geo.results import ClassBreak, Reach

_TOOLTIP: Final = {
    "ortsteil": "Ortsteil",
    "kommune": "Kommune",
    "weg": "Weg",
    "stand": "Stand",
    "ziel": "Nächste",
}


def build_folium_map(
    ortsteile: GeoDataFrame, reach: Sequence[Reach], *, tiles: str | None = None
) -> folium.Map:
    """Build a choropleth of one layer and one mode over the Ortsteile.

    Parameters
    ----------
    ortsteile
        Areas with ``ortsteil_id``, ``name`` and ``geometrie_estimated``, any CRS.
    reach
        Figures of one layer and one mode; an Ortsteil without one is drawn as missing.
    tiles
        Background of folium; by default none, so that the map itself asks nobody for tiles.

    Returns
    -------
    folium.Map
        Not yet shown or rendered; dashed outlines mark derived boundaries.

    Raises
    ------
    InputError
        If ``reach`` is empty or speaks of several layers or modes.
    """
    kinds = {(row.layer, row.mode, row.limit_value, row.limit_unit) for row in reach}
    if len(kinds) != 1:
        raise InputError(
            f"Karte: {len(kinds)} Kombinationen von Angebot und Verkehrsmittel, bitte genau eine auswählen."
        )
    by_zentrum = {row.zentrum_id: row for row in reach}
    areas = ortsteile.to_crs(EDGE)
    columns = (areas["ortsteil_id"], areas["name"], areas["geometrie_estimated"], areas.geometry)
    features = [_feature(*row, by_zentrum.get(row[0])) for row in zip(*columns, strict=True)]
    west, south, east, north = (float(bound) for bound in areas.total_bounds)
    picture = folium.Map(tiles=tiles, control_scale=True, zoom_snap=0.25)
    picture.fit_bounds([[south, west], [north, east]])
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=reach[0].layer_title,
        style_function=_style,
        tooltip=folium.GeoJsonTooltip(list(_TOOLTIP), aliases=list(_TOOLTIP.values())),
    ).add_to(picture)
    legend = _legend(reach[0], class_breaks(reach[0].limit_value, reach[0].limit_unit))
    root: Any = picture.get_root()  # a Figure, which branca's types do not say
    root.html.add_child(folium.Element(legend))
    return picture


def _feature(
    ortsteil_id: str, name: str, estimated: bool, geometry: Any, row: Reach | None
) -> dict[str, Any]:
    """GeoJSON feature; every word is escaped, because folium's tooltip shows properties as HTML."""
    letter = row.class_letter if row else None
    properties = {
        "id": ortsteil_id,
        "ortsteil": escape(name),
        "kommune": escape(row.kommune) if row else "",
        "weg": escape(row.value_text) if row else "keine Daten",
        "stand": escape(row.state_title) if row else "keine Daten",
        "ziel": escape(row.facility or "–") if row else "–",
        "fill": colour_of(letter),
        "dash": "4 3" if estimated else "",
    }
    return {
        "type": "Feature",
        "id": ortsteil_id,
        "geometry": geometry.__geo_interface__,
        "properties": properties,
    }


def _style(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    return {
        "fillColor": properties["fill"],
        "fillOpacity": 0.9,
        "color": INK,
        "weight": 0.8,
        "dashArray": properties["dash"],
    }


def _legend(row: Reach, classes: Sequence[ClassBreak]) -> str:
    entries = [(entry.colour, f"{entry.letter} {entry.label}") for entry in classes] + [
        (MISSING, "keine Daten")
    ]
    swatches = "".join(
        f'<div><span style="display:inline-block;width:1.4em;height:0.9em;background:{colour}"></span> '
        f"{escape(label)}</div>"
        for colour, label in entries
    )
    kind = "Norm" if row.norm_id else "Vergleichswert"
    return (
        f'<div style="position:fixed;bottom:24px;left:12px;z-index:999;padding:8px 12px;background:{GROUND};'
        f'color:{INK};font:13px sans-serif"><b>{escape(row.layer_title)} {escape(row.mode.title)}</b>{swatches}'
        f'<div style="color:{MUTED}">{kind} {escape(row.limit_text)} · gestrichelt: {HATCH_NOTE}</div></div>'
    )
