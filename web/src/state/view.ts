/** What is being looked at, as it stands in the address: shareable, and the back button works. */
import type { Mode } from "../generated/api";
import { type MobilityView, readMobility, START_MOBILITY, writeMobility } from "./mobility";
import { type ProjectsView, readProjects, START_PROJECTS, writeProjects } from "./projects";
import { readShare, type ShareView, START_SHARE, writeShare } from "./share";

export const TABS = ["versorgung", "luecken", "mobilitaet", "naehe", "projekte"] as const;
export type Tab = (typeof TABS)[number];

export const TAB_TITLES: Record<Tab, string> = {
  versorgung: "Versorgung",
  luecken: "Was fehlt wo?",
  mobilitaet: "Mobilität",
  naehe: "Wer ist in der Nähe?",
  projekte: "Projekte",
};

/** Tools of a street network: how far, who is near, a new facility, one less, two runs side by side. */
export const TOOLS = ["zeit", "zellen", "neu", "ohne", "laeufe"] as const;
export type Tool = (typeof TOOLS)[number];

/** What is missing where: the Ortsteile in their ranking, or each missed norm for itself. */
export const LISTS = ["ortsteile", "normen"] as const;
export type List = (typeof LISTS)[number];

/** By people affected, or by how far the norm is missed. */
export type Ranking = "people" | "shortfall";

/** Weights of services that differ from the usual, by layer. */
export type Weights = Readonly<Record<string, number>>;

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
  list: List;
  ranking: Ranking;
  weights: Weights;
  tool: Tool | null;
  minutes: number;
  /** Speed of isochrones in km/h; null for that of the run. */
  speed: number | null;
  /** Where a facility would be opened. */
  at: Position | null;
  /** The facility that would be closed. */
  facility: string | null;
  runs: readonly [a: string, b: string] | null;
  /** What belongs to the question of bus and rail. */
  mobility: MobilityView;
  /** What belongs to the register of projects. */
  projects: ProjectsView;
  /** What belongs to the question of who is near. */
  share: ShareView;
}

const SHORTFALL = "abstand";
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
  list: "ortsteile",
  ranking: "people",
  weights: {},
  tool: null,
  minutes: 15,
  speed: null,
  at: null,
  facility: null,
  runs: null,
  mobility: START_MOBILITY,
  projects: START_PROJECTS,
  share: START_SHARE,
};

/** What goes when a tool is put away. */
export const NO_TOOL = { tool: null, speed: null, at: null, facility: null, runs: null } as const;

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

function readSpeed(text: string | null): number | null {
  const speed = Number(text ?? Number.NaN);
  return speed > 0 && speed < Number.POSITIVE_INFINITY ? speed : null;
}

/** "supermarket:2,pharmacy:0"; what is no weight is left out. */
function readWeights(text: string | null): Weights {
  const weights: Record<string, number> = {};
  for (const part of (text ?? "").split(",")) {
    const [, layer, number] = /^([a-z_]{1,64}):(\d{1,3}(?:\.\d{1,3})?)$/.exec(part) ?? [];
    if (layer && number) weights[layer] = Number(number);
  }
  return weights;
}

/** The form in which address and API take weights; "" where all are as usual. */
export function writeWeights(weights: Weights): string {
  return Object.entries(weights)
    .map(([layer, weight]) => `${layer}:${weight}`)
    .join();
}

/** The ranking belongs to the question of what is missing. */
function readRanking(query: URLSearchParams, tab: Tab) {
  if (tab !== "luecken") {
    return { list: START.list, ranking: START.ranking, weights: START.weights };
  }
  return {
    list: oneOf(query.get("liste"), LISTS, START.list),
    ranking: query.get("nach") === SHORTFALL ? ("shortfall" as const) : ("people" as const),
    weights: readWeights(query.get("gewichte")),
  };
}

function writeRanking(query: URLSearchParams, view: View): void {
  if (view.tab !== "luecken") return;
  if (view.list !== START.list) query.set("liste", view.list);
  if (view.ranking === "shortfall") query.set("nach", SHORTFALL);
  const weights = writeWeights(view.weights);
  if (weights) query.set("gewichte", weights);
}

/** The tool and what it is set to; tools belong to the question of supply. */
function readTool(query: URLSearchParams, tab: Tab) {
  const tool = TOOLS.find((each) => each === query.get("werkzeug")) ?? null;
  const minutes = LIMITS.find((each) => String(each) === query.get("grenze")) ?? START.minutes;
  if (tab !== "versorgung" || tool === null) return { ...NO_TOOL, minutes };
  return {
    tool,
    minutes,
    speed: tool === "zeit" ? readSpeed(query.get("tempo")) : null,
    at: tool === "neu" ? readPosition(query.get("ort")) : null,
    facility: tool === "ohne" ? query.get("einrichtung") : null,
    runs: tool === "laeufe" ? readRuns(query.get("laeufe")) : null,
  };
}

function writeTool(query: URLSearchParams, view: View): void {
  if (view.minutes !== START.minutes) query.set("grenze", String(view.minutes));
  if (view.tab !== "versorgung" || view.tool === null) return;
  query.set("werkzeug", view.tool);
  if (view.tool === "zeit" && view.speed !== null) query.set("tempo", String(view.speed));
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
    ...readRanking(query, tab),
    ...readTool(query, tab),
    mobility:
      tab === "mobilitaet" ? readMobility(query, readPosition(query.get("ort"))) : START_MOBILITY,
    projects: tab === "projekte" ? readProjects(query) : START_PROJECTS,
    share: tab === "naehe" ? readShare(query) : START_SHARE,
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
  writeRanking(query, view);
  writeTool(query, view);
  if (view.tab === "mobilitaet") writeMobility(query, view.mobility);
  if (view.tab === "projekte") writeProjects(query, view.projects);
  if (view.tab === "naehe") writeShare(query, view.share);
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** What changes with another question: the mode follows unless someone chose it; the map starts anew. */
export function openTab(view: View, tab: Tab): Partial<View> {
  const mode = view.mode === usualMode(view.tab) ? usualMode(tab) : view.mode;
  const kommune = view.zentrum ? view.kommune : null;
  return {
    ...NO_TOOL,
    mobility: START_MOBILITY,
    projects: START_PROJECTS,
    share: START_SHARE,
    tab,
    mode,
    kommune,
  };
}

/** Whether the view shows the ranking of the Ortsteile. */
export function isRanked({ tab, list }: View): boolean {
  return tab === "luecken" && list === "ortsteile";
}
