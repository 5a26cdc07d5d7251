import type { ClassBreak, Reach } from "../generated/api";

/** Colour of each Ortsteil for the question asked; an Ortsteil without a class is left out. */
export function classColours(
  rows: readonly Reach[],
  classes: readonly ClassBreak[],
): Map<string, string> {
  const byLetter = new Map(classes.map(({ letter, colour }) => [letter, colour]));
  const colours = new Map<string, string>();
  for (const row of rows) {
    const colour = row.class_letter ? byLetter.get(row.class_letter) : undefined;
    if (colour) colours.set(row.zentrum_id, colour);
  }
  return colours;
}
