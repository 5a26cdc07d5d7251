/** The change of the timetable that the view asks about. Pure. */
import type { DayType, Line, TransitWhatIfAsk } from "../generated/api";
import type { Change, MobilityView, TransitAction } from "../state/mobility";
import { START_CHANGE } from "../state/mobility";
import { formatQuantity } from "../text/numbers";
import { sortRows } from "../text/sort";

export const ACTION_TITLES: Record<TransitAction, string> = {
  hourly: "Takt verdichten",
  add_stop: "Haltestelle ergänzen",
  on_demand: "Bus auf Bestellung",
  last_trip: "Spätere Fahrt",
};

/** Whether all is chosen that a change needs. */
function isComplete({ action, line, at, ortsteile }: Change): boolean {
  if (action === "on_demand") return ortsteile.length > 0;
  if (action === "add_stop") return line !== null && at !== null;
  return line !== null;
}

/** What the API is asked; null while something is not chosen yet. */
export function askOf({ aspect, change, day, method }: MobilityView): TransitWhatIfAsk | null {
  if (aspect !== "szenario" || !isComplete(change)) return null;
  const { action, line, intervalMin, begin, end, time, at, ortsteile } = change;
  const usual = { interval_min: START_CHANGE.intervalMin, begin: "06:00", end: "20:00", name: "" };
  const shared = {
    kind: "transit",
    action,
    day_type: day,
    method: method ?? "",
    ...usual,
  } as const;
  if (action === "add_stop") return { ...shared, line, lon: at?.[0] ?? null, lat: at?.[1] ?? null };
  if (action === "last_trip") return { ...shared, line, time };
  const interval = { interval_min: intervalMin, begin, end };
  if (action === "on_demand") return { ...shared, ...interval, ortsteile: [...ortsteile] };
  return { ...shared, ...interval, line };
}

/** The view that shows a kept change. */
export function viewOf(ask: TransitWhatIfAsk): Pick<MobilityView, "day" | "method" | "change"> {
  const { lon = null, lat = null } = ask;
  return {
    day: ask.day_type,
    method: ask.method || null,
    change: {
      action: ask.action,
      line: ask.line ?? null,
      intervalMin: ask.interval_min,
      begin: ask.begin,
      end: ask.end,
      time: ask.time ?? START_CHANGE.time,
      at: lon !== null && lat !== null ? [lon, lat] : null,
      ortsteile: ask.ortsteile ?? [],
    },
  };
}

/** Lines as choices, in the order of their names. */
export function lineChoices(
  lines: readonly Line[],
  day: DayType,
): { key: string; title: string }[] {
  const kept = lines.filter((line) => !line.on_demand);
  const choices = kept.map(({ line, name, means, directions, n_trips }) => {
    const trips = formatQuantity(n_trips[day] ?? 0, "Fahrt", "Fahrten");
    const where = directions.slice(0, 2).join(" – ");
    return { key: line, title: [name, where, `(${means}, ${trips})`].filter(Boolean).join(" ") };
  });
  return sortRows(choices, ({ title }) => title, "ascending");
}

/** Put an Ortsteil in, or take it out. */
export function toggleOrtsteil(change: Change, id: string): Change {
  const { ortsteile } = change;
  const has = ortsteile.includes(id);
  return {
    ...change,
    ortsteile: has ? ortsteile.filter((each) => each !== id) : [...ortsteile, id],
  };
}
