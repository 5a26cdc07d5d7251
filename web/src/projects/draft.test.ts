import { expect, it } from "vitest";
import { EMPTY_DRAFT, merge, putAt, readDegrees, readEuro, readList, toggle } from "./draft";

it("reads euros and degrees as Germans write them", () => {
  expect(["250.000", "1 500 €", "12,50", "viel", ""].map(readEuro)).toEqual([
    250000,
    1500,
    12,
    null,
    null,
  ]);
  expect(["51,5477", "7.8", "x", ""].map(readDegrees)).toEqual([51.5477, 7.8, null, null]);
});

it("splits lists, takes entries in and out", () => {
  expect(readList("Kinder; ältere Menschen\n\n")).toEqual(["Kinder", "ältere Menschen"]);
  expect(toggle(["a"], "b")).toEqual(["a", "b"]);
  expect(toggle(["a", "b"], "a")).toEqual(["b"]);
  expect(putAt(["a", "b"], 1, "c")).toEqual(["a", "c"]);
  expect(putAt(["a", "b"], 0, null)).toEqual(["b"]);
});

it("merges two versions field by field and loses none of mine", () => {
  const mine = { ...EMPTY_DRAFT, title: "meins", summary: "mein Text" };
  const theirs = { ...EMPTY_DRAFT, title: "ihres", owner: "Stadt" };
  const conflict = { version: 3, mine, theirs, fields: [] };
  expect(merge(conflict, new Set(["owner"]))).toEqual({ ...mine, owner: "Stadt" });
  expect(merge(conflict, new Set())).toEqual(mine);
});
