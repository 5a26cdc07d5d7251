/** The draft of an actor and its consent as forms hold them. Pure. */
import type {
  ActorConflict,
  ActorConsentOutput,
  ActorDraft,
  ActorEntry,
  Wish,
} from "../generated/api";

/** As the server sends it: every field is there. */
export type Draft = Required<Omit<ActorDraft, "entries">> & {
  entries: Required<ActorEntry>[];
};
export type Consent = Required<ActorConsentOutput>;

export const EMPTY_ACTOR: Draft = {
  kind: "organisation",
  name: "",
  about: "",
  ags: [],
  zentren: [],
  entries: [],
  visibility: "network",
  beispiel: false,
};

export const EMPTY_WISH: Required<Wish> = {
  resource: "skills",
  text: "",
  need: "",
  handlungsfeld: null,
};

/** A day as the API writes it, on the calendar of the person. */
export function toDay(date: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A person is never public: with its kind the visibility follows. */
export function withKind(draft: Draft, kind: Draft["kind"]): Draft {
  const shut = kind === "person" && draft.visibility === "public";
  return { ...draft, kind, visibility: shut ? "network" : draft.visibility };
}

/** My draft with the fields for which the stored version was chosen. */
export function merge({ mine, theirs }: ActorConflict, chosen: ReadonlySet<string>): Draft {
  const taken = Object.fromEntries(Object.entries(theirs).filter(([field]) => chosen.has(field)));
  return { ...(mine as Draft), ...taken };
}
