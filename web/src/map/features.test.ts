import { expect, it } from "vitest";
import type { ZentrumCollection } from "../api/geo";
import type { Link } from "../generated/api";
import { labelFeatures, linkFeatures, nearestOfKommunen } from "./features";
import type { Tint } from "./tint";

const zentren: ZentrumCollection = {
  type: "FeatureCollection",
  features: ["a", "b"].map((id) => ({
    type: "Feature",
    properties: { zentrum_id: id, name: id.toUpperCase(), ags: "1", kommune: "K", kind: "Dorf" },
    geometry: { type: "Point", coordinates: [7, 51] },
  })),
};

function link(a: string, b: string, seconds: number): Link {
  const end = (ags: string) => ({ ags, zentrum_id: ags, name: ags, kommune: ags, lon: 7, lat: 51 });
  return { a: end(a), b: end(b), travel_time_s: seconds, within: false } as Link;
}

it("labels with the figure of the question, puts the chosen one first", () => {
  const mark = { letter: "D", state: null, figure: "D · ≤ 3,4\u00a0km", words: "" };
  const tint = { marks: new Map([["a", mark]]) } as unknown as Tint;
  const of = { byId: new Map(), chosen: "b", narrow: false };
  const [a, b] = labelFeatures(zentren, tint, of).features.map(({ properties }) => properties);
  expect(a?.figure).toBe("D · ≤ 3,4\u00a0km");
  expect(b?.figure).toBe("");
  expect(b?.rank).toBeLessThan(a?.rank);
});

it("moves names at the ends of a Kommune towards its middle where the map is narrow", () => {
  const row = [7, 7.5, 8].map((lon) => ({
    properties: { ags: "1", name: lon === 7 ? "Langenholdinghausen" : "Eisern" },
    geometry: { type: "Point", coordinates: [lon, 51] },
  }));
  const wide = { ...zentren, features: row } as ZentrumCollection;
  const shifts = (narrow: boolean) =>
    labelFeatures(wide, null, { byId: new Map(), chosen: null, narrow }).features.map(
      ({ properties }) => properties?.shift,
    );
  expect(shifts(true)).toEqual([3, 0, -1]);
  expect(shifts(false)).toEqual([0, 0, 0]);
});

it("keeps only pairs that are the nearest of one of their Kommunen", () => {
  const kept = nearestOfKommunen([link("1", "2", 10), link("2", "3", 20), link("1", "3", 30)]);
  expect(kept.map(({ travel_time_s }) => travel_time_s)).toEqual([10, 20]);
});

it("draws a line from end to end", () => {
  const [line] = linkFeatures([link("1", "2", 10)]).features;
  expect(line?.geometry.coordinates).toHaveLength(2);
  expect(line?.properties).toEqual({ within: false, many: false });
});
