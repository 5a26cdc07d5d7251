/** Words for figures that are upper bounds: an unmapped facility across the border could be nearer. */

export const AT_MOST = "höchstens";
export const NEARER = "jenseits der Grenze vielleicht näher";

/** "höchstens 5,2 km" -> ["höchstens", "5,2 km"]; other figures have no bound. */
export function splitBound(text: string): [bound: string, figure: string] {
  const start = `${AT_MOST} `;
  return text.startsWith(start) ? [AT_MOST, text.slice(start.length)] : ["", text];
}
