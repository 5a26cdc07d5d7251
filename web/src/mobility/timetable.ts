/** Departures of a stop as a table: hours as columns, minutes below. Pure. */
import type { Departure, LineDepartures } from "../generated/api";

const HOURS_PER_DAY = 24;
/** Hours that stand in the table even where nothing leaves: a gap must be seen. */
const USUAL_FIRST = 5;
const USUAL_LAST = 22;

export interface Minute {
  /** "07" */
  minute: string;
  departure: Departure;
}

export interface LineRow {
  line: LineDepartures;
  /** Minutes by hour of the service day: 25 is one o'clock at night. */
  hours: ReadonlyMap<number, readonly Minute[]>;
}

export interface Timetable {
  hours: readonly number[];
  rows: readonly LineRow[];
}

/** Hour of the service day by the clock: 0:43 after midnight is hour 24. */
function hourOf({ text, next_day }: Departure): number {
  return Number(text.split(":")[0]) + (next_day ? HOURS_PER_DAY : 0);
}

function toRow(line: LineDepartures): LineRow {
  const hours = new Map<number, Minute[]>();
  for (const departure of line.departures) {
    const hour = hourOf(departure);
    const minute = { minute: departure.text.split(":")[1] ?? "", departure };
    hours.set(hour, [...(hours.get(hour) ?? []), minute]);
  }
  return { line, hours };
}

/** The table of a stop: all hours between the first and the last departure, at least those of a usual day. */
export function toTimetable(lines: readonly LineDepartures[]): Timetable {
  const rows = lines.map(toRow);
  const used = rows.flatMap(({ hours }) => [...hours.keys()]);
  const first = Math.min(USUAL_FIRST, ...used);
  const last = Math.max(USUAL_LAST, ...used);
  return { hours: Array.from({ length: last - first + 1 }, (_, index) => first + index), rows };
}

/** "5", "23", "0" and so on of the next day. */
export function hourWords(hour: number): string {
  return String(hour % HOURS_PER_DAY);
}

/** What a reader hears for a departure: "7:42 Uhr, nur für Schüler". */
export function departureWords({ text, school, on_demand }: Departure): string {
  return [`${text} Uhr`, school ? "nur für Schüler" : "", on_demand ? "nur auf Bestellung" : ""]
    .filter(Boolean)
    .join(", ");
}

/** Mark beside a minute: S for pupils only, R on demand. */
export function departureMark({ school, on_demand }: Departure): string {
  return (school ? "S" : "") + (on_demand ? "R" : "");
}
