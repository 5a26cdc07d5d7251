import { expect, it } from "vitest";
import type { MobilityGap } from "../generated/api";
import { orderGaps } from "./gaps-view";

function gap(ortsteil_id: string, people: number | null, shortfall: number | null) {
  const ags = ortsteil_id.slice(0, 1);
  return { ortsteil_id, ags, rank_people: people, rank_shortfall: shortfall } as MobilityGap;
}

const gaps = [gap("a1", null, 1), gap("a2", 2, 3), gap("b1", 1, 2)];
const ids = (chosen: MobilityGap[]) => chosen.map(({ ortsteil_id }) => ortsteil_id);

it("takes the ranks of the API, the unknown last", () => {
  expect(ids(orderGaps(gaps, { ags: "", ranking: "people" }))).toEqual(["b1", "a2", "a1"]);
  expect(ids(orderGaps(gaps, { ags: "", ranking: "shortfall" }))).toEqual(["a1", "b1", "a2"]);
});

it("keeps one Kommune", () => {
  expect(ids(orderGaps(gaps, { ags: "a", ranking: "people" }))).toEqual(["a2", "a1"]);
});
