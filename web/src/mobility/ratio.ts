/** How bus and rail compare with the car. Pure. */
import { formatDecimal } from "../text/numbers";

/** "2,4-mal so lange wie ", for what stands before "mit dem Auto"; empty where nothing is known. */
export function ratioWords(ratio: number | null): string {
  if (ratio === null) return "";
  const tenths = Math.round(10 * ratio) / 10;
  if (tenths < 1) return "schneller als ";
  return tenths === 1 ? "so lange wie " : `${formatDecimal(tenths)}-\u2060mal so lange wie `;
}
