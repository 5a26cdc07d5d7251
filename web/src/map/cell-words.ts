/** A cell of the population grid in words. Pure. */
import { FEW_WORDS, formatPeople } from "../text/numbers";

/** A cell: its number, and its people (null: few, or not known). */
export interface Cell {
  index: number;
  residents: number | null;
}

/** Few people are not numbered. */
export function peopleWords({ residents }: Cell): string {
  const people = residents === null ? FEW_WORDS : formatPeople(residents, true);
  return `100-m-Zelle: ${people} Einwohner`;
}
