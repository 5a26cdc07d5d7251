import { expect, it } from "vitest";
import type { ClassBreak } from "../generated/api";
import { cellColours, countStates } from "./cells";

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
