/** GeoJSON that the API answers with; the OpenAPI document describes its properties only loosely. */
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from "geojson";

export interface OrtsteilProperties {
  ortsteil_id: string;
  name: string;
  ags: string;
  kommune: string;
  geometrie_estimated: boolean;
  residents: number | null;
  residents_estimated: boolean;
}

export interface ZentrumProperties {
  zentrum_id: string;
  name: string;
  ags: string;
  kommune: string;
  kind: string;
}

export type OrtsteilFeature = Feature<MultiPolygon | Polygon, OrtsteilProperties>;
export type OrtsteilCollection = FeatureCollection<MultiPolygon | Polygon, OrtsteilProperties>;
export type ZentrumCollection = FeatureCollection<Point, ZentrumProperties>;

/** West, south, east, north in degrees. */
export type Bounds = [number, number, number, number];

export interface KommuneProperties {
  ags: string;
  name: string;
  role: "kommune" | "partner";
}

export type KommuneCollection = FeatureCollection<MultiPolygon | Polygon, KommuneProperties>;

export interface FacilityProperties {
  facility_id: string;
  layer: string;
  name: string;
  kommune: string | null;
}

export type FacilityCollection = FeatureCollection<Point, FacilityProperties>;
