import { expect, it } from "vitest";
import type { TransitClass, TransitMethod, TransitWhatIfRow } from "../generated/api";
import { tintColours } from "../map/tint";
import { applyChanges, transitTint } from "./tint";

const method = {
  classes: [
    { letter: "A", colour: "#a", ink: "#fff", label: "Güteklasse A" },
    { letter: "B", colour: "#b", ink: "#000", label: "Güteklasse B" },
  ],
  no_class_label: "keine Güteklasse",
  no_class_colour: "#grey",
} as TransitMethod;

function row(id: string, letter: string | null, state: TransitClass["state"]): TransitClass {
  const best_stop = letter ? { interval_text: "alle 60\u00a0min" } : null;
  const words = { text: `Text ${id}`, state_title: "keine Fahrplandaten", ags: "1" };
  return { ortsteil_id: id, class_letter: letter, state, best_stop, ...words } as TransitClass;
}

it("colours by the palette of the method; no class is a colour of its own", () => {
  const rows = [row("a", "B", "reached"), row("b", null, "beyond_limit")];
  const tint = transitTint(rows, method, "Schultag");
  const colours = tintColours(tint);
  expect(colours.get("a")).toBe("#b");
  expect(colours.get("b")).toBe("#grey");
  expect(tint.marks.get("a")?.figure).toBe("B · 60\u00a0min");
  expect(tint.towns.get("1")).toBe("1 ohne Güteklasse");
  expect(tint.title).toBe("Güteklasse am Schultag");
  expect(tint.classes.map(({ letter, label }) => `${letter} ${label}`.trim())).toEqual([
    "A",
    "B",
    "– keine",
  ]);
});

it("never takes missing data for a class, nor for none", () => {
  const tint = transitTint([row("a", null, "data_missing")], method, "Schultag");
  expect(tintColours(tint).size).toBe(0);
  expect(tint.classes).toEqual([]);
  expect(tint.marks.get("a")).toMatchObject({ letter: null, state: "keine Fahrplandaten" });
  expect(tint.towns.get("1")).toBe("keine Fahrplandaten");
});

it("shows the classes after a change, and those that stay", () => {
  const rows = [row("a", null, "beyond_limit"), row("b", "B", "reached")];
  const change = { ortsteil_id: "a", class_before: null, class_after: "A" } as TransitWhatIfRow;
  const [a, b] = applyChanges(rows, [change]);
  expect(a).toMatchObject({ class_letter: "A", text: "Güteklasse A, bisher –" });
  expect(b).toBe(rows[1]);
  expect(tintColours(transitTint([a, b] as TransitClass[], method, "Schultag")).get("a")).toBe(
    "#a",
  );
});
