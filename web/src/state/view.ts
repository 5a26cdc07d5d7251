/** What is being looked at, as it stands in the address: shareable, and the back button works. */
import type { Mode } from "../generated/api";

export const TABS = ["versorgung", "luecken", "naehe", "projekte"] as const;
export type Tab = (typeof TABS)[number];

export const TAB_TITLES: Record<Tab, string> = {
  versorgung: "Versorgung",
  luecken: "Was fehlt wo?",
  naehe: "Wer ist in der Nähe?",
  projekte: "Projekte",
};

/** Tools of a street network: how far, a new facility, one less, two runs side by side. */
export const TOOLS = ["zeit", "neu", "ohne", "laeufe"] as const;
export type Tool = (typeof TOOLS)[number];

/** Minutes that the limit can be set to. */
export const LIMITS: readonly number[] = [5, 10, 15, 20, 30];

/** Longitude and latitude in degrees. */
export type Position = readonly [lon: number, lat: number];

export interface View {
  verbund: string | null;
  tab: Tab;
  layer: string | null;
  mode: Mode;
  kommune: string | null;
  zentrum: string | null;
  tool: Tool | null;
  minutes: number;
  /** Where a facility would be opened. */
  at: Position | null;
  /** The facility that would be closed. */
  facility: string | null;
  runs: readonly [a: string, b: string] | null;
}

const MODES: readonly Mode[] = ["walk", "bike", "car"];

/** Neighbours are looked for by car, everything else on foot, until someone chooses. */
function usualMode(tab: Tab): Mode {
  return tab === "naehe" ? "car" : "walk";
}

export const START: View = {
  verbund: null,
  tab: "versorgung",
  layer: null,
  mode: "walk",
  kommune: null,
  zentrum: null,
  tool: null,
  minutes: 15,
  at: null,
  facility: null,
  runs: null,
};

/** What goes when a tool is put away. */
export const NO_TOOL = { tool: null, at: null, facility: null, runs: null } as const;

function oneOf<T extends string>(value: string | null, allowed: readonly T[], fallback: T): T {
  return allowed.find((each) => each === value) ?? fallback;
}

function readPosition(text: string | null): Position | null {
  const [lon, lat, more] = (text ?? "")
    .split(",")
    .map((part) => (part ? Number(part) : Number.NaN));
  if (lon === undefined || lat === undefined || more !== undefined) return null;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}

function readRuns(text: string | null): [string, string] | null {
  const [a, b, more] = (text ?? "").split(",");
  return a && b && more === undefined ? [a, b] : null;
}

/** The tool and what it is set to; tools belong to the question of supply. */
function readTool(query: URLSearchParams, tab: Tab) {
  const tool = TOOLS.find((each) => each === query.get("werkzeug")) ?? null;
  const minutes = LIMITS.find((each) => String(each) === query.get("grenze")) ?? START.minutes;
  if (tab !== "versorgung" || tool === null) return { ...NO_TOOL, minutes };
  return {
    tool,
    minutes,
    at: tool === "neu" ? readPosition(query.get("ort")) : null,
    facility: tool === "ohne" ? query.get("einrichtung") : null,
    runs: tool === "laeufe" ? readRuns(query.get("laeufe")) : null,
  };
}

function writeTool(query: URLSearchParams, view: View): void {
  if (view.minutes !== START.minutes) query.set("grenze", String(view.minutes));
  if (view.tab !== "versorgung" || view.tool === null) return;
  query.set("werkzeug", view.tool);
  if (view.tool === "neu" && view.at) query.set("ort", view.at.join());
  if (view.tool === "ohne" && view.facility) query.set("einrichtung", view.facility);
  if (view.tool === "laeufe" && view.runs) query.set("laeufe", view.runs.join());
}

/** The view that a query string speaks of; what it does not name is as at the start. */
export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const tab = oneOf(query.get("frage"), TABS, START.tab);
  return {
    verbund: query.get("verbund"),
    tab,
    layer: query.get("dienst"),
    mode: oneOf(query.get("weg"), MODES, usualMode(tab)),
    kommune: query.get("kommune"),
    zentrum: query.get("zentrum"),
    ...readTool(query, tab),
  };
}

/** The query string of a view, without what is as at the start ("" for the start itself). */
export function writeView(view: View): string {
  const query = new URLSearchParams();
  if (view.verbund) query.set("verbund", view.verbund);
  if (view.tab !== START.tab) query.set("frage", view.tab);
  if (view.layer) query.set("dienst", view.layer);
  if (view.mode !== usualMode(view.tab)) query.set("weg", view.mode);
  if (view.kommune) query.set("kommune", view.kommune);
  if (view.zentrum) query.set("zentrum", view.zentrum);
  writeTool(query, view);
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** What changes with another question: the mode follows unless someone chose it; the map starts anew. */
export function openTab(view: View, tab: Tab): Partial<View> {
  const mode = view.mode === usualMode(view.tab) ? usualMode(tab) : view.mode;
  return { ...NO_TOOL, tab, mode, kommune: view.zentrum ? view.kommune : null };
}
