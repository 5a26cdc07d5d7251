/** The 100-m cells of the population grid: shown on demand, coloured by the class of the service. */
import { useEffect, useMemo } from "preact/hooks";
import { useApi } from "../api/use-api";
import type { CellsInfo, CellValues, ClassBreak } from "../generated/api";
import type { Atlas } from "../state/context";
import { sortRows } from "../text/sort";
import type { Stage } from "./stage";

/** The population grid among the sources of a Verbund: without it there are no cells to ask for. */
const GRID = "bevoelkerung";

export function hasGrid({ network, verbund }: Atlas): boolean {
  return network !== null && verbund.datasets.some(({ key }) => key === GRID);
}

/** Colour of each cell in its order; null where the cell has no class. */
export function cellColours(letters: string, classes: readonly ClassBreak[]): (string | null)[] {
  const byLetter = new Map(classes.map(({ letter, colour }) => [letter, colour]));
  return [...letters].map((letter) => byLetter.get(letter) ?? null);
}

/** How many cells have no class, by the words of their state; most first. */
export function countStates(
  { letters, states, state_keys }: Pick<CellValues, "letters" | "states" | "state_keys">,
  titles: ReadonlyMap<string, string>,
): { title: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const [index, letter] of [...letters].entries()) {
    if (letter !== "-") continue;
    const key = state_keys[Number(states[index])] ?? "";
    const title = titles.get(key) ?? "ohne Zahl";
    counts.set(title, (counts.get(title) ?? 0) + 1);
  }
  const entries = [...counts].map(([title, count]) => ({ title, count }));
  return sortRows(entries, ({ count }) => count, "descending");
}

export interface CellsView {
  /** The grid; null where none is loaded. */
  info: CellsInfo | null;
  /** Why the cells have no figures, in words. */
  problem: string | null;
  without: { title: string; count: number }[];
}

/** Show the cells of the service and mode of the view. */
export function useCells(stage: Stage | null, atlas: Atlas, visible: boolean): CellsView {
  const { path, layer, layerMode, view, verbund, tinted } = atlas;
  const info = useApi<CellsInfo>(hasGrid(atlas) ? path("/cells") : null).value;
  const shown = visible && info !== null && tinted;
  const answer = useApi<CellValues>(
    shown ? path("/cells/values", { layer: layer.key, mode: view.mode }) : null,
  );
  const values = answer.value;
  useEffect(() => {
    if (values) stage?.colourCells(cellColours(values.letters, layerMode?.classes ?? []));
  }, [stage, values, layerMode]);
  useEffect(() => stage?.show(["cells"], shown), [stage, shown]);
  const without = useMemo(() => {
    const titles = new Map(verbund.states.map(({ key, title }) => [key, title]));
    return values ? countStates(values, titles) : [];
  }, [values, verbund]);
  return { info, problem: answer.error, without };
}
