import { expect, it } from "vitest";
import { START_CHANGE, START_MOBILITY } from "./mobility";
import { openTab, readView, START, type View, writeView } from "./view";

const MOBILITY: View = { ...START, tab: "mobilitaet" };

it.each([
  {},
  { method: "are-2011", day: "sunday", stop: "de:08221:1160", window: "noon" },
  { aspect: "luecken", service: "mittelzentrum" },
  {
    aspect: "szenario",
    change: { ...START_CHANGE, action: "last_trip", line: "33 RNV", time: "23:30" },
  },
  {
    aspect: "szenario",
    change: { ...START_CHANGE, action: "add_stop", line: "33 RNV", at: [8.7, 49.4] },
  },
  {
    aspect: "szenario",
    change: { ...START_CHANGE, action: "on_demand", intervalMin: 30, ortsteile: ["a", "b"] },
  },
] as Partial<View["mobility"]>[])("keeps %o in the address", (change) => {
  const view = { ...MOBILITY, mobility: { ...START_MOBILITY, ...change } };
  expect(readView(writeView(view))).toEqual(view);
});

it("is empty at the start of the question", () => {
  expect(writeView(MOBILITY)).toBe("?frage=mobilitaet");
});

it("falls back where the address holds nonsense", () => {
  const view = readView("?frage=mobilitaet&ansicht=x&tag=feiertag");
  expect(view.mobility).toEqual(START_MOBILITY);
  const change = "aktion=x&takt=7&von=nachts&bis=25&ort=900,1";
  expect(readView(`?frage=mobilitaet&ansicht=szenario&${change}`).mobility.change).toEqual(
    START_CHANGE,
  );
});

it("belongs to its question: another one starts without it", () => {
  const view = { ...MOBILITY, mobility: { ...START_MOBILITY, stop: "a" } };
  expect(readView("?tag=sunday").mobility).toEqual(START_MOBILITY);
  expect({ ...view, ...openTab(view, "naehe") }.mobility).toEqual(START_MOBILITY);
});
