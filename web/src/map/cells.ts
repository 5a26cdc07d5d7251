/** The 100-m cells of the population grid: on demand by the class of the service, in their tool by time. */
import { useCallback, useEffect, useMemo } from "preact/hooks";
import { useApi } from "../api/use-api";
import type { CellsInfo, CellValues, ClassBreak, LayerMode } from "../generated/api";
import {
  asksForClasses,
  classColours,
  describeClass,
  unknownWords,
  useCellClasses,
} from "../mobility/cells";
import type { Atlas } from "../state/context";
import { isRanked, LIMITS } from "../state/view";
import { formatCount, formatDistance, formatDuration } from "../text/numbers";
import { farWords } from "../text/snap";
import { sortRows } from "../text/sort";
import { limitColour } from "../tools/isochrones";
import { type Cell, peopleWords } from "./cell-words";
import type { Stage } from "./stage";

/** The population grid among the sources of a Verbund: without it there are no cells to ask for. */
const GRID = "bevoelkerung";

/** In place of a colour: the way is longer than the limit that is set; the map draws it as its theme has it. */
export const BEYOND = "beyond";

export function hasGrid({ network, verbund }: Pick<Atlas, "network" | "verbund">): boolean {
  return network !== null && verbund.datasets.some(({ key }) => key === GRID);
}

/** Colour of each cell in its order; null where the cell has no class. */
export function cellColours(letters: string, classes: readonly ClassBreak[]): (string | null)[] {
  const byLetter = new Map(classes.map(({ letter, colour }) => [letter, colour]));
  return [...letters].map((letter) => byLetter.get(letter) ?? null);
}

/** Colour of each cell by its time: the smallest limit that holds it, grey beyond the one that is set. */
export function timeColours(
  minutes: readonly (number | null)[],
  limit: number,
  layerMode: LayerMode | null,
): (string | null)[] {
  return minutes.map((each) => {
    if (each === null) return null;
    return each > limit ? BEYOND : limitColour(each, layerMode);
  });
}

/** How many cells have no figure, by the words of their state; most first. */
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

/** The note on a cell: people, time and way, state. Few people are not numbered. */
export function describeCell(
  cell: Cell,
  values: CellValues,
  titles: ReadonlyMap<string, string>,
): string[] {
  const { index } = cell;
  const minutes = values.minutes[index] ?? null;
  const value = values.values[index] ?? null;
  const state = titles.get(values.state_keys[Number(values.states[index])] ?? "") ?? "";
  const way = value !== null && values.unit === "m" ? ` (${formatDistance(value)})` : "";
  return [
    peopleWords(cell),
    minutes === null ? state : `${formatDuration(minutes * 60)}${way}, ${state}`,
    farWords("Zelle", values.snaps[index] ?? null),
    farWords("Einrichtung", values.facility_snaps[index] ?? null),
  ].filter((line) => line !== null);
}

/** Whether the question has figures by cell. */
export function hasCells({ tinted, view }: Pick<Atlas, "tinted" | "view">): boolean {
  return asksForClasses(view) || (tinted && !isRanked(view));
}

export interface CellsView {
  /** The grid; null where none is loaded. */
  info: CellsInfo | null;
  /** Whether cells stand above the areas. */
  shown: boolean;
  /** Why the cells have no figures, in words. */
  problem: string | null;
  /** Why some cells have no colour; empty where all have one. */
  without: string;
  describe: (cell: Cell) => string[];
}

/** Show the cells of the service and mode of the view. */
export function useCells(stage: Stage | null, atlas: Atlas, wanted: boolean): CellsView {
  const { path, layer, layerMode, view, verbund, tint, tool } = atlas;
  const info = useApi<CellsInfo>(hasGrid(atlas) ? path("/cells") : null).value;
  const byTime = tool === "zellen";
  const shown = info !== null && (byTime || (wanted && hasCells(atlas)));
  const byClass = shown && asksForClasses(view);
  const answer = useApi<CellValues>(
    shown && !byClass ? path("/cells/values", { layer: layer.key, mode: view.mode }) : null,
  );
  const classAnswer = useCellClasses(atlas, byClass);
  const values = answer.value;
  const packed = classAnswer.value;
  const limit = byTime ? (LIMITS.find((each) => each === view.minutes) ?? null) : null;
  useEffect(() => {
    if (!values) return;
    stage?.colourCells(
      limit === null
        ? cellColours(values.letters, layerMode?.classes ?? [])
        : timeColours(values.minutes, limit, layerMode),
    );
  }, [stage, values, layerMode, limit]);
  useEffect(() => {
    if (packed && tint) stage?.colourCells(classColours(packed, tint.classes));
  }, [stage, packed, tint]);
  useEffect(() => stage?.show(["cells"], shown), [stage, shown]);
  const titles = useMemo(
    () => new Map<string, string>(verbund.states.map(({ key, title }) => [key, title])),
    [verbund],
  );
  const without = useMemo(() => {
    if (packed) return unknownWords(packed);
    const counts = values ? countStates(values, titles) : [];
    const words = counts.map(({ title, count }) => `${title} ${formatCount(count)}`);
    return words.length > 0 ? `ohne Zeit: ${words.join(", ")}` : "";
  }, [packed, values, titles]);
  const describe = useCallback(
    (cell: Cell) => {
      if (packed) return describeClass(cell, packed);
      return values ? describeCell(cell, values, titles) : [];
    },
    [packed, values, titles],
  );
  return { info, shown, problem: answer.error ?? classAnswer.error, without, describe };
}
