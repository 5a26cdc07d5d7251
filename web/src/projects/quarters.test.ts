import { expect, it } from "vitest";
import { lastQuarters } from "./quarters";

it("counts back over the turn of the year", () => {
  const found = lastQuarters(new Date(2026, 1, 28));
  expect(found.slice(0, 2)).toEqual([
    { key: "2026-Q1", title: "1. Quartal 2026" },
    { key: "2025-Q4", title: "4. Quartal 2025" },
  ]);
  expect(found).toHaveLength(8);
  expect(lastQuarters(new Date(2026, 11, 31))[0]?.key).toBe("2026-Q4");
});
