/** Quality classes of the 100-m cells. Pure but for the question to the API. */
import { type Answer, useApi } from "../api/use-api";
import type { ClassBreak, TransitCellClasses } from "../generated/api";
import { type Cell, peopleWords } from "../map/cell-words";
import type { Atlas } from "../state/context";
import { formatCount } from "../text/numbers";
import { NO_CLASS } from "./tint";

const WITHOUT = "-";
const KNOWN_WITHOUT: readonly string[] = ["beyond_limit", "not_connected"];

/** Whether the page asks for classes: only then cells have one. */
export function asksForClasses({ tab, mobility }: Atlas["view"]): boolean {
  return tab === "mobilitaet" && mobility.aspect === "klassen";
}

export function useCellClasses(
  { path, view: { mobility } }: Pick<Atlas, "path" | "view">,
  asked: boolean,
): Answer<TransitCellClasses> {
  const question = { method: mobility.method, day: mobility.day };
  return useApi<TransitCellClasses>(asked ? path("/pt/cells/classes", question) : null);
}

/** The letter as the legend has it; null where nothing is known of the cell. */
export function letterAt(
  { letters, states, state_keys }: TransitCellClasses,
  index: number,
): string | null {
  const letter = letters[index] ?? WITHOUT;
  if (letter !== WITHOUT) return letter;
  return KNOWN_WITHOUT.includes(state_keys[Number(states[index])] ?? "") ? NO_CLASS : null;
}

/** Colour of each cell in its order; null where nothing is known. */
export function classColours(
  packed: TransitCellClasses,
  classes: readonly ClassBreak[],
): (string | null)[] {
  const byLetter = new Map(classes.map(({ letter, colour }) => [letter, colour]));
  return [...packed.letters].map((_, index) => byLetter.get(letterAt(packed, index) ?? "") ?? null);
}

/** Of how many cells nothing is known, in words; empty where there are none. */
export function unknownWords(packed: TransitCellClasses): string {
  const count = [...packed.letters].filter((_, index) => letterAt(packed, index) === null).length;
  return count > 0 ? `außerhalb der Daten ${formatCount(count)}` : "";
}

/** The note on a cell: people and class. */
export function describeClass(cell: Cell, packed: TransitCellClasses): string[] {
  const letter = letterAt(packed, cell.index);
  const words =
    letter === NO_CLASS
      ? "keine Güteklasse"
      : letter
        ? `Güteklasse ${letter}`
        : "außerhalb der Daten";
  return [peopleWords(cell), words];
}
