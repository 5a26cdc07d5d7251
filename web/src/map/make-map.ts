/** Make the MapLibre map: German, flat, with our style and the font of the labels. */
import { Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { loadLabelFont } from "./fonts";
import { addImages } from "./patterns";
import type { StageOptions } from "./stage";
import { buildStyle } from "./style";
import { readMapTheme } from "./theme";

const LOCALE = {
  "Map.Title": "Karte",
  "NavigationControl.ZoomIn": "Karte vergrößern",
  "NavigationControl.ZoomOut": "Karte verkleinern",
  "CooperativeGesturesHandler.WindowsHelpText": "Zum Vergrößern Strg halten und scrollen",
  "CooperativeGesturesHandler.MacHelpText": "Zum Vergrößern ⌘ halten und scrollen",
  "CooperativeGesturesHandler.MobileHelpText": "Karte mit zwei Fingern bewegen",
};

/** Wait for the font, make the map, wait for its style. */
export async function makeMap(options: StageOptions): Promise<MapLibre> {
  setWorkerUrl(workerUrl);
  await loadLabelFont();
  const map = new MapLibre({
    container: options.container,
    style: buildStyle(readMapTheme(), options.tilePath),
    bounds: options.bounds,
    locale: LOCALE,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    cooperativeGestures: options.cooperative,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    // Without it a printed page shows an empty canvas.
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-right");
  addImages(map);
  await map.once("style.load");
  return map;
}
