import { expect, it } from "vitest";
import type { Gap, LayerInfo } from "../generated/api";
import { chooseGaps, listHandlungsfelder } from "./choose-gaps";

const layers = [
  { key: "school", handlungsfeld: "wohnen", handlungsfeld_title: "Wohnen", order: 2 },
  { key: "shop", handlungsfeld: "wirtschaft", handlungsfeld_title: "Wirtschaft", order: 1 },
] as LayerInfo[];

function gap(ortsteil: string, layer: string, residents: number | null, share: number): Gap {
  return { ortsteil, layer, residents, shortfall_share: share, ags: ortsteil.slice(0, 1) } as Gap;
}

const gaps = [gap("a1", "school", 50, 3), gap("a2", "shop", null, 9), gap("b1", "shop", 900, 1)];
const names = (chosen: Gap[]) => chosen.map(({ ortsteil }) => ortsteil);

it("puts what has no figure before every other shortfall", () => {
  const far = { ...gap("Fern", "pharmacy", 1, 0), shortfall_share: null };
  const near = gap("Nah", "pharmacy", 9, 3);
  const all = { handlungsfeld: "", ags: "", ranking: "shortfall" as const };
  expect(chooseGaps([near, far], [], all).map(({ ortsteil }) => ortsteil)).toEqual(["Fern", "Nah"]);
});

it("ranks by people, the unknown last, or by shortfall", () => {
  const all = { handlungsfeld: "", ags: "" };
  expect(names(chooseGaps(gaps, layers, { ...all, ranking: "people" }))).toEqual([
    "b1",
    "a1",
    "a2",
  ]);
  expect(names(chooseGaps(gaps, layers, { ...all, ranking: "shortfall" }))).toEqual([
    "a2",
    "a1",
    "b1",
  ]);
});

it("keeps one Handlungsfeld and one Kommune", () => {
  const filter = { handlungsfeld: "wirtschaft", ags: "a", ranking: "people" } as const;
  expect(names(chooseGaps(gaps, layers, filter))).toEqual(["a2"]);
});

it("lists each Handlungsfeld once in the order of the layers", () => {
  expect(listHandlungsfelder([...layers, ...layers]).map(({ title }) => title)).toEqual([
    "Wirtschaft",
    "Wohnen",
  ]);
});
