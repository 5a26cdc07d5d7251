/** What of the register is looked at, as it stands in the address. */

/** What of the question is looked at: the register, or what came of it. */
export const PARTS = ["register", "netzwerk"] as const;
export type Part = (typeof PARTS)[number];

export const PART_TITLES: Record<Part, string> = {
  register: "Projekte",
  netzwerk: "Netzwerk",
};

/** Instead of the list: a new project, one being edited, a table being imported. */
export const DOINGS = ["neu", "bearbeiten", "import"] as const;
export type Doing = (typeof DOINGS)[number];

export interface ProjectsView {
  part: Part;
  /** Of the network: the quarter that is looked back on, as 2026-Q4; null for all so far. */
  quarter: string | null;
  project: string | null;
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

/** Whether the form is open, so that a click on the map is a place for it. */
export function isWriting({ doing }: ProjectsView): boolean {
  return doing === "neu" || doing === "bearbeiten";
}
