import { expect, it } from "vitest";
import type { Headline, LayerInfo, LayerMode, Ranking, Reach } from "../generated/api";
import { countWithout, rankingTint, reachTint, tintColours } from "./tint";

const classes = [
  { letter: "A", colour: "#aaa", label: "bis 1 km" },
  { letter: "E", colour: "#eee", label: "darüber" },
];
const rows = [
  { zentrum_id: "a", ags: "1", value: 500, class_letter: "A", value_text: "0,5 km" },
  { zentrum_id: "b", ags: "1", value: 3e3, class_letter: "E", value_text: "höchstens 3,0 km" },
  { zentrum_id: "c", ags: "2", value: null, class_letter: null, value_text: "keine Daten" },
  { zentrum_id: "d", ags: "1", value: 3, class_letter: "A", value_text: "höchstens unter 10 m" },
].map((row) => ({
  ...row,
  layer_title: "Bank",
  state: row.value === null ? "data_missing" : "reached",
  state_title: row.value === null ? "keine Daten" : "erreicht",
  verdict: "erreicht",
})) as Reach[];

it("colours Ortsteile by class and says why one has none", () => {
  const layerMode = { classes, norm: null, limit_text: "1 km" } as unknown as LayerMode;
  const headline = { by_kommune: { 1: 1, 2: 0 } } as unknown as Headline;
  const layer = { title: "Bank" } as LayerInfo;
  const tint = reachTint(rows, { layer, layerMode, mode: "zu Fuß" }, headline);
  expect([...tintColours(tint)]).toEqual([
    ["a", "#aaa"],
    ["b", "#eee"],
    ["d", "#aaa"],
  ]);
  expect(countWithout(tint)).toEqual([{ title: "keine Daten", count: 1 }]);
  expect(tint.marks.get("b")?.figure).toBe("E · ≤ 3,0 km");
  expect(tint.marks.get("d")?.figure).toBe("A · unter 10 m");
  expect(tint.limit).toBe("Grenze 1 km");
  expect([...tint.towns.values()]).toEqual(["1 über 1 km", "keine Daten"]);
});

it("colours the ranking by place", () => {
  const place = { rank: 3, class_letter: "E", text: "rund 200" };
  const ranking = {
    people: { title: "nach Menschen", classes },
    rows: [
      { ortsteil_id: "a", ags: "1", people: place },
      { ortsteil_id: "c", ags: "2", people: null },
    ],
  } as unknown as Ranking;
  const tint = rankingTint(ranking, "people", "keine Daten");
  expect(tint.marks.get("a")?.words).toBe("Platz 3 nach Menschen: rund 200");
  expect([...tintColours(tint)]).toEqual([["a", "#eee"]]);
  expect([...tint.towns.values()]).toEqual(["1 auf darüber", "0 auf darüber"]);
  expect(countWithout(tint)).toEqual([{ title: "keine Daten", count: 1 }]);
});

it("has no colours without a tint", () => {
  expect(tintColours(null).size).toBe(0);
  expect(countWithout(null)).toEqual([]);
});
