/** What the question of bus and rail adds to the address. Pure. */
import type { DayType, TransitWhatIfAsk } from "../generated/api";
import type { Position } from "./view";

/** Parts of the question: classes, gaps, another timetable. */
export const ASPECTS = ["klassen", "luecken", "szenario"] as const;
export type Aspect = (typeof ASPECTS)[number];

export const DAY_TYPES: readonly DayType[] = ["school", "holidays", "saturday", "sunday"];

export type TransitAction = TransitWhatIfAsk["action"];

/** Changes of a timetable by their word in the address. */
const ACTIONS: Record<string, TransitAction> = {
  takt: "hourly",
  halt: "add_stop",
  ruf: "on_demand",
  spaet: "last_trip",
};

/** A change of the timetable, as far as it is chosen. */
export interface Change {
  action: TransitAction;
  line: string | null;
  intervalMin: number;
  begin: string;
  end: string;
  /** Of a later last trip. */
  time: string;
  at: Position | null;
  ortsteile: readonly string[];
}

export interface MobilityView {
  aspect: Aspect;
  /** Method of quality classes; null for the usual one. */
  method: string | null;
  day: DayType;
  /** The stop whose departures are shown. */
  stop: string | null;
  /** Window of travel times; null for the first. */
  window: string | null;
  /** Service of the gaps; null for all. */
  service: string | null;
  change: Change;
}

export const START_CHANGE: Change = {
  action: "hourly",
  line: null,
  intervalMin: 60,
  begin: "06:00",
  end: "20:00",
  time: "22:00",
  at: null,
  ortsteile: [],
};

export const START_MOBILITY: MobilityView = {
  aspect: "klassen",
  method: null,
  day: "school",
  stop: null,
  window: null,
  service: null,
  change: START_CHANGE,
};

export const INTERVALS: readonly number[] = [15, 20, 30, 60, 120];
const CLOCK = /^\d{2}:\d{2}$/;

function clock(text: string | null, usual: string): string {
  return text && CLOCK.test(text) ? text : usual;
}

function readChange(query: URLSearchParams, at: Position | null): Change {
  const action = ACTIONS[query.get("aktion") ?? ""] ?? START_CHANGE.action;
  const interval = INTERVALS.find((each) => String(each) === query.get("takt"));
  return {
    action,
    line: query.get("linie"),
    intervalMin: interval ?? START_CHANGE.intervalMin,
    begin: clock(query.get("von"), START_CHANGE.begin),
    end: clock(query.get("bis"), START_CHANGE.end),
    time: clock(query.get("zeit"), START_CHANGE.time),
    at,
    ortsteile: (query.get("orte") ?? "").split(",").filter(Boolean),
  };
}

/** The part of a query string that belongs to bus and rail; `at` is the place that it names. */
export function readMobility(query: URLSearchParams, at: Position | null): MobilityView {
  const aspect = ASPECTS.find((each) => each === query.get("ansicht")) ?? START_MOBILITY.aspect;
  return {
    aspect,
    method: query.get("methode"),
    day: DAY_TYPES.find((each) => each === query.get("tag")) ?? START_MOBILITY.day,
    stop: query.get("halt"),
    window: query.get("fenster"),
    service: aspect === "luecken" ? query.get("ziel") : null,
    change: aspect === "szenario" ? readChange(query, at) : START_CHANGE,
  };
}

/** Write a value unless it is as at the start. */
function set(query: URLSearchParams, name: string, value: string | null, usual: string | null) {
  if (value && value !== usual) query.set(name, value);
}

function writeChange(query: URLSearchParams, change: Change): void {
  const start = START_CHANGE;
  const action = Object.keys(ACTIONS).find((word) => ACTIONS[word] === change.action) ?? null;
  set(query, "aktion", action, "takt");
  set(query, "linie", change.line, null);
  set(query, "takt", String(change.intervalMin), String(start.intervalMin));
  set(query, "von", change.begin, start.begin);
  set(query, "bis", change.end, start.end);
  set(query, "zeit", change.time, start.time);
  set(query, "ort", change.at?.join() ?? null, null);
  set(query, "orte", change.ortsteile.join(), "");
}

export function writeMobility(query: URLSearchParams, view: MobilityView): void {
  set(query, "ansicht", view.aspect, START_MOBILITY.aspect);
  set(query, "methode", view.method, null);
  set(query, "tag", view.day, START_MOBILITY.day);
  set(query, "halt", view.stop, null);
  set(query, "fenster", view.window, null);
  if (view.aspect === "luecken") set(query, "ziel", view.service, null);
  if (view.aspect === "szenario") writeChange(query, view.change);
}
