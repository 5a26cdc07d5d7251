/** German words of the tools. Pure. */
import type { LayerInfo, WhatIfRow } from "../generated/api";
import { formatDuration } from "../text/numbers";

const QUESTION = /^Wo ist (der|die|das) (.+) zu weit\?$/;

/** "Was wäre, wenn hier eine Grundschule wäre?": the article is that of the question of the layer. */
export function newQuestion({ question, title }: Pick<LayerInfo, "question" | "title">): string {
  const [, article, noun] = QUESTION.exec(question) ?? [];
  if (!noun) return `Was wäre, wenn es hier „${title}“ gäbe?`;
  return `Was wäre, wenn hier ${article === "die" ? "eine" : "ein"} ${noun} wäre?`;
}

/** Minutes won or lost; in words where one of the two ways has no figure. */
export function changeWords({ minutes_gained }: WhatIfRow, action: "add" | "close"): string {
  if (minutes_gained === null) return action === "add" ? "neu erreicht" : "entfällt";
  return formatDuration(Math.abs(minutes_gained) * 60);
}

/** Whether a norm is met that was not, or the other way round. */
export function normChange({ norm_met_before, norm_met_after }: WhatIfRow): string | null {
  if (norm_met_before === norm_met_after || norm_met_after === null) return null;
  if (norm_met_after) return "Norm jetzt erfüllt";
  return norm_met_before ? "Norm dann verfehlt" : null;
}
