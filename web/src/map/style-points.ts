/** Layers of points: facilities, stops, members of areas, marks, projects. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import { DIAMOND, FACILITY, MARKS } from "./patterns";
import type { MapTheme } from "./theme";

export function pointLayers(): LayerSpecification[] {
  return [
    {
      id: "facilities",
      type: "symbol",
      source: "facilities",
      "source-layer": "facilities",
      layout: {
        "icon-image": FACILITY,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 11, 0.85, 14, 1.2],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
  ];
}

/** Stops of bus and rail: large and in colour where much leaves, hollow without a category. */
export function stops(theme: MapTheme): LayerSpecification {
  const bare: ExpressionSpecification = ["==", ["get", "colour"], ""];
  const chosen: ExpressionSpecification = ["boolean", ["get", "chosen"], false];
  const size = (factor: number): ExpressionSpecification => ["*", ["get", "radius"], factor];
  return {
    id: "stops",
    type: "circle",
    source: "stops",
    layout: { visibility: "none", "circle-sort-key": ["get", "radius"] },
    paint: {
      "circle-radius": [
        "interpolate",
        ["linear"],
        ["zoom"],
        9,
        size(0.5),
        12,
        size(1),
        15,
        size(1.4),
      ],
      "circle-color": ["case", bare, theme.rim, ["to-color", ["get", "colour"], theme.rim]],
      "circle-stroke-color": ["case", chosen, theme.chosen, bare, theme.quiet, theme.rim],
      "circle-stroke-width": ["case", chosen, 4, 1.5],
    },
  };
}

/** Members of areas: the place to meet at is large, partners beside the Verbund are hollow. */
export function areaPlaces(theme: MapTheme): LayerSpecification {
  const partner: ExpressionSpecification = ["boolean", ["get", "partner"], false];
  return {
    id: "area-places",
    type: "circle",
    source: "area-places",
    paint: {
      "circle-radius": ["case", ["boolean", ["get", "hub"], false], 7, 4.5],
      "circle-color": ["case", partner, theme.rim, theme.chosen],
      "circle-stroke-color": ["case", partner, theme.chosen, theme.rim],
      "circle-stroke-width": 2,
    },
  };
}

/** Where a facility would be opened or closed. */
export function marks(): LayerSpecification {
  return {
    id: "marks",
    type: "symbol",
    source: "marks",
    layout: {
      "icon-image": ["match", ["get", "kind"], "neu", MARKS.neu, MARKS.ohne],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
    },
  };
}

/** Buildings chosen as shared sites. */
export function sites(): LayerSpecification {
  return {
    id: "sites",
    type: "symbol",
    source: "sites",
    layout: {
      "icon-image": MARKS.neu,
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
    },
  };
}

/** Above the names: a project must not hide behind the name of its place. */
export function projects(): LayerSpecification {
  return {
    id: "projects",
    type: "symbol",
    source: "projects",
    layout: {
      "icon-image": DIAMOND,
      "icon-allow-overlap": true,
      // Names give way to it, so that both can be read.
      "icon-ignore-placement": false,
    },
  };
}
