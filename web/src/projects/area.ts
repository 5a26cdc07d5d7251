/** The area of a project as GeoJSON. Pure; whether it is valid the server says. */
import type { MultiPolygon, Polygon, Position } from "geojson";
import type { Draft } from "./draft";

type Rings = Position[][];

/** Polygons of any GeoJSON: of a geometry, a feature, a collection. */
function ringsOf(value: unknown): Rings[] {
  if (typeof value !== "object" || value === null) return [];
  const { type, geometry, features, geometries, coordinates } = value as Record<string, unknown>;
  if (type === "Polygon" && Array.isArray(coordinates)) return [coordinates as Rings];
  if (type === "MultiPolygon" && Array.isArray(coordinates)) return coordinates as Rings[];
  if (type === "Feature") return ringsOf(geometry);
  const parts = type === "FeatureCollection" ? features : geometries;
  return Array.isArray(parts) ? parts.flatMap(ringsOf) : [];
}

/** One area of many features; null where they hold none. */
export function toArea(features: readonly { geometry: Polygon | MultiPolygon }[]): Draft["area"] {
  const coordinates = features.flatMap(({ geometry }) => ringsOf(geometry));
  return coordinates.length > 0 ? { type: "MultiPolygon", coordinates } : null;
}

/** The area of a GeoJSON text; null where it holds none. */
export function readArea(text: string): Draft["area"] {
  try {
    const coordinates = ringsOf(JSON.parse(text));
    return coordinates.length > 0 ? { type: "MultiPolygon", coordinates } : null;
  } catch {
    return null;
  }
}

/** How many polygons an area has. */
export function countParts(area: Draft["area"]): number {
  return ringsOf(area).length;
}
