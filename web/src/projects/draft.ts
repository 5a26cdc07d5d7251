/** The draft of a project as a form holds it. Pure. */
import type { Funding, ProjectConflict, ProjectDraftOutput, Wish } from "../generated/api";

/** As the server sends it: every field is there. */
export type Draft = Required<Omit<ProjectDraftOutput, "funding" | "seeks">> & {
  funding: Required<Funding>[];
  seeks: Required<Wish>[];
};

export const EMPTY_DRAFT: Draft = {
  title: "",
  summary: "",
  description: "",
  need: "",
  handlungsfelder: [],
  target_groups: [],
  phase: "idee",
  phase_since: null,
  ags: [],
  zentren: [],
  places: [],
  area: null,
  owner: "",
  cost_eur: null,
  funding: [],
  links: [],
  modules: [],
  seeks: [],
  lessons: "",
  visibility: "network",
  beispiel: false,
  contact: null,
};

/** With an entry taken in or out. */
export function toggle<T>(entries: readonly T[], entry: T): T[] {
  return entries.includes(entry) ? entries.filter((each) => each !== entry) : [...entries, entry];
}

/** A list with one entry changed; null takes it out. */
export function putAt<T>(entries: readonly T[], index: number, entry: T | null): T[] {
  return entries.flatMap((each, at) => (at !== index ? [each] : entry === null ? [] : [entry]));
}

/** Whole euros of a text such as "250.000"; null where it holds no number. */
export function readEuro(text: string): number | null {
  const digits = text.replace(/[.\s€]/g, "").replace(/,\d*$/, "");
  return /^\d{1,11}$/.test(digits) ? Number(digits) : null;
}

/** Degrees of a text such as "51,5477"; null where it is no number. */
export function readDegrees(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^-?\d{1,3}(\.\d+)?$/.test(plain) ? Number(plain) : null;
}

/** Lines or parts of a text, without empty ones. */
export function readList(text: string): string[] {
  return text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** My draft with the fields for which the stored version was chosen. */
export function merge({ mine, theirs }: ProjectConflict, chosen: ReadonlySet<string>): Draft {
  const taken = Object.fromEntries(
    Object.entries(theirs).filter(([field]) => chosen.has(field)),
  ) as Partial<Draft>;
  return { ...(mine as Draft), ...taken };
}
