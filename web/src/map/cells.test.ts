import { expect, it } from "vitest";
import type { CellValues, ClassBreak, LayerMode } from "../generated/api";
import { BEYOND, cellColours, countStates, describeCell, timeColours } from "./cells";

it("colours each cell by its letter, and none without a figure", () => {
  const classes = [
    { letter: "A", colour: "#a" },
    { letter: "B", colour: "#b" },
  ] as ClassBreak[];
  expect(cellColours("BA-A", classes)).toEqual(["#b", "#a", null, "#a"]);
});

it("counts the cells without a figure in the words of their state", () => {
  const values = {
    letters: "A---",
    states: "0211",
    state_keys: ["reached" as const, "data_missing" as const, "not_connected" as const],
  };
  const titles = new Map([
    ["data_missing", "keine Daten"],
    ["not_connected", "nicht angebunden"],
  ]);
  expect(countStates(values, titles)).toEqual([
    { title: "keine Daten", count: 2 },
    { title: "nicht angebunden", count: 1 },
  ]);
});

const layerMode = {
  classes: ["#a", "#b", "#c", "#d", "#e"].map((colour) => ({ colour })),
} as LayerMode;

it("colours cells by the limit that holds their time, beyond the set one in grey", () => {
  const [near, edge, far, none] = timeColours([3, 10, 10.1, null], 10, layerMode);
  expect([near, edge, far, none]).toEqual(["#a", "#b", BEYOND, null]);
});

it("says of a cell how many live there, how far it is, and its state; never few people exactly", () => {
  const values = {
    states: "02",
    state_keys: ["reached", "beyond_limit", "data_missing"],
    minutes: [12.4, null],
    values: [940, null],
    snaps: [400, 520],
    facility_snaps: [null, null],
    unit: "m",
  } as unknown as CellValues;
  const titles = new Map([
    ["reached", "erreicht"],
    ["data_missing", "keine Daten"],
  ]);
  const first = describeCell({ index: 0, residents: 37 }, values, titles);
  expect(first).toEqual([
    "100-m-Zelle: rund\u00a040 Einwohner",
    "12\u00a0min (0,9\u00a0km), erreicht",
  ]);
  const second = describeCell({ index: 1, residents: null }, values, titles);
  expect(second).toEqual([
    "100-m-Zelle: unter 10 Einwohner",
    "keine Daten",
    "Zelle 0,5\u00a0km neben der Straße",
  ]);
});
