import { expect, it } from "vitest";
import type { ClassBreak, TransitCellClasses } from "../generated/api";
import { classColours, describeClass, unknownWords } from "./cells";

const packed = {
  letters: "A--B",
  states: "0132",
  state_keys: ["reached", "beyond_limit", "reached", "outside_data_area"],
} as TransitCellClasses;
const classes = [
  { letter: "A", colour: "#a" },
  { letter: "B", colour: "#b" },
  { letter: "–", colour: "#grey" },
] as ClassBreak[];

it("colours cells by class, those without one grey, and leaves bare what is not known", () => {
  expect(classColours(packed, classes)).toEqual(["#a", "#grey", null, "#b"]);
  expect(unknownWords(packed)).toBe("außerhalb der Daten 1");
  expect(unknownWords({ ...packed, letters: "AA", states: "00" })).toBe("");
});

it("says people and class of a cell", () => {
  expect(describeClass({ index: 0, residents: 37 }, packed)[1]).toBe("Güteklasse A");
  expect(describeClass({ index: 1, residents: null }, packed)).toEqual([
    "100-m-Zelle: unter 10 Einwohner",
    "keine Güteklasse",
  ]);
  expect(describeClass({ index: 2, residents: 5 }, packed)[1]).toBe("außerhalb der Daten");
});
