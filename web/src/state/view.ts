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

export interface View {
  verbund: string | null;
  tab: Tab;
  layer: string | null;
  mode: Mode;
  kommune: string | null;
  zentrum: string | null;
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
};

function oneOf<T extends string>(value: string | null, allowed: readonly T[], fallback: T): T {
  return allowed.find((each) => each === value) ?? fallback;
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
  const text = query.toString();
  return text ? `?${text}` : "";
}

/** What changes with another question: the mode follows unless someone chose it; the map starts anew. */
export function openTab(view: View, tab: Tab): Partial<View> {
  const mode = view.mode === usualMode(view.tab) ? usualMode(tab) : view.mode;
  return { tab, mode, kommune: view.zentrum ? view.kommune : null };
}
