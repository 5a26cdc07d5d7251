/** Quality classes as colours of the Ortsteile. Pure. */
import type { ClassBreak, TransitClass, TransitMethod, TransitWhatIfRow } from "../generated/api";
import type { Tint, TintMark } from "../map/tint";
import { formatCount } from "../text/numbers";

/** Stands on the map for an Ortsteil that the method gives no class. */
export const NO_CLASS = "–";

/** Whether something is known, and it is that the method gives no class. */
export function isWithoutClass({ state, class_letter }: TransitClass): boolean {
  return class_letter === null && (state === "beyond_limit" || state === "not_connected");
}

/** Where the heading says that it is an interval: "alle 20 min" becomes "20 min". */
export function shortInterval(text: string | undefined): string {
  return (text ?? "").replace(/^alle /, "");
}

function mark(row: TransitClass): TintMark {
  const interval = shortInterval(row.best_stop?.interval_text);
  const letter = isWithoutClass(row) ? NO_CLASS : row.class_letter;
  return {
    letter,
    state: letter ? null : row.state_title,
    figure: row.class_letter ? [row.class_letter, interval].filter(Boolean).join(" · ") : "",
    words: row.text,
  };
}

/** "3 ohne Güteklasse", or why nothing is known of any Ortsteil of a Kommune. */
function townWords(rows: readonly TransitClass[]): string {
  if (rows.every(({ state }) => state === "data_missing")) return rows[0]?.state_title ?? "";
  return `${formatCount(rows.filter(isWithoutClass).length)} ohne Güteklasse`;
}

/** The classes after a change of the timetable. */
export function applyChanges(
  rows: readonly TransitClass[],
  changes: readonly TransitWhatIfRow[],
): readonly TransitClass[] {
  const byId = new Map(changes.map((change) => [change.ortsteil_id, change]));
  return rows.map((row) => {
    const change = byId.get(row.ortsteil_id);
    if (!change || change.class_after === row.class_letter) return row;
    const { class_after: after, class_before: before } = change;
    const text = `Güteklasse ${after ?? NO_CLASS}, bisher ${before ?? NO_CLASS}`;
    const state = after ? "reached" : "beyond_limit";
    return { ...row, class_letter: after, state, text, best_stop: null };
  });
}

function toBreak({ letter, colour, label }: Omit<ClassBreak, "upper" | "norm_met">): ClassBreak {
  return { letter, colour, label, upper: null, norm_met: false };
}

/** Colours, letters and words of the classes of one method on one kind of days. */
export function transitTint(
  rows: readonly TransitClass[],
  method: TransitMethod,
  day: string,
): Tint {
  const without = { letter: NO_CLASS, colour: method.no_class_colour, label: "keine" };
  // The title says what the letters are.
  const letters = method.classes.map((each) => ({ ...each, label: "" }));
  const some = rows.some(isWithoutClass) ? [without] : [];
  // Where nothing is known, a legend of classes would promise what the map does not show.
  const known = rows.some(({ state }) => state !== "data_missing");
  const towns = new Map<string, TransitClass[]>();
  for (const row of rows) towns.set(row.ags, [...(towns.get(row.ags) ?? []), row]);
  return {
    title: known ? `Güteklasse am ${day}` : "Bus und Bahn",
    classes: known ? [...letters, ...some].map(toBreak) : [],
    limit: null,
    marks: new Map(rows.map((row) => [row.ortsteil_id, mark(row)])),
    towns: new Map([...towns].map(([ags, own]) => [ags, townWords(own)])),
  };
}
