/** What the map draws besides tiles: labels, links and projects as GeoJSON. Pure. */
import type { Feature, FeatureCollection, LineString, MultiPolygon, Point, Polygon } from "geojson";
import type { KommuneCollection, OrtsteilFeature, ZentrumCollection } from "../api/geo";
import type { Link, ProjectInfo } from "../generated/api";
import { placesOf } from "../projects/places";
import type { Tint } from "./tint";

/** From here on lines are drawn fine, so that the places below stay visible. */
const MANY_LINKS = 24;

function collect<G extends Point | LineString>(features: Feature<G>[]): FeatureCollection<G> {
  return { type: "FeatureCollection", features };
}

function point(lon: number, lat: number, properties: Record<string, unknown>): Feature<Point> {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } };
}

interface LabelOptions {
  byId: ReadonlyMap<string, OrtsteilFeature>;
  chosen: string | null;
  /** Whether the map is so narrow that a name in the middle of its place would be cut at the edge. */
  narrow: boolean;
}

/** Share of the width of a Kommune at whose ends names are moved towards the middle. */
const END = 0.3;
/** A name of so many letters is moved further. */
const LONG_NAME = 14;

/** How far names at the ends of their Kommune are moved towards its middle, in em, eastwards positive. */
function findShift(zentren: ZentrumCollection) {
  const lons = new Map<string, number[]>();
  for (const { geometry, properties } of zentren.features) {
    const [lon = 0] = geometry.coordinates;
    lons.set(properties.ags, [...(lons.get(properties.ags) ?? []), lon]);
  }
  return (ags: string, lon: number, name: string): number => {
    const own = lons.get(ags) ?? [lon];
    const [west, east] = [Math.min(...own), Math.max(...own)];
    const far = name.length < LONG_NAME ? 1 : 3;
    if (lon < west + END * (east - west)) return far;
    return lon > east - END * (east - west) ? -far : 0;
  };
}

/** Names of the Zentren; below each, its class letter and figure. Large places win where room is short. */
export function labelFeatures(
  zentren: ZentrumCollection,
  tint: Tint | null,
  { byId, chosen, narrow }: LabelOptions,
): FeatureCollection<Point> {
  const shiftOf = narrow ? findShift(zentren) : () => 0;
  return collect(
    zentren.features.map(({ geometry, properties }) => {
      const { zentrum_id: id, name, ags } = properties;
      const residents = byId.get(id)?.properties.residents ?? 0;
      const rank = id === chosen ? -1e9 : -residents;
      const [lon = 0, lat = 0] = geometry.coordinates;
      const figure = tint?.marks.get(id)?.figure ?? "";
      return point(lon, lat, { name, figure, rank, shift: shiftOf(ags, lon, name) });
    }),
  );
}

/** Of the nearest pairs of each two Kommunen those that are the nearest of a Kommune: the others only clutter. */
export function nearestOfKommunen(nearest: readonly Link[]): Link[] {
  const best = new Map<string, Link>();
  for (const link of nearest) {
    for (const { ags } of [link.a, link.b]) {
      const known = best.get(ags);
      if (!known || link.travel_time_s < known.travel_time_s) best.set(ags, link);
    }
  }
  return [...new Set(best.values())];
}

/** Lines between Zentren; the nearest pairs beyond the limit are marked as not within. */
export function linkFeatures(links: readonly Link[]): FeatureCollection<LineString> {
  const many = links.length > MANY_LINKS;
  return collect(
    links.map((link) => ({
      type: "Feature",
      properties: { within: link.within, many },
      geometry: {
        type: "LineString",
        coordinates: [
          [link.a.lon, link.a.lat],
          [link.b.lon, link.b.lat],
        ],
      },
    })),
  );
}

/** Middle of the box around an area: good enough for a symbol or a name. */
function middle(feature: Feature<MultiPolygon | Polygon>): [number, number] {
  const { geometry } = feature;
  const rings = geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
  const lons = rings.flat().map(([lon = 0]) => lon);
  const lats = rings.flat().map(([, lat = 0]) => lat);
  const half = (values: number[]) =>
    (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
  return [half(lons), half(lats)];
}

type Place = [lon: number, lat: number];

/** A symbol at each place of a project, else at each of its Ortsteile; several at one place share it. */
export function projectFeatures(
  projects: readonly ProjectInfo[],
  byId: ReadonlyMap<string, OrtsteilFeature>,
): FeatureCollection<Point> {
  const found = new Map<string, { at: Place; projects: ProjectInfo[] }>();
  for (const project of projects) {
    const own: Place[] =
      project.points.length > 0 ? (project.points as Place[]) : placesOf(project, byId).map(middle);
    for (const at of own) {
      const entry = found.get(at.join()) ?? { at, projects: [] };
      entry.projects.push(project);
      found.set(at.join(), entry);
    }
  }
  return collect(
    [...found.values()].map(({ at, projects: here }) =>
      point(at[0], at[1], {
        names: here
          .map(({ title, beispiel }) => title + (beispiel ? " (Beispiel)" : ""))
          .join("\n"),
        keys: here.map(({ project_id }) => project_id).join("\n"),
      }),
    ),
  );
}

/** Names of the Kommunen and their partners. */
export function kommuneLabels(kommunen: KommuneCollection): FeatureCollection<Point> {
  return collect(
    kommunen.features.map((kommune) => {
      const [lon, lat] = middle(kommune);
      return point(lon, lat, { name: kommune.properties.name, role: kommune.properties.role });
    }),
  );
}
