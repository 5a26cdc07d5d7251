import { expect, it } from "vitest";
import type { Gap } from "../generated/api";
import { farness, missedWords, splitBound } from "./bound";

it("parts an upper bound from its figure", () => {
  expect(splitBound("höchstens 5,2\u00a0km")).toEqual(["höchstens", "5,2\u00a0km"]);
  expect(splitBound("5,2\u00a0km")).toEqual(["", "5,2\u00a0km"]);
});

it("puts what the search did not find behind every figure, and the unknown nowhere", () => {
  expect(farness({ value: 900, state: "beyond_limit" })).toBe(900);
  expect(farness({ value: null, state: "beyond_limit" })).toBe(Infinity);
  expect(farness({ value: null, state: "data_missing" })).toBeNull();
});

it("says what a norm is missed by, or that nothing was found", () => {
  const gap = { value_text: "5,2 km", norm_text: "2 km", shortfall: 3200 } as Gap;
  expect(missedWords(gap)).toBe("5,2 km statt 2 km");
  expect(missedWords({ ...gap, value_text: "zu weit", shortfall: null })).toBe(
    "zu weit, Norm 2 km",
  );
});
