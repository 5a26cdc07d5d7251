import { expect, it } from "vitest";
import type { AreaPlace, Areas } from "../generated/api";
import { areaBounds, areaLines, areaMarks, areaPoints } from "./features";

const place = (place_id: string, lon: number, partner = false) =>
  ({ place_id, name: place_id.toUpperCase(), kommune: "K", partner, lon, lat: 51 }) as AreaPlace;

const areas = {
  areas: [
    {
      area_id: "one",
      kind: "near",
      title: "A und einer",
      hub: place("a", 7),
      members: [{ place: place("a", 7) }, { place: place("p", 8, true) }],
    },
    {
      area_id: "two",
      kind: "twin",
      title: "B und einer",
      hub: null,
      members: [{ place: place("b", 7) }, { place: place("c", 9) }],
    },
  ],
} as unknown as Areas;

it("names in the legend only the marks that stand on the map", () => {
  const marks = ["one", "two", "none"].map((id) => areaMarks(areaPoints(areas, id).features));
  expect(marks).toEqual([
    { members: true, hub: true, partners: true },
    { members: true, hub: false, partners: false },
    { members: false, hub: false, partners: false },
  ]);
});

it("joins members with the hub, twins with the first", () => {
  const features = [null, "two"].flatMap((chosen) => areaLines(areas, chosen).features);
  expect(features.map(({ geometry }) => geometry.coordinates)).toEqual([
    [
      [7, 51],
      [8, 51],
    ],
    [
      [7, 51],
      [9, 51],
    ],
  ]);
  expect(features.map(({ properties }) => properties?.within)).toEqual([true, false]);
});

it("shows only the area picked out", () => {
  expect(areaLines(areas, "two").features).toHaveLength(1);
  expect(areaPoints(areas, "one").features.map(({ properties }) => properties?.name)).toEqual([
    "",
    "P",
  ]);
});

it("draws nothing without areas", () => {
  expect(areaLines(null, null).features).toEqual([]);
  expect(areaPoints(null, null).features).toEqual([]);
});

it("looks at the area picked out, with room for names", () => {
  expect(areaBounds(areas, null, null)).toBeNull();
  expect(areaBounds(areas, "two", null)).toEqual([6.5, 51, 9.5, 51]);
});
