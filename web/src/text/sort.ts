/** Order of lists: German words, figures, states; what is unknown always comes last. */

export type Direction = "ascending" | "descending";

export interface Order<K extends string> {
  key: K;
  direction: Direction;
}

const collator = new Intl.Collator("de", { numeric: true });

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

/** A sorted copy; rows with an unknown value stay at the end in both directions. */
export function sortRows<T>(
  rows: readonly T[],
  pick: (row: T) => string | number | null,
  direction: Direction,
): T[] {
  const sign = direction === "ascending" ? 1 : -1;
  return [...rows].sort((left, right) => {
    const a = pick(left);
    const b = pick(right);
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * compare(a, b);
  });
}

/** The order after a click on a column: the other direction, or the column's own first direction. */
export function nextOrder<K extends string>(
  order: Order<K>,
  key: K,
  first: Direction = "ascending",
): Order<K> {
  if (order.key !== key) return { key, direction: first };
  return { key, direction: order.direction === "ascending" ? "descending" : "ascending" };
}
