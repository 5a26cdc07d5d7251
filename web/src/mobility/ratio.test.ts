import { expect, it } from "vitest";
import { ratioWords } from "./ratio";

it("says of a place at the door that it is nearer without the car, not 0,2 times", () => {
  expect(ratioWords(0.2)).toBe("schneller als ");
  expect(ratioWords(1.04)).toBe("so lange wie ");
  expect(ratioWords(2.41)).toBe("2,4-\u2060mal so lange wie ");
  expect(ratioWords(null)).toBe("");
});
