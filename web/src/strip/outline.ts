/** Small drawings of Kommunen as SVG paths, all at one scale. Pure: degrees in, path text out. */
import type { Bounds, OrtsteilFeature } from "../api/geo";

const METRES_PER_DEGREE = 111_195;
type Position = number[];

export interface Drawing {
  /** Drawing size in metres. */
  width: number;
  height: number;
  /** One path per Ortsteil, in metres from the upper left corner. */
  paths: { id: string; d: string }[];
}

type Area = OrtsteilFeature["geometry"];

function rings(geometry: Area): Position[][] {
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

/** Box around Ortsteile in degrees; null where there is none. */
export function boundsOf(features: readonly OrtsteilFeature[]): Bounds | null {
  return boundsOfGeometries(features.map(({ geometry }) => geometry));
}

/** Box around areas in degrees; null where there is none. */
export function boundsOfGeometries(geometries: readonly Area[]): Bounds | null {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon = 0, lat = 0] of geometries.flatMap(rings).flat()) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return Number.isFinite(box[0]) ? box : null;
}

/** A ring as path text without the points that move less than `step` metres. */
function ringPath(
  ring: Position[],
  project: (at: Position) => [number, number],
  step: number,
): string {
  const kept: [number, number][] = [];
  for (const position of ring) {
    const point = project(position);
    const last = kept.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < step) continue;
    kept.push(point);
  }
  if (kept.length < 3) return "";
  return `M${kept.map(([x, y]) => `${Math.round(x)} ${Math.round(y)}`).join("L")}Z`;
}

/** Draw the Ortsteile of one Kommune true to distance at its own latitude. */
export function drawKommune(features: readonly OrtsteilFeature[], step: number): Drawing {
  const box = boundsOf(features);
  if (!box) return { width: 0, height: 0, paths: [] };
  const [west, south, east, north] = box;
  const perLon = METRES_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const project = ([lon = 0, lat = 0]: Position): [number, number] => [
    (lon - west) * perLon,
    (north - lat) * METRES_PER_DEGREE,
  ];
  return {
    width: (east - west) * perLon,
    height: (north - south) * METRES_PER_DEGREE,
    paths: features.map((feature) => ({
      id: feature.properties.ortsteil_id,
      d: rings(feature.geometry)
        .map((ring) => ringPath(ring, project, step))
        .join(""),
    })),
  };
}

/** The longest of 1, 2, 5, 10 … km that is at most `metres` long. */
export function roundLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map((factor) => factor * power).find((length) => length <= metres) ?? power;
}
