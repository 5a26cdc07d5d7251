import { expect, it } from "vitest";
import { splitBound } from "./bound";

it("parts an upper bound from its figure", () => {
  expect(splitBound("höchstens 5,2\u00a0km")).toEqual(["höchstens", "5,2\u00a0km"]);
  expect(splitBound("5,2\u00a0km")).toEqual(["", "5,2\u00a0km"]);
});
