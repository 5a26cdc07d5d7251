import { expect, it } from "vitest";
import type { RankWeight } from "../generated/api";
import { withWeight } from "./weight-list";

const bank = { layer: "bank", weight_default: 1 } as RankWeight;

it("keeps only what differs from the usual", () => {
  expect(withWeight({}, bank, 2)).toEqual({ bank: 2 });
  expect(withWeight({ bank: 2, post: 0 }, bank, 0)).toEqual({ bank: 0, post: 0 });
  expect(withWeight({ bank: 2, post: 0 }, bank, 1)).toEqual({ post: 0 });
});
