/** German words of the tools. Pure. */
import type { LayerInfo, WhatIf, WhatIfRow } from "../generated/api";
import { formatDuration, formatPeople } from "../text/numbers";

const QUESTION = /^Wo ist (der|die|das) (.+) zu weit\?$/;

/** "Was wäre, wenn hier eine Grundschule wäre?": the article is that of the question of the layer. */
export function newQuestion({ question, title }: Pick<LayerInfo, "question" | "title">): string {
  const [, article, noun] = QUESTION.exec(question) ?? [];
  if (!noun) return `Was wäre, wenn es hier „${title}“ gäbe?`;
  return `Was wäre, wenn hier ${article === "die" ? "eine" : "ein"} ${noun} wäre?`;
}

/**
 * Minutes won or lost: where people are counted in cells the mean of those concerned, else those of the Zentrum.
 * Null where one of the two ways has no figure.
 */
export function minutesOf(row: WhatIfRow, countedBy: WhatIf["counted_by"]): number | null {
  return countedBy === "cell" && row.residents
    ? (row.mean_minutes_gained ?? null)
    : row.minutes_gained;
}

/** Minutes won or lost in words. */
export function changeWords(minutes: number | null, action: "add" | "close"): string {
  if (minutes === null) return action === "add" ? "neu erreicht" : "entfällt";
  return formatDuration(Math.abs(minutes) * 60);
}

/** People who meet a norm that they did not, or the other way round; without cells the Zentrum stands for all. */
export function normChange(
  row: WhatIfRow,
  { counted_by, ask: { action } }: Pick<WhatIf, "counted_by" | "ask">,
): string | null {
  if (counted_by === "cell") {
    if (!row.residents_norm_changed) return null;
    const people = `${formatPeople(row.residents_norm_changed, true)} Menschen`;
    return action === "add"
      ? `Norm jetzt für ${people} erfüllt`
      : `Norm dann für ${people} verfehlt`;
  }
  return normTurned(row.norm_met_before, row.norm_met_after);
}

/** A norm that is met now and was not, or the other way round. */
export function normTurned(before: boolean | null, after: boolean | null): string | null {
  if (before === after || after === null) return null;
  if (after) return "Norm jetzt erfüllt";
  return before ? "Norm dann verfehlt" : null;
}
