/** What every part of the page may ask: the view, the Verbund and what hangs on it. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { OrtsteilCollection, OrtsteilFeature } from "../api/geo";
import type { Answer } from "../api/use-api";
import type { LayerInfo, LayerMode, NetworkInfo, VerbundInfo } from "../generated/api";
import type { Tint } from "../map/tint";
import type { Navigation } from "./use-view";
import type { Tool } from "./view";

export interface Atlas extends Navigation {
  verbund: VerbundInfo;
  layers: LayerInfo[];
  layer: LayerInfo;
  layerMode: LayerMode | null;
  ortsteile: OrtsteilCollection;
  byId: ReadonlyMap<string, OrtsteilFeature>;
  /** Path of the API with the Verbund of the view added. */
  path: (route: string, parameters?: Record<string, string | null>) => string;
  /** The Ortsteil that the pointer or the keyboard is on, in list or map. */
  hovered: string | null;
  hover: (id: string | null) => void;
  /** What the map looks at: a Kommune, or EVERYWHERE. */
  place: string;
  /** Whether areas carry the classes of the service: only where the question is about a service. */
  tinted: boolean;
  /** The classes themselves; null where the question has none, or they are not loaded yet. */
  tint: Tint | null;
  /** The street network; null where none is loaded, and then no tool of it is offered. */
  network: NetworkInfo | null;
  /** The tool that is open; null where there is no street network, whatever the address says. */
  tool: Tool | null;
}

/** The place that stands for the whole Verbund. */
export const EVERYWHERE = "alle";

export const AtlasContext = createContext<Atlas | null>(null);

/** The atlas around a component; only used inside the loaded page. */
export function useAtlas(): Atlas {
  const atlas = useContext(AtlasContext);
  if (!atlas) throw new Error("useAtlas outside of the loaded page");
  return atlas;
}

/** The German words of a mode. */
export function modeTitle(atlas: Atlas): string {
  return atlas.verbund.modes.find(({ key }) => key === atlas.view.mode)?.title ?? "";
}

export type { Answer };
