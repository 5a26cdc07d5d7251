/** How the question asked colours the Ortsteile: one description for map, legend, labels and strip. Pure. */
import type {
  ClassBreak,
  Headline,
  LayerInfo,
  LayerMode,
  Ranking,
  RankMeasure,
  RankPlace,
  Reach,
} from "../generated/api";
import type { Ranking as RankingKey } from "../state/view";
import { splitBound } from "../text/bound";
import { formatCount } from "../text/numbers";
import { sortRows } from "../text/sort";

/** One Ortsteil. */
export interface TintMark {
  /** Its class; null where there is none, and then `state` says why. */
  letter: string | null;
  state: string | null;
  /** Below its name on the map. */
  figure: string;
  /** In the note beside the pointer. */
  words: string;
}

export interface Tint {
  /** Head of the legend. */
  title: string;
  classes: readonly ClassBreak[];
  /** What divides good from poor: "Norm 1 km". */
  limit: string | null;
  marks: ReadonlyMap<string, TintMark>;
  /** Words below a Kommune in the strip. */
  towns: ReadonlyMap<string, string>;
}

/** On the map there is no room for the word: "höchstens 3,4 km" becomes "≤ 3,4 km"; "unter 10 m" says it already. */
function shortFigure(row: Reach): string {
  const [bound, figure] = splitBound(row.value_text);
  return bound && !figure.startsWith("unter") ? `≤ ${figure}` : figure;
}

function reachMark(row: Reach): TintMark {
  const figure = row.value === null ? row.state_title : `${row.value_text}, ${row.verdict}`;
  // That data are missing is often said of a whole Kommune: the pattern says it without words.
  const blank = row.state === "data_missing" ? "" : row.state_title;
  return {
    letter: row.class_letter,
    state: row.class_letter ? null : row.state_title,
    figure: row.class_letter ? `${row.class_letter} · ${shortFigure(row)}` : blank,
    words: `${row.layer_title}: ${figure}`,
  };
}

/** "2 über 2 km", or why there is no figure anywhere in the Kommune. */
function reachTowns(rows: readonly Reach[], headline: Headline | null, limit: string) {
  const towns = new Map<string, string>();
  for (const ags of new Set(rows.map((row) => row.ags))) {
    const own = rows.filter((row) => row.ags === ags);
    const missed = headline?.by_kommune[ags];
    if (own.every(({ value }) => value === null)) towns.set(ags, own[0]?.state_title ?? "");
    else if (missed !== undefined) towns.set(ags, `${missed} über ${limit}`);
  }
  return towns;
}

/** Classes of one service: the way to its nearest facility. */
export function reachTint(
  rows: readonly Reach[],
  { layer, layerMode, mode }: { layer: LayerInfo; layerMode: LayerMode | null; mode: string },
  headline: Headline | null,
): Tint {
  const limit = layerMode?.limit_text ?? "";
  return {
    title: `${layer.title} ${mode}`,
    classes: layerMode?.classes ?? [],
    limit: layerMode && `${layerMode.norm ? "Norm" : "Grenze"} ${limit}`,
    marks: new Map(rows.map((row) => [row.zentrum_id, reachMark(row)])),
    towns: reachTowns(rows, headline, limit),
  };
}

/** Who misses nothing needs no place. */
function rankMark(place: RankPlace | null, measure: RankMeasure, missing: string): TintMark {
  if (!place) return { letter: null, state: missing, figure: "", words: missing };
  const { class_letter: letter, rank, score, text } = place;
  const none = measure.classes[0]?.label ?? "";
  return {
    letter,
    state: null,
    figure: score === 0 ? letter : `${letter} · Platz ${rank}`,
    words: score === 0 ? none : `Platz ${rank} ${measure.title}: ${text}`,
  };
}

/** Classes of the ranking: who stands first, who misses a norm at all. */
export function rankingTint(ranking: Ranking, key: RankingKey, missing: string): Tint {
  const measure = ranking[key];
  const marks = new Map<string, TintMark>();
  const first = new Map<string, number>();
  const worst = measure.classes.at(-1);
  for (const row of ranking.rows) {
    const place = row[key];
    marks.set(row.ortsteil_id, rankMark(place, measure, missing));
    const among = place !== null && place.class_letter === worst?.letter;
    first.set(row.ags, (first.get(row.ags) ?? 0) + Number(among));
  }
  return {
    title: `Rangfolge ${measure.title}`,
    classes: measure.classes,
    limit: null,
    marks,
    towns: new Map(
      [...first].map(([ags, count]) => [ags, `${formatCount(count)} auf ${worst?.label ?? ""}`]),
    ),
  };
}

/** Colour of each Ortsteil; an Ortsteil without a class is left out. */
export function tintColours(tint: Tint | null): Map<string, string> {
  const byLetter = new Map(tint?.classes.map(({ letter, colour }) => [letter, colour]));
  const colours = new Map<string, string>();
  for (const [id, { letter }] of tint?.marks ?? []) {
    const colour = letter ? byLetter.get(letter) : undefined;
    if (colour) colours.set(id, colour);
  }
  return colours;
}

/** How many Ortsteile have no class, by the words of their state; most first. */
export function countWithout(tint: Tint | null): { title: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { state } of tint?.marks.values() ?? []) {
    if (state !== null) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const entries = [...counts].map(([title, count]) => ({ title, count }));
  return sortRows(entries, ({ count }) => count, "descending");
}
