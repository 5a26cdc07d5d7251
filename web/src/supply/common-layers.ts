import type { LayerInfo } from "../generated/api";

/** The services of which most is known, in the order of the register; the current one is among them. */
export function commonLayers(
  layers: readonly LayerInfo[],
  current: string,
  count: number,
): LayerInfo[] {
  const ranked = [...layers].sort((a, b) => b.n_facilities - a.n_facilities || a.order - b.order);
  const chosen = ranked.slice(0, count);
  const shown = layers.find(({ key }) => key === current);
  if (shown && !chosen.includes(shown)) chosen[chosen.length - 1] = shown;
  return chosen.sort((a, b) => a.order - b.order);
}

export interface LayerGroup {
  title: string;
  layers: LayerInfo[];
}

/** Layers whose name holds the words looked for, by Handlungsfeld, in the order of the register. */
export function groupLayers(layers: readonly LayerInfo[], words: string): LayerGroup[] {
  const wanted = words.trim().toLocaleLowerCase("de");
  const groups = new Map<string, LayerInfo[]>();
  for (const layer of [...layers].sort((a, b) => a.order - b.order)) {
    const names = `${layer.title} ${layer.plural} ${layer.handlungsfeld_title}`;
    if (!names.toLocaleLowerCase("de").includes(wanted)) continue;
    const group = groups.get(layer.handlungsfeld_title);
    if (group) group.push(layer);
    else groups.set(layer.handlungsfeld_title, [layer]);
  }
  return [...groups].map(([title, members]) => ({ title, layers: members }));
}
