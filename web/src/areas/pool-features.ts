/** Shared sites on the map: members joined with their site, sites as marks, the round dashed. Pure. */
import type { Feature, FeatureCollection, LineString, Point } from "geojson";
import type { Pooling } from "../generated/api";

function line(from: number[], to: number[], within: boolean): Feature<LineString> {
  return {
    type: "Feature",
    properties: { within, many: false },
    geometry: { type: "LineString", coordinates: [from, to] },
  };
}

/** From each member to its site; the round of a mobile service from site to site. */
export function poolLines(found: Pooling): FeatureCollection<LineString> {
  const at = new Map(found.sites.map(({ facility_id, lon, lat }) => [facility_id, [lon, lat]]));
  const ways = found.ways.flatMap(({ place, site_id }) => {
    const site = site_id ? at.get(site_id) : undefined;
    return site ? [line([place.lon, place.lat], site, true)] : [];
  });
  const stops = [...at.values()];
  const legs =
    stops.length < 2 ? [] : stops.map((stop, i) => [stop, stops[(i + 1) % stops.length]]);
  // There and back is one line.
  const round = (stops.length === 2 ? legs.slice(0, 1) : legs).flatMap(([a, b]) =>
    a && b ? [line(a, b, false)] : [],
  );
  return { type: "FeatureCollection", features: [...ways, ...round] };
}

/** The chosen buildings; nothing where none are asked for. */
export function poolSites(found: Pooling | null): FeatureCollection<Point> {
  const features = (found?.sites ?? []).map(
    ({ name, text, people, lon, lat }): Feature<Point> => ({
      type: "Feature",
      properties: { names: `${name}\n${text}\n${people.toLocaleString("de-DE")} Menschen` },
      geometry: { type: "Point", coordinates: [lon, lat] },
    }),
  );
  return { type: "FeatureCollection", features };
}
