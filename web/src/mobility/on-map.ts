/** What bus and rail draw on the map besides the classes, and what a click means there. */
import { useEffect, useMemo } from "preact/hooks";
import type { Pick, Stage } from "../map/stage";
import type { Atlas } from "../state/context";
import { boundsOf } from "../strip/outline";
import { roundPlace } from "../tools/place";
import { toggleOrtsteil } from "./change";
import { stopFeatures } from "./stops";
import { methodOf, useMobilityGaps, useStops, useTimetable, useTransitWhatIf } from "./use-transit";

const NO_STOPS = { type: "FeatureCollection" as const, features: [] };

/** Draw the stops of the view; they are shown only where the question is about bus and rail. */
export function useStopsOnMap(stage: Stage | null, atlas: Atlas, shown: boolean): void {
  const { tab, mobility } = atlas.view;
  const asked = tab === "mobilitaet";
  const stops = useStops(atlas).value;
  const timetable = useTimetable(atlas).value;
  useEffect(() => {
    const method = timetable && methodOf(timetable, mobility.method);
    const drawn = asked && stops && method ? stopFeatures(stops, method, mobility.stop) : NO_STOPS;
    stage?.draw("stops", drawn);
  }, [stage, asked, stops, timetable, mobility.method, mobility.stop]);
  useEffect(() => stage?.show(["stops"], asked && shown), [stage, asked, shown]);
}

/** Outline the Ortsteile with a gap, or those that a change of the timetable reaches. */
export function useTransitOutline(stage: Stage | null, atlas: Atlas): void {
  const { view, byId } = atlas;
  const gaps = useMobilityGaps(atlas).value?.gaps;
  const rows = useTransitWhatIf(atlas).value?.rows;
  const { aspect, change } = view.mobility;
  const ids = useMemo(() => {
    if (view.tab !== "mobilitaet") return [];
    if (aspect === "luecken") return (gaps ?? []).map(({ ortsteil_id }) => ortsteil_id);
    const area = change.action === "on_demand" ? change.ortsteile : [];
    return aspect === "szenario"
      ? [...area, ...(rows ?? []).map(({ ortsteil_id }) => ortsteil_id)]
      : [];
  }, [view.tab, aspect, change, gaps, rows]);
  useEffect(() => stage?.outline([...new Set(ids)]), [stage, ids]);
  useEffect(() => {
    const bounds = boundsOf((rows ?? []).flatMap(({ ortsteil_id }) => byId.get(ortsteil_id) ?? []));
    if (bounds) stage?.reveal(bounds);
  }, [stage, rows, byId]);
}

/** Whether a click on the map names the place of a new stop. */
export function isPlacingStop({ tab, mobility: { aspect, change } }: Atlas["view"]): boolean {
  return tab === "mobilitaet" && aspect === "szenario" && change.action === "add_stop";
}

/** What a click changes, if it is one for bus and rail: a new stop, an area, the departures of a stop. */
export function pickTransit(
  { lon, lat, stopId, ortsteilId }: Pick,
  view: Atlas["view"],
): Atlas["view"]["mobility"] | null {
  const { mobility } = view;
  const { change, aspect } = mobility;
  if (isPlacingStop(view)) return { ...mobility, change: { ...change, at: roundPlace(lon, lat) } };
  if (stopId) return { ...mobility, stop: stopId };
  if (view.tab === "mobilitaet" && aspect === "szenario" && change.action === "on_demand") {
    return ortsteilId ? { ...mobility, change: toggleOrtsteil(change, ortsteilId) } : null;
  }
  return null;
}
