/** What of the register is looked at, as it stands in the address. */

/** What of the question is looked at: the register, who could join in, or what came of it. */
export const PARTS = ["register", "akteure", "netzwerk"] as const;
export type Part = (typeof PARTS)[number];

export const PART_TITLES: Record<Part, string> = {
  register: "Projekte",
  akteure: "Akteure",
  netzwerk: "Netzwerk",
};

/** Instead of the list: a new entry, one being edited, a table being imported, a consent being given. */
export const DOINGS = ["neu", "bearbeiten", "import", "einwilligung"] as const;
export type Doing = (typeof DOINGS)[number];

export interface ProjectsView {
  part: Part;
  /** Of the network: the quarter that is looked back on, as 2026-Q4; null for all so far. */
  quarter: string | null;
  project: string | null;
  /** Of the actors: the one that is open, and what is looked for. */
  actor: string | null;
  direction: string | null;
  resource: string | null;
  doing: Doing | null;
  words: string;
  need: string | null;
  field: string | null;
  phase: string | null;
  ortsteil: string | null;
  /** The deleted projects instead, for those who may bring them back. */
  deleted: boolean;
}

export const START_PROJECTS: ProjectsView = {
  part: "register",
  quarter: null,
  project: null,
  actor: null,
  direction: null,
  resource: null,
  doing: null,
  words: "",
  need: null,
  field: null,
  phase: null,
  ortsteil: null,
  deleted: false,
};

const NAMES = {
  project: "projekt",
  actor: "akteur",
  direction: "richtung",
  resource: "art",
  need: "bedarf",
  field: "feld",
  phase: "phase",
  ortsteil: "ort",
  quarter: "quartal",
} as const;

export function readProjects(query: URLSearchParams): ProjectsView {
  return {
    part: PARTS.find((each) => each === query.get("sicht")) ?? START_PROJECTS.part,
    project: query.get(NAMES.project),
    actor: query.get(NAMES.actor),
    direction: query.get(NAMES.direction),
    resource: query.get(NAMES.resource),
    doing: DOINGS.find((each) => each === query.get("tun")) ?? null,
    words: query.get("suche") ?? "",
    need: query.get(NAMES.need),
    field: query.get(NAMES.field),
    phase: query.get(NAMES.phase),
    ortsteil: query.get(NAMES.ortsteil),
    quarter: query.get(NAMES.quarter),
    deleted: query.get("geloescht") === "1",
  };
}

export function writeProjects(query: URLSearchParams, view: ProjectsView): void {
  if (view.part !== START_PROJECTS.part) query.set("sicht", view.part);
  for (const [part, name] of Object.entries(NAMES)) {
    const value = view[part as keyof typeof NAMES];
    if (value) query.set(name, value);
  }
  if (view.doing) query.set("tun", view.doing);
  if (view.words) query.set("suche", view.words);
  if (view.deleted) query.set("geloescht", "1");
}

/** Whether the form of a project is open, so that a click on the map is a place for it. */
export function isWriting({ doing, part }: ProjectsView): boolean {
  if (part !== "register") return false;
  return doing === "neu" || doing === "bearbeiten";
}
