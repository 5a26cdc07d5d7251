/** The stops on the map. */
import { useEffect } from "preact/hooks";
import type { Stage } from "../map/stage";
import type { Atlas } from "../state/context";
import { stopFeatures } from "./stops";
import { methodOf, useStops, useTimetable } from "./use-transit";

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
