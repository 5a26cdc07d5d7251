/** Areas on the map: members joined with the place they meet at. Pure. */
import type { Feature, FeatureCollection, LineString, Point } from "geojson";
import type { Bounds } from "../api/geo";
import type { AreaPlace, Areas, Pooling } from "../generated/api";
import { poolSites } from "./pool-features";

/** Free room around an area, as a share of its size: names of places need it. */
const MARGIN = 0.25;

function at({ lon, lat }: AreaPlace): [number, number] {
  return [lon, lat];
}

/** A line from each member to the hub (twins: to the first); only of the area picked out, if there is one. */
export function areaLines(
  areas: Areas | null,
  chosen: string | null,
): FeatureCollection<LineString> {
  const features: Feature<LineString>[] = [];
  for (const area of areas?.areas ?? []) {
    if (chosen && area.area_id !== chosen) continue;
    const hub = area.hub ?? area.members[0]?.place;
    // Without a choice lines of twins across the whole map would only clutter.
    if (!hub || (area.kind === "twin" && !chosen)) continue;
    for (const { place } of area.members) {
      if (place.place_id === hub.place_id) continue;
      features.push({
        type: "Feature",
        properties: { within: area.kind === "near", many: false },
        geometry: { type: "LineString", coordinates: [at(hub), at(place)] },
      });
    }
  }
  return { type: "FeatureCollection", features };
}

/** Members as points; partners carry their name, for no Ortsteil of the map names them. */
export function areaPoints(areas: Areas | null, chosen: string | null): FeatureCollection<Point> {
  const features = new Map<string, Feature<Point>>();
  for (const area of areas?.areas ?? []) {
    if (chosen && area.area_id !== chosen) continue;
    for (const { place } of area.members) {
      features.set(place.place_id, {
        type: "Feature",
        properties: {
          name: place.partner ? place.name : "",
          names: `${place.name} (${place.kommune}${place.partner ? ", Partner" : ""})\n${area.title}`,
          partner: place.partner,
          hub: area.hub?.place_id === place.place_id,
        },
        geometry: { type: "Point", coordinates: at(place) },
      });
    }
  }
  return { type: "FeatureCollection", features: [...features.values()] };
}

/** Which marks of areas stand on the map, so that the legend names no others. */
export function areaMarks(points: readonly Feature<Point>[]) {
  const some = (test: (properties: Record<string, unknown>) => unknown) =>
    points.some(({ properties }) => test(properties ?? {}));
  return {
    members: some(({ partner }) => !partner),
    hub: some(({ hub }) => hub),
    partners: some(({ partner }) => partner),
  };
}

/** Where the area that is picked out lies, with its shared sites and room for names; null where none is. */
export function areaBounds(
  areas: Areas | null,
  picked: string | null,
  found: Pooling | null,
): Bounds | null {
  const points = picked
    ? [...areaPoints(areas, picked).features, ...poolSites(found).features]
    : [];
  if (points.length === 0) return null;
  const lons = points.map(({ geometry }) => geometry.coordinates[0] ?? 0);
  const lats = points.map(({ geometry }) => geometry.coordinates[1] ?? 0);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [dx, dy] = [MARGIN * (east - west), MARGIN * (north - south)];
  return [west - dx, south - dy, east + dx, north + dy];
}
