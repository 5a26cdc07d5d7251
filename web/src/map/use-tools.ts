/** What the tools of the street network draw: areas, marks, outlines; and what a click is for. */
import { useEffect, useMemo } from "preact/hooks";
import type { Bounds } from "../api/geo";
import { isPlacingStop } from "../mobility/on-map";
import type { Atlas } from "../state/context";
import { boundsOf, boundsOfGeometries } from "../strip/outline";
import { isochroneFeatures, useIsochrones } from "../tools/isochrones";
import { markFeatures, useFacilities, useWhatIf } from "../tools/what-if";
import type { Aim, Stage } from "./stage";

const AIMS: Record<string, Aim> = { zellen: "cell", neu: "place", ohne: "facility" };

/** Outline what a what-if changes, and bring it into view. */
export function useChanged(stage: Stage | null, atlas: Atlas): void {
  const { byId } = atlas;
  const rows = useWhatIf(atlas).value?.rows;
  useEffect(() => {
    const ids = (rows ?? []).map(({ ortsteil_id }) => ortsteil_id);
    stage?.outline(ids);
    const bounds = boundsOf(ids.flatMap((id) => byId.get(id) ?? []));
    if (bounds) stage?.reveal(bounds);
  }, [stage, rows, byId]);
}

/** Draw the open tool; returns what it shows, null where the question shows as usual. */
export function useTools(stage: Stage | null, atlas: Atlas): Bounds | null {
  const { tool, view, layerMode } = atlas;
  const placing = isPlacingStop(view);
  const aim = placing ? "place" : (AIMS[tool ?? ""] ?? "area");
  useEffect(() => stage?.aimAt(aim), [stage, aim]);

  const areas = useIsochrones(atlas).value;
  const drawn = useMemo(() => isochroneFeatures(areas ?? [], layerMode), [areas, layerMode]);
  useEffect(() => stage?.draw("isochrones", drawn), [stage, drawn]);

  const facilities = useFacilities(atlas).value;
  const at = placing ? view.mobility.change.at : view.at;
  useEffect(() => {
    const marked = { view: { ...view, at }, tool: placing ? "neu" : tool };
    stage?.draw("marks", markFeatures(marked, facilities));
  }, [stage, tool, placing, at, view.facility, facilities]);

  return useMemo(() => boundsOfGeometries(drawn.features.map(({ geometry }) => geometry)), [drawn]);
}
