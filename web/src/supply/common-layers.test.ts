import { expect, it } from "vitest";
import type { LayerInfo } from "../generated/api";
import { commonLayers, groupLayers } from "./common-layers";

function layer(key: string, order: number, known: number, field = "Wohnen"): LayerInfo {
  return {
    key,
    title: key,
    plural: `${key}n`,
    order,
    n_facilities: known,
    handlungsfeld_title: field,
  } as LayerInfo;
}

const layers = [
  layer("Apotheke", 1, 0),
  layer("Schule", 2, 41),
  layer("Bahnhof", 3, 99, "Mobilität"),
];
const keys = (chosen: LayerInfo[]) => chosen.map(({ key }) => key);

it("offers what is known best, in the order of the register", () => {
  expect(keys(commonLayers(layers, "Schule", 2))).toEqual(["Schule", "Bahnhof"]);
});

it("always offers the current one", () => {
  expect(keys(commonLayers(layers, "Apotheke", 2))).toEqual(["Apotheke", "Bahnhof"]);
});

it("finds by part of a word, whatever the case, and groups by Handlungsfeld", () => {
  expect(groupLayers(layers, "").map(({ title }) => title)).toEqual(["Wohnen", "Mobilität"]);
  expect(groupLayers(layers, "SCHUL").flatMap((group) => keys(group.layers))).toEqual(["Schule"]);
  expect(groupLayers(layers, "xyz")).toEqual([]);
});
