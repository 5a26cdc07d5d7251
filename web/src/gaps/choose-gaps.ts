import type { Gap, LayerInfo } from "../generated/api";
import type { Ranking } from "../state/view";
import { sortRows } from "../text/sort";

export interface GapFilter {
  handlungsfeld: string;
  ags: string;
  ranking: Ranking;
}

/** Gaps of one Handlungsfeld and Kommune ("" for all), in the chosen ranking. */
export function chooseGaps(
  gaps: readonly Gap[],
  layers: readonly LayerInfo[],
  filter: GapFilter,
): Gap[] {
  const field = new Map(layers.map(({ key, handlungsfeld }) => [key, handlungsfeld]));
  const kept = gaps.filter(
    (gap) =>
      (!filter.ags || gap.ags === filter.ags) &&
      (!filter.handlungsfeld || field.get(gap.layer) === filter.handlungsfeld),
  );
  const byShortfall = sortRows(kept, (gap) => gap.shortfall_share ?? Infinity, "descending");
  if (filter.ranking === "shortfall") return byShortfall;
  return sortRows(byShortfall, (gap) => gap.residents, "descending");
}

/** Handlungsfelder that a list of layers knows, each once, in the order of the layers. */
export function listHandlungsfelder(
  layers: readonly LayerInfo[],
): { key: string; title: string }[] {
  const titles = new Map<string, string>();
  for (const layer of [...layers].sort((a, b) => a.order - b.order)) {
    titles.set(layer.handlungsfeld, layer.handlungsfeld_title);
  }
  return [...titles].map(([key, title]) => ({ key, title }));
}
