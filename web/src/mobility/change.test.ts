import { expect, it } from "vitest";
import type { Line } from "../generated/api";
import { type Change, START_CHANGE, START_MOBILITY } from "../state/mobility";
import { askOf, lineChoices, toggleOrtsteil, viewOf } from "./change";

function view(change: Partial<Change>) {
  const all = { ...START_CHANGE, ...change };
  return { ...START_MOBILITY, aspect: "szenario" as const, change: all };
}

it("asks only when all is chosen that the change needs", () => {
  expect(askOf(view({}))).toBeNull();
  expect(askOf(view({ action: "add_stop", line: "33" }))).toBeNull();
  expect(askOf(view({ action: "on_demand", line: "33" }))).toBeNull();
  expect(askOf({ ...view({ line: "33" }), aspect: "klassen" })).toBeNull();
});

it.each<Partial<Change>>([
  { action: "hourly", line: "33", intervalMin: 30, begin: "05:00", end: "23:00" },
  { action: "add_stop", line: "33", at: [8.7, 49.4] },
  { action: "on_demand", intervalMin: 30, ortsteile: ["a", "b"] },
  { action: "last_trip", line: "33", time: "23:30" },
])("comes back from the answer as it was asked: %o", (change) => {
  const asked = { ...view(change), day: "sunday" as const, method: "are-2011" };
  const ask = askOf(asked);
  expect(ask).toMatchObject({ kind: "transit", day_type: "sunday", method: "are-2011" });
  expect(ask && viewOf(ask)).toEqual({
    day: "sunday",
    method: "are-2011",
    change: asked.change,
  });
});

it("sorts lines as people count, and leaves those on demand out", () => {
  const line = (name: string, on_demand = false) =>
    ({
      line: name,
      name,
      means: "Bus",
      directions: name === "5" ? [] : ["A", "B", "C"],
      n_trips: { school: 1 },
      on_demand,
    }) as unknown as Line;
  const titles = lineChoices([line("33"), line("5"), line("7", true)], "school");
  expect(titles.map(({ title }) => title)).toEqual(["5 (Bus, 1 Fahrt)", "33 A – B (Bus, 1 Fahrt)"]);
});

it("puts an Ortsteil in and takes it out again", () => {
  const one = toggleOrtsteil(START_CHANGE, "a");
  expect(one.ortsteile).toEqual(["a"]);
  expect(toggleOrtsteil(one, "a").ortsteile).toEqual([]);
});
