/** Where the map looks: padding that keeps a place clear of the legend. */
import type { LngLatBoundsLike, Map as MapLibre, PaddingOptions } from "maplibre-gl";
import type { Bounds } from "../api/geo";

const MARGIN = 36;
const MAX_ZOOM = 13.5;
const DURATION_MS = 550;

/** Paddings that keep clear of a legend in the lower left corner: beside it, or above it. */
export function paddingsAround(legend: { width: number; height: number }): PaddingOptions[] {
  const even = { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
  if (legend.width === 0) return [even];
  return [
    { ...even, left: legend.width + 1.5 * MARGIN },
    { ...even, bottom: legend.height + 1.5 * MARGIN },
  ];
}

/** Look at a box as large as possible without the legend covering any of it. */
export function lookAt(map: MapLibre, bounds: Bounds, legend: DOMRect, animate: boolean): void {
  const box: LngLatBoundsLike = bounds;
  const cameras = paddingsAround(legend)
    .map((padding) => map.cameraForBounds(box, { padding, maxZoom: MAX_ZOOM }))
    .filter((camera) => camera !== undefined)
    .sort((a, b) => (b.zoom ?? 0) - (a.zoom ?? 0));
  const camera = cameras[0];
  if (camera) map.easeTo({ ...camera, duration: animate ? DURATION_MS : 0 });
}

/** Whether a box is wholly in view and clear of the legend. */
export function isClear(map: MapLibre, bounds: Bounds, legend: DOMRect): boolean {
  const frame = map.getContainer().getBoundingClientRect();
  const upper = map.project([bounds[0], bounds[3]]);
  const lower = map.project([bounds[2], bounds[1]]);
  const inside = upper.x >= 0 && upper.y >= 0 && lower.x <= frame.width && lower.y <= frame.height;
  const behind = upper.x < legend.right - frame.left && lower.y > legend.top - frame.top;
  return inside && !(behind && legend.width > 0);
}
