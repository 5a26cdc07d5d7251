import { describe, expect, it } from "vitest";
import { nextOrder, sortRows } from "./sort";

const rows = [{ n: 3 }, { n: null }, { n: 11 }, { n: 2 }];

describe("order of lists", () => {
  it("sorts figures by size and keeps the unknown last in both directions", () => {
    expect(sortRows(rows, ({ n }) => n, "ascending").map(({ n }) => n)).toEqual([2, 3, 11, null]);
    expect(sortRows(rows, ({ n }) => n, "descending").map(({ n }) => n)).toEqual([11, 3, 2, null]);
  });

  it("sorts words as German does", () => {
    const words = ["Zülpich", "Ärzte", "Unna", "Übach"];
    expect(sortRows(words, (word) => word, "ascending")).toEqual([
      "Ärzte",
      "Übach",
      "Unna",
      "Zülpich",
    ]);
  });

  it("leaves the rows handed in as they are", () => {
    const before = [...rows];
    sortRows(rows, ({ n }) => n, "ascending");
    expect(rows).toEqual(before);
  });

  it("turns round on the same column and starts another in its own direction", () => {
    const order = nextOrder({ key: "a", direction: "ascending" }, "a");
    expect(order).toEqual({ key: "a", direction: "descending" });
    expect(nextOrder(order, "b", "descending")).toEqual({ key: "b", direction: "descending" });
  });
});
