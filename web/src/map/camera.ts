/** Where the map looks: padding that keeps a place clear of the legend. */
import type { Map as MapLibre, PaddingOptions } from "maplibre-gl";
import type { Bounds } from "../api/geo";

const MARGIN = 36;
const MAX_ZOOM = 13.5;
const DURATION_MS = 550;

/** A box on the map in pixels from its upper left corner. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Ways to keep clear of a legend in a left corner: beside it, or below or above it. */
export function paddingsAround(legend: Box, height: number): Required<PaddingOptions>[] {
  const even = { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN };
  if (legend.right <= legend.left) return [even];
  const beside = { ...even, left: legend.right + MARGIN / 2 };
  const upper = legend.top + legend.bottom < height;
  const apart = upper
    ? { ...even, top: legend.bottom + MARGIN / 2 }
    : { ...even, bottom: height - legend.top + MARGIN / 2 };
  return [beside, apart];
}

function boxOf(map: MapLibre, legend: DOMRect): Box {
  const frame = map.getContainer().getBoundingClientRect();
  return {
    left: legend.left - frame.left,
    top: legend.top - frame.top,
    right: legend.right - frame.left,
    bottom: legend.bottom - frame.top,
  };
}

/** Look at bounds as large as possible without the legend covering any of them. */
export function lookAt(map: MapLibre, bounds: Bounds, legend: DOMRect, animate: boolean): void {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const camera = paddingsAround(boxOf(map, legend), height)
    .filter(({ left, right, top, bottom }) => left + right < width && top + bottom < height)
    .map((padding) => map.cameraForBounds(bounds, { padding, maxZoom: MAX_ZOOM }))
    .filter((each) => each !== undefined)
    .sort((a, b) => (b.zoom ?? 0) - (a.zoom ?? 0))[0];
  if (camera) map.easeTo({ ...camera, duration: animate ? DURATION_MS : 0 });
}

/** Whether bounds are wholly in view and clear of the legend. */
export function isClear(map: MapLibre, bounds: Bounds, legend: DOMRect): boolean {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const upper = map.project([bounds[0], bounds[3]]);
  const lower = map.project([bounds[2], bounds[1]]);
  const box = boxOf(map, legend);
  const inside = upper.x >= 0 && upper.y >= 0 && lower.x <= width && lower.y <= height;
  const apart =
    upper.x > box.right || lower.x < box.left || upper.y > box.bottom || lower.y < box.top;
  return inside && apart;
}
