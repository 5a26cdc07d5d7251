import { formatDistance } from "./numbers";

/** From here on a way to the street is far: the figure hangs on it. */
const FAR_FROM_STREET_M = 400;

/** "Lage 520 m neben der Straße" where that is far, else nothing. */
export function farWords(what: string, metres: number | null): string | null {
  if (metres === null || metres <= FAR_FROM_STREET_M) return null;
  return `${what} ${formatDistance(metres)} neben der Straße`;
}

/** How far the place lies from the street where its ways begin. */
export function snapWords(metres: number | null): string | null {
  return metres === null ? null : `Beginn ${formatDistance(metres)} neben der Straße, mitgerechnet`;
}
