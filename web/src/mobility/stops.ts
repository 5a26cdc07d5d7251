/** Stops for the map and the search. Pure. */
import type { FeatureCollection, Point } from "geojson";
import type { State, TransitMethod } from "../generated/api";
import { formatCount, formatQuantity } from "../text/numbers";

export interface StopProperties {
  stop_id: string;
  name: string;
  state: State;
  state_title: string;
  category: string | null;
  interval_text: string | null;
  departures: number | null;
  n_school: number | null;
  n_on_demand: number | null;
}

export type StopCollection = FeatureCollection<Point, StopProperties>;

const LARGEST_PX = 9;
const SMALLEST_PX = 4;
const WITHOUT_PX = 3;
/** A station without a timetable is a place, not a poor stop. */
const STATION_PX = 5.5;

export interface StopLook {
  /** null: hollow, without a category. */
  colour: string | null;
  radius: number;
}

/** Colour and size of each category, best first: the classes' scale, spread over the categories. */
export function categoryLooks({ categories, classes }: TransitMethod): Map<string, StopLook> {
  const n = categories.length;
  const step = (LARGEST_PX - SMALLEST_PX) / Math.max(n - 1, 1);
  return new Map(
    categories.map((category, index) => [
      category,
      {
        colour: classes[Math.floor((index * classes.length) / n)]?.colour ?? null,
        radius: LARGEST_PX - index * step,
      },
    ]),
  );
}

/** What the note beside the pointer says of a stop. */
export function stopWords(stop: StopProperties): string {
  if (stop.state === "data_missing") return stop.state_title;
  const n = stop.departures ?? 0;
  return [
    stop.category ? `Kategorie ${stop.category}` : "ohne Kategorie",
    stop.interval_text,
    formatQuantity(n, "Abfahrt", "Abfahrten"),
    stop.n_school ? `${formatCount(stop.n_school)} nur für Schüler` : "",
    stop.n_on_demand ? `${formatCount(stop.n_on_demand)} auf Bestellung` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Points with colour and size; the good ones are drawn above the others. */
export function stopFeatures(
  stops: StopCollection,
  method: TransitMethod,
  chosen: string | null,
): FeatureCollection<Point> {
  const looks = categoryLooks(method);
  return {
    type: "FeatureCollection",
    features: stops.features.map(({ geometry, properties }) => {
      const known = looks.get(properties.category ?? "");
      const bare = properties.state === "data_missing" ? STATION_PX : WITHOUT_PX;
      const radius = known?.radius ?? bare;
      return {
        type: "Feature",
        geometry,
        properties: {
          stop_id: properties.stop_id,
          names: `${properties.name}\n${stopWords(properties)}`,
          colour: known?.colour ?? "",
          radius,
          chosen: properties.stop_id === chosen,
        },
      };
    }),
  };
}

/** Stops whose name holds all words that were typed; those that begin with them first. */
export function findStops(
  stops: StopCollection,
  words: string,
  most: number,
): readonly StopProperties[] {
  const parts = words.toLocaleLowerCase("de").split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [];
  const found = stops.features
    .map(({ properties }) => properties)
    .filter(({ name }) => {
      const low = name.toLocaleLowerCase("de");
      return parts.every((part) => low.includes(part));
    });
  const rank = ({ name, departures }: StopProperties) =>
    (name.toLocaleLowerCase("de").startsWith(parts[0] ?? "") ? 1e6 : 0) + (departures ?? 0);
  return found.sort((a, b) => rank(b) - rank(a)).slice(0, most);
}
