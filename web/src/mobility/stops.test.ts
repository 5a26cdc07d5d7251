import { expect, it } from "vitest";
import type { TransitMethod } from "../generated/api";
import { categoryLooks, findStops, type StopCollection, stopFeatures } from "./stops";

const method = {
  categories: ["I", "II", "III", "IV"],
  classes: [{ colour: "#a" }, { colour: "#b" }],
} as TransitMethod;

function stop(stop_id: string, name: string, more: Record<string, unknown>) {
  const geometry = { type: "Point", coordinates: [8.7, 49.4] };
  return { type: "Feature", geometry, properties: { stop_id, name, state: "reached", ...more } };
}

const stops = {
  type: "FeatureCollection",
  features: [
    stop("a", "Alter Bahnhof", { category: null, departures: 0 }),
    stop("b", "Bahnhof", { category: "II", departures: 40, interval_text: "30\u00a0min" }),
    stop("c", "Bahnhof Ost", { category: null, state: "data_missing", state_title: "unbekannt" }),
  ],
} as unknown as StopCollection;

it("spreads the scale of the classes over the categories; good stops are large", () => {
  const looks = [...categoryLooks(method).values()];
  expect(looks.map(({ colour }) => colour)).toEqual(["#a", "#a", "#b", "#b"]);
  const sizes = looks.map(({ radius }) => radius);
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});

it("draws stops without a category hollow, and says in words what is known", () => {
  const [none, good, unknown] = stopFeatures(stops, method, "b").features;
  expect(none?.properties).toMatchObject({ colour: "", chosen: false });
  expect(none?.properties?.names).toContain("ohne Kategorie");
  expect(good?.properties).toMatchObject({ colour: "#a", chosen: true });
  expect(good?.properties?.names).toBe("Bahnhof\nKategorie II · 30\u00a0min · 40 Abfahrten");
  expect(unknown?.properties?.names).toBe("Bahnhof Ost\nunbekannt");
});

it("finds stops by words, beginnings first", () => {
  const ids = (words: string) => findStops(stops, words, 9).map(({ stop_id }) => stop_id);
  expect(ids("bahnhof")).toEqual(["b", "c", "a"]);
  expect(ids("Ost bahn")).toEqual(["c"]);
  expect(ids(" ")).toEqual([]);
  expect(findStops(stops, "bahnhof", 1)).toHaveLength(1);
});
