/** Words for figures that are upper bounds (an unmapped facility could be nearer), and for norms that are missed. */
import type { Gap, Reach } from "../generated/api";

export const AT_MOST = "höchstens";
export const NEARER = "jenseits der Grenze vielleicht näher";

/** "höchstens 5,2 km" -> ["höchstens", "5,2 km"]; other figures have no bound. */
export function splitBound(text: string): [bound: string, figure: string] {
  const start = `${AT_MOST} `;
  return text.startsWith(start) ? [AT_MOST, text.slice(start.length)] : ["", text];
}

/** "5,2 km statt 2 km"; without a figure "zu weit, Norm 2 km". */
export function missedWords({ value_text, norm_text, shortfall }: Gap): string {
  return `${value_text}${shortfall === null ? ", Norm" : " statt"} ${norm_text}`;
}

/** For sorting: what was looked for and not found lies farther than any figure; null where nothing is known. */
export function farness({ value, state }: Pick<Reach, "value" | "state">): number | null {
  return value ?? (state === "beyond_limit" ? Infinity : null);
}
