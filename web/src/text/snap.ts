import { formatDistance } from "./numbers";

/** From here on the way to the street is worth a word. */
const FAR_FROM_STREET_M = 400;

/** "Lage 520 m von der nächsten Straße" where that is far, else nothing. */
export function snapWords(metres: number | null): string | null {
  if (metres === null || metres <= FAR_FROM_STREET_M) return null;
  return `Lage ${formatDistance(metres)} von der nächsten Straße`;
}
