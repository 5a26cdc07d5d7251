/** The shared site that is asked for at an area or Projektraum, as it stands in the address. Pure. */
export interface PoolView {
  /** Key of the service that is shared. */
  service: string;
  /** Layers whose buildings may house it; null: all with rooms. */
  sites: readonly string[] | null;
  aim: "reach" | "time";
  count: number;
  /** Longest way in minutes; null: as in the run. */
  minutes: number | null;
  /** People that a site needs, and where the number is from. */
  need: number;
  source: string;
}

/** Numbers of sites to choose from. */
export const COUNTS: readonly number[] = [1, 2, 3, 4, 5];
/** Limits to choose from, in minutes. */
export const MINUTES: readonly number[] = [5, 10, 15, 20, 25, 30, 45, 60];
const MOST_PEOPLE = 10_000_000;

/** One shared site in any building with rooms. */
export function startPool(service: string): PoolView {
  return { service, sites: null, aim: "reach", count: 1, minutes: null, need: 0, source: "" };
}

/** What an address says; null where no site is asked for. */
export function readPool(query: URLSearchParams): PoolView | null {
  const service = query.get("standort");
  if (!service) return null;
  const sites = (query.get("gebaeude") ?? "").split(",").filter(Boolean);
  const need = Number(query.get("schwelle"));
  return {
    service,
    sites: sites.length > 0 ? sites : null,
    aim: query.get("ziel") === "zeit" ? "time" : "reach",
    count: COUNTS.find((each) => String(each) === query.get("anzahl")) ?? 1,
    minutes: MINUTES.find((each) => String(each) === query.get("hoechstens")) ?? null,
    need: Number.isInteger(need) && need > 0 && need <= MOST_PEOPLE ? need : 0,
    source: query.get("quelle") ?? "",
  };
}

/** The address of a question, without what is as at the start. */
export function writePool(query: URLSearchParams, pool: PoolView): void {
  query.set("standort", pool.service);
  if (pool.sites) query.set("gebaeude", pool.sites.join());
  if (pool.aim === "time") query.set("ziel", "zeit");
  if (pool.count !== 1) query.set("anzahl", String(pool.count));
  if (pool.minutes !== null) query.set("hoechstens", String(pool.minutes));
  if (pool.need > 0) {
    query.set("schwelle", String(pool.need));
    query.set("quelle", pool.source);
  }
}

/** The question as the API takes it; null where nothing is asked. */
export function poolAsk(
  pool: PoolView | null,
  area: string | null,
  raum: string | null,
): Record<string, unknown> | null {
  if (!pool || (area === null && raum === null)) return null;
  return {
    service: pool.service,
    area_id: raum === null ? area : null,
    raum_id: raum,
    sites: pool.sites,
    aim: pool.aim,
    count: pool.count,
    limit_min: pool.minutes,
    min_people: pool.need,
    min_people_source: pool.source,
  };
}

/** What the printed report of a Projektraum is asked for; nothing: the usual site. */
export function poolPrint(pool: PoolView | null): Record<string, string | null> {
  if (!pool) return {};
  return {
    service: pool.service,
    sites: pool.sites?.join() ?? null,
    aim: pool.aim,
    count: String(pool.count),
    limit_min: pool.minutes === null ? null : String(pool.minutes),
    min_people: pool.need > 0 ? String(pool.need) : null,
    min_people_source: pool.source || null,
  };
}
