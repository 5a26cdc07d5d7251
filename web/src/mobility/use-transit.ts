/** What the question of bus and rail asks of the API; each answer is loaded once. */
import { useMemo } from "preact/hooks";
import { type Answer, useApi } from "../api/use-api";
import type {
  DayType,
  Line,
  MobilityGaps,
  ReferenceDay,
  StopDepartures,
  TimetableInfo,
  TransitClass,
  TransitHeadline,
  TransitMethod,
  TransitTime,
  TransitWhatIf,
} from "../generated/api";
import type { Tint } from "../map/tint";
import type { Atlas } from "../state/context";
import type { MobilityView } from "../state/mobility";
import { formatDate } from "../text/numbers";
import { askOf } from "./change";
import type { StopCollection } from "./stops";
import { applyChanges, transitTint } from "./tint";

type Asking = Pick<Atlas, "view" | "path">;

function isAsked({ view }: Asking): boolean {
  return view.tab === "mobilitaet";
}

/** Method and kind of days as parameters of the API. */
function question({ view }: Asking): Record<string, string | null> {
  return { method: view.mobility.method, day: view.mobility.day };
}

export function useTimetable(atlas: Asking): Answer<TimetableInfo> {
  return useApi<TimetableInfo>(isAsked(atlas) ? atlas.path("/pt/timetable") : null);
}

export function useClasses(atlas: Asking): Answer<TransitClass[]> {
  return useApi<TransitClass[]>(isAsked(atlas) ? atlas.path("/pt/classes", question(atlas)) : null);
}

export function useTransitHeadline(atlas: Asking): Answer<TransitHeadline> {
  return useApi<TransitHeadline>(atlas.path("/pt/summary", question(atlas)));
}

export function useStops(atlas: Asking): Answer<StopCollection> {
  return useApi<StopCollection>(isAsked(atlas) ? atlas.path("/pt/stops", question(atlas)) : null);
}

export function useDepartures(atlas: Asking): Answer<StopDepartures> {
  const { stop, day } = atlas.view.mobility;
  const asked = isAsked(atlas) && stop !== null;
  return useApi<StopDepartures>(
    asked ? atlas.path(`/pt/stops/${encodeURIComponent(stop)}/departures`, { day }) : null,
  );
}

/** Centre from which the last way home is told in the list. */
export const HOME_TARGET = "mittelzentrum";

/** Last way home of each Ortsteil. */
export function useWaysHome(atlas: Asking, known: boolean): Answer<TransitTime[]> {
  const { day } = atlas.view.mobility;
  return useApi<TransitTime[]>(
    known ? atlas.path("/pt/travel-times", { target: HOME_TARGET, day }) : null,
  );
}

export function useLines(atlas: Asking): Answer<Line[]> {
  return useApi<Line[]>(isAsked(atlas) ? atlas.path("/pt/lines") : null);
}

/** Gaps of a service; by default that of the view, null for all. */
export function useMobilityGaps(
  atlas: Asking,
  service: string | null = atlas.view.mobility.service,
): Answer<MobilityGaps> {
  const { aspect, day } = atlas.view.mobility;
  const asked = isAsked(atlas) && aspect === "luecken";
  return useApi<MobilityGaps>(asked ? atlas.path("/pt/gaps", { day, target: service }) : null);
}

/** The answer to the change of the view. */
export function useTransitWhatIf(atlas: Asking): Answer<TransitWhatIf> {
  const ask = isAsked(atlas) ? askOf(atlas.view.mobility) : null;
  return useApi<TransitWhatIf>(ask && atlas.path("/pt/whatif"), ask && JSON.stringify(ask));
}

/** The method of the view, else the usual one. */
export function methodOf(
  { methods, default_method }: TimetableInfo,
  id: string | null,
): TransitMethod | null {
  return (
    methods.find((each) => each.id === id) ??
    methods.find((each) => each.id === default_method) ??
    methods[0] ??
    null
  );
}

/** The day that stands for a kind of days. */
export function dayOf({ reference_days }: TimetableInfo, day: DayType): ReferenceDay | null {
  return reference_days.find(({ day_type }) => day_type === day) ?? null;
}

export function dayTitle({ day_types }: TimetableInfo, day: DayType): string {
  return day_types.find(({ key }) => key === day)?.title ?? "";
}

const weekday = new Intl.DateTimeFormat("de-DE", { weekday: "long", timeZone: "UTC" });

/** "Dienstag, 24.11.2026"; empty where there is no such day. */
export function dateWords(date: string | null | undefined): string {
  if (!date) return "";
  return `${weekday.format(new Date(`${date.slice(0, 10)}T12:00:00Z`))}, ${formatDate(date)}`;
}

/** The classes as colours of the map; null for other questions, or while they are loading. */
export function useTransitTint(asking: Asking): Tint | null {
  const timetable = useTimetable(asking).value;
  const rows = useClasses(asking).value;
  const changes = useTransitWhatIf(asking).value?.rows;
  const { method: id, day } = asking.view.mobility;
  return useMemo(() => {
    const method = timetable && methodOf(timetable, id);
    if (!method || !rows) return null;
    return transitTint(applyChanges(rows, changes ?? []), method, dayTitle(timetable, day));
  }, [timetable, rows, changes, id, day]);
}

/** Change a part of the question. */
export function useSetMobility(atlas: Pick<Atlas, "view" | "go">) {
  const { view, go } = atlas;
  return (change: Partial<MobilityView>) => go({ mobility: { ...view.mobility, ...change } });
}
