/** The map style: our own tiles, no glyph server, no sprite, no request to anybody else. */
import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import { HATCH, NO_DATA } from "./patterns";
import { labelLayers } from "./style-labels";
import { areaPlaces, marks, pointLayers, projects, sites, stops } from "./style-points";
import type { MapTheme } from "./theme";

export const EMPTY = { type: "FeatureCollection" as const, features: [] };

/** Highest zoom with tiles of its own; above, these are enlarged. */
const MAX_TILE_ZOOM = 14;
type TilePath = (layer: string) => string;

function tiles(path: string, id?: Record<string, string>): SourceSpecification {
  return {
    type: "vector",
    tiles: [path],
    minzoom: 0,
    maxzoom: MAX_TILE_ZOOM,
    ...(id ? { promoteId: id } : {}),
  };
}

function state(name: string, yes: number | string, no: number | string): ExpressionSpecification {
  return ["case", ["boolean", ["feature-state", name], false], yes, no];
}

function areaLayers(theme: MapTheme): LayerSpecification[] {
  const from = { source: "ortsteile", "source-layer": "ortsteile" } as const;
  const kommunen = { source: "kommunen", "source-layer": "kommunen" } as const;
  const partner: ExpressionSpecification = ["==", ["get", "role"], "partner"];
  return [
    { id: "ground", type: "background", paint: { "background-color": theme.ground } },
    {
      id: "land",
      type: "fill",
      ...kommunen,
      paint: { "fill-color": theme.land, "fill-opacity": ["case", partner, 0.55, 1] },
    },
    {
      id: "area",
      type: "fill",
      ...from,
      paint: { "fill-color": ["to-color", ["feature-state", "colour"], theme.missing] },
    },
    {
      id: "area-missing",
      type: "fill",
      ...from,
      paint: { "fill-pattern": NO_DATA, "fill-opacity": state("known", 0, 1) },
    },
    {
      id: "area-estimated",
      type: "fill",
      ...from,
      filter: ["==", ["get", "geometrie_estimated"], true],
      paint: { "fill-pattern": HATCH },
    },
    {
      id: "cells",
      type: "fill",
      source: "cells",
      "source-layer": "cells",
      layout: { visibility: "none" },
      paint: {
        "fill-color": ["to-color", ["feature-state", "colour"], theme.missing],
        "fill-antialias": false,
      },
    },
    {
      id: "area-hover",
      type: "fill",
      ...from,
      paint: { "fill-color": "#fff", "fill-opacity": state("hover", 0.16, 0) },
    },
    {
      id: "area-line",
      type: "line",
      ...from,
      layout: { "line-join": "round" },
      paint: {
        "line-color": theme.rim,
        "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 11, 1.6, 14, 2.4],
      },
    },
    ...isochroneLayers(theme),
    {
      id: "partner-line",
      type: "line",
      ...kommunen,
      filter: partner,
      paint: { "line-color": theme.faint, "line-width": 1 },
    },
    {
      id: "kommune-line",
      type: "line",
      ...kommunen,
      filter: ["!", partner],
      layout: { "line-join": "round" },
      paint: {
        "line-color": theme.border,
        "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.8, 12, 1.4],
      },
    },
    {
      id: "area-changed-rim",
      type: "line",
      ...from,
      layout: { "line-join": "round" },
      paint: { "line-color": theme.rim, "line-width": state("changed", 5, 0) },
    },
    {
      id: "area-changed",
      type: "line",
      ...from,
      layout: { "line-join": "round" },
      paint: {
        "line-color": theme.chosen,
        "line-width": state("changed", 2.25, 0),
        "line-dasharray": [3, 1.5],
      },
    },
    {
      id: "area-chosen-rim",
      type: "line",
      ...from,
      layout: { "line-join": "round" },
      paint: { "line-color": theme.rim, "line-width": state("chosen", 6, 0) },
    },
    {
      id: "area-chosen",
      type: "line",
      ...from,
      layout: { "line-join": "round" },
      paint: { "line-color": theme.chosen, "line-width": state("chosen", 3, 0) },
    },
  ];
}

/** Nested areas: the smaller are drawn above the larger. */
function isochroneLayers(theme: MapTheme): LayerSpecification[] {
  return [
    {
      id: "isochrones",
      type: "fill",
      source: "isochrones",
      layout: { "fill-sort-key": ["-", ["get", "minutes"]] },
      paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.86 },
    },
    {
      id: "isochrones-line",
      type: "line",
      source: "isochrones",
      layout: { "line-join": "round" },
      paint: { "line-color": theme.rim, "line-width": 0.8 },
    },
  ];
}

/** The area of the project that is being read: an outline that a grey print shows too. */
function projectArea(theme: MapTheme): LayerSpecification[] {
  const of = { source: "project-area", layout: { "line-join": "round" } } as const;
  return [
    {
      id: "project-area-rim",
      type: "line",
      ...of,
      paint: { "line-color": theme.rim, "line-width": 5 },
    },
    {
      id: "project-area",
      type: "line",
      ...of,
      paint: { "line-color": theme.chosen, "line-width": 2.5, "line-dasharray": [4, 2] },
    },
  ];
}

function linkLayers(theme: MapTheme): LayerSpecification[] {
  return [
    {
      id: "links-nearest",
      type: "line",
      source: "links",
      filter: ["==", ["get", "within"], false],
      layout: { "line-cap": "butt" },
      paint: { "line-color": theme.chosen, "line-width": 1.75, "line-dasharray": [3, 2.5] },
    },
    {
      id: "links-within",
      type: "line",
      source: "links",
      filter: ["==", ["get", "within"], true],
      layout: { "line-cap": "round" },
      paint: {
        "line-color": theme.chosen,
        "line-width": ["case", ["get", "many"], 1, 3],
        "line-opacity": ["case", ["get", "many"], 0.55, 1],
      },
    },
  ];
}

/** The whole style for a theme. */
export function buildStyle(theme: MapTheme, tilePath: TilePath): StyleSpecification {
  return {
    version: 8,
    sources: {
      kommunen: tiles(tilePath("kommunen")),
      ortsteile: tiles(tilePath("ortsteile"), { ortsteile: "ortsteil_id" }),
      facilities: tiles(tilePath("facilities")),
      // Nobody asks for their tiles before they are shown.
      cells: tiles(tilePath("cells"), { cells: "i" }),
      isochrones: { type: "geojson", data: EMPTY },
      marks: { type: "geojson", data: EMPTY },
      links: { type: "geojson", data: EMPTY },
      projects: { type: "geojson", data: EMPTY },
      "project-area": { type: "geojson", data: EMPTY },
      "area-places": { type: "geojson", data: EMPTY },
      sites: { type: "geojson", data: EMPTY },
      stops: { type: "geojson", data: EMPTY },
      labels: { type: "geojson", data: EMPTY },
      "kommunen-labels": { type: "geojson", data: EMPTY },
    },
    layers: [
      ...areaLayers(theme),
      ...projectArea(theme),
      ...linkLayers(theme),
      ...pointLayers(),
      stops(theme),
      areaPlaces(theme),
      ...labelLayers(theme),
      projects(),
      sites(),
      marks(),
    ],
  };
}
