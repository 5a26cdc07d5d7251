/** What belongs to the question of who is near: what is shown, and which area or Projektraum is open. */
import { type PoolView, readPool, writePool } from "./pool";

export const SHARES = ["nachbarn", "nah", "zwillinge", "projektraeume"] as const;
export type Share = (typeof SHARES)[number];

export const SHARE_TITLES: Record<Share, string> = {
  nachbarn: "Nachbarn",
  nah: "Nahe Räume",
  zwillinge: "Zwillinge",
  projektraeume: "Projekträume",
};

export interface ShareView {
  kind: Share;
  /** The computed area that is picked out. */
  area: string | null;
  /** The Projektraum that is open. */
  raum: string | null;
  /** The shared site that is asked for. */
  pool: PoolView | null;
}

export const START_SHARE: ShareView = { kind: "nachbarn", area: null, raum: null, pool: null };

/** What an address says; what it does not name is as at the start. */
export function readShare(query: URLSearchParams): ShareView {
  const kind = SHARES.find((each) => each === query.get("teilen")) ?? START_SHARE.kind;
  const raum = kind === "projektraeume" ? query.get("raum") : null;
  const area = kind === "nah" || kind === "zwillinge" ? query.get("raum") : null;
  return { kind, area, raum, pool: (raum ?? area) ? readPool(query) : null };
}

/** The address of what is shown, without what is as at the start. */
export function writeShare(query: URLSearchParams, { kind, area, raum, pool }: ShareView): void {
  if (kind !== START_SHARE.kind) query.set("teilen", kind);
  if (area ?? raum) query.set("raum", (area ?? raum) as string);
  if (pool) writePool(query, pool);
}
