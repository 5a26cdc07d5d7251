/** What can be reached from the chosen Zentrum within the limit, as asked of the API. */
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { useEffect, useState } from "preact/hooks";
import { type Answer, useApi } from "../api/use-api";
import type { Isochrone, LayerMode } from "../generated/api";
import type { Atlas } from "../state/context";
import { LIMITS } from "../state/view";
import { formatQuantity } from "../text/numbers";

/** All limits up to the one that is set, so that the areas lie nested. */
export function nestedLimits(minutes: number): number[] {
  return LIMITS.filter((each) => each <= minutes);
}

/** While a slider is being moved nothing is asked: so long it has to rest. */
const REST_MS = 250;

function useRested(value: number): number {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** The speed of the view, where the mode knows it. */
function speedOf({ view, network }: Atlas): string | null {
  const known = network?.speeds.some(({ mode, kmh }) => mode === view.mode && kmh === view.speed);
  return known ? String(view.speed) : null;
}

/** The isochrones of the view; nothing is asked unless the tool is open and a Zentrum chosen. */
export function useIsochrones(atlas: Atlas): Answer<Isochrone[]> {
  const { view, tool, network, byId, path } = atlas;
  const origin = view.zentrum && byId.has(view.zentrum) ? view.zentrum : null;
  const able = tool === "zeit" && origin !== null && network?.modes.includes(view.mode);
  const minutes = nestedLimits(useRested(view.minutes)).join();
  const speed = speedOf(atlas);
  const question = { zentrum: origin, mode: view.mode, minutes, speed_kmh: speed };
  return useApi<Isochrone[]>(able ? path("/isochrones", question) : null);
}

/** Near is good, far is poor: the limits take the colours of the classes in their order. */
export function limitColour(minutes: number, layerMode: LayerMode | null): string {
  const classes = layerMode?.classes ?? [];
  const rank = LIMITS.findIndex((each) => each >= minutes);
  return (
    classes[Math.min(rank < 0 ? LIMITS.length : rank, classes.length - 1)]?.colour ?? "#0b5d6b"
  );
}

/** "in 10 min": minutes may be broken where the API rounds. */
export function limitWords(minutes: number): string {
  return `in ${formatQuantity(minutes, "min", "min").replace(" ", "\u00a0")}`;
}

/** Areas for the map: the larger lie below the smaller. */
export function isochroneFeatures(
  isochrones: readonly Isochrone[],
  layerMode: LayerMode | null,
): FeatureCollection<MultiPolygon | Polygon> {
  const sorted = [...isochrones].sort((a, b) => b.minutes - a.minutes);
  return {
    type: "FeatureCollection",
    features: sorted.map(({ geometry, minutes }) => ({
      type: "Feature",
      properties: {
        minutes,
        colour: limitColour(minutes, layerMode),
        name: `${limitWords(minutes)} erreichbar`,
      },
      geometry: geometry as unknown as MultiPolygon,
    })),
  };
}
