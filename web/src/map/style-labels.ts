/** The names on the map. */
import type {
  ExpressionSpecification,
  LayerSpecification,
  VariableAnchorOffsetCollectionSpecification,
} from "maplibre-gl";
import { LABEL_FONT } from "./fonts";
import type { MapTheme } from "./theme";

/** Zoom from which Ortsteile are named, and no longer the Kommunen. */
const ORTSTEIL_LABELS_FROM = 9.2;

/** Where a name may stand: above its place, below, on it, beside it; moved by `shift` em, never against it. */
function placesOfName(shift: number): ["literal", unknown[]] {
  const around = ["bottom", [shift, -0.9], "top", [shift, 0.9], "center", [shift, 0]];
  const eastwards = shift < 0 ? [] : ["left", [0.9, 0]];
  const westwards = shift > 0 ? [] : ["right", [-0.9, 0]];
  return ["literal", [...around, ...eastwards, ...westwards]];
}

/** Names of partners, Kommunen and Ortsteile, the latter with their figure. */
export function labelLayers(theme: MapTheme): LayerSpecification[] {
  const paint = {
    "text-color": theme.ink,
    "text-halo-color": theme.paper,
    "text-halo-width": 1.6,
    "text-halo-blur": 0.4,
  };
  const kommuneName = {
    "text-font": [LABEL_FONT],
    "text-field": ["get", "name"] satisfies ExpressionSpecification,
    "text-size": 13,
    "text-padding": 8,
  };
  return [
    {
      id: "partner-labels",
      type: "symbol",
      source: "kommunen-labels",
      minzoom: 8.2,
      filter: ["==", ["get", "role"], "partner"],
      layout: kommuneName,
      paint: { ...paint, "text-color": theme.quiet, "text-halo-color": theme.ground },
    },
    {
      id: "kommune-labels",
      type: "symbol",
      source: "kommunen-labels",
      maxzoom: ORTSTEIL_LABELS_FROM,
      filter: ["==", ["get", "role"], "kommune"],
      layout: {
        ...kommuneName,
        "text-padding": 2,
        // Beside marks rather than below them; the name itself always stays.
        "text-variable-anchor-offset": [
          ...["center", [0, 0], "top", [0, 0.9], "bottom", [0, -0.9], "left", [0.9, 0]],
          ...[
            "right",
            [-0.9, 0],
            "top",
            [0, 2],
            "bottom",
            [0, -2],
            "left",
            [3, 0],
            "right",
            [-3, 0],
          ],
        ] as VariableAnchorOffsetCollectionSpecification,
        "text-allow-overlap": true,
      },
      paint,
    },
    {
      id: "area-place-labels",
      type: "symbol",
      source: "area-places",
      minzoom: ORTSTEIL_LABELS_FROM,
      layout: {
        "text-font": [LABEL_FONT],
        "text-field": ["get", "name"],
        "text-size": 13,
        "text-variable-anchor": ["top", "bottom", "left", "right"],
        "text-radial-offset": 0.8,
      },
      paint,
    },
    {
      id: "labels",
      type: "symbol",
      source: "labels",
      minzoom: ORTSTEIL_LABELS_FROM,
      layout: {
        "text-font": [LABEL_FONT],
        "text-field": [
          "step",
          ["zoom"],
          ["get", "name"],
          10,
          ["format", ["get", "name"], {}, "\n", {}, ["get", "figure"], { "font-scale": 0.84 }],
        ],
        "text-size": ["interpolate", ["linear"], ["zoom"], 9, 12, 13, 15],
        "text-line-height": 1.15,
        "text-variable-anchor-offset": [
          "match",
          ["get", "shift"],
          ...[-3, -1, 1, 3].flatMap((shift) => [shift, placesOfName(shift)]),
          placesOfName(0),
        ] as unknown as VariableAnchorOffsetCollectionSpecification,
        "text-padding": 3,
        "symbol-sort-key": ["get", "rank"],
      },
      paint,
    },
  ];
}
