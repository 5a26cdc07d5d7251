import { expect, it } from "vitest";
import { paddingsAround } from "./camera";

it("keeps clear of a legend beside it or above it", () => {
  const [beside, above] = paddingsAround({ left: 16, top: 500, right: 200, bottom: 684 }, 700);
  expect(beside?.left).toBeGreaterThan(200);
  expect(above?.bottom).toBeGreaterThan(200);
});

it("keeps below a legend in the upper corner", () => {
  const [, below] = paddingsAround({ left: 8, top: 8, right: 140, bottom: 48 }, 500);
  expect(below?.top).toBeGreaterThan(48);
  expect(below?.bottom).toBeLessThan(48);
});

it("leaves an even margin where there is no legend", () => {
  expect(paddingsAround({ left: 0, top: 0, right: 0, bottom: 0 }, 500)).toHaveLength(1);
});
