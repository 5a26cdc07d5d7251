/** The what-if of the view, as asked of the API. */
import type { FeatureCollection, Point } from "geojson";
import type { FacilityCollection } from "../api/geo";
import { type Answer, useApi } from "../api/use-api";
import type { WhatIf } from "../generated/api";
import type { Atlas } from "../state/context";

/** A facility that would be opened or closed. */
export interface Ask {
  action: "add" | "close";
  layer: string;
  mode: string;
  lon?: number;
  lat?: number;
  facility_id?: string;
}

/** What the view asks; null where nothing is chosen yet, or the mode has no street network. */
export function askOf({ view, tool, layer, network }: Atlas): Ask | null {
  if (!network?.modes.includes(view.mode)) return null;
  const shared = { layer: layer.key, mode: view.mode };
  if (tool === "neu" && view.at) {
    return { action: "add", ...shared, lon: view.at[0], lat: view.at[1] };
  }
  if (tool === "ohne" && view.facility) {
    return { action: "close", ...shared, facility_id: view.facility };
  }
  return null;
}

export function useWhatIf(atlas: Atlas): Answer<WhatIf> {
  const ask = askOf(atlas);
  return useApi<WhatIf>(ask && atlas.path("/whatif"), ask && JSON.stringify(ask));
}

/** The facilities of the service; asked only while one of them could be closed. */
export function useFacilities({ tool, layer, path }: Atlas): Answer<FacilityCollection> {
  return useApi<FacilityCollection>(
    tool === "ohne" ? path("/facilities", { layer: layer.key }) : null,
  );
}

/** Where the marker stands: at the new place, or on the facility that would be closed. */
export function markFeatures(
  { view, tool }: Pick<Atlas, "view" | "tool">,
  facilities: FacilityCollection | null,
): FeatureCollection<Point> {
  const closed = facilities?.features.find(
    ({ properties }) => properties.facility_id === view.facility,
  );
  const at = tool === "neu" ? view.at : tool === "ohne" ? closed?.geometry.coordinates : null;
  if (!at) return { type: "FeatureCollection", features: [] };
  const name = tool === "neu" ? "Neuer Ort" : (closed?.properties.name ?? "");
  const geometry: Point = { type: "Point", coordinates: [...at] };
  return {
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: { kind: tool, name }, geometry }],
  };
}
