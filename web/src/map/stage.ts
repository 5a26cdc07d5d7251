/** The map itself. Knows MapLibre and our tiles, nothing of the page around it. */

import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as MapLibre, MapMouseEvent, VectorTileSource } from "maplibre-gl";
import type { Bounds } from "../api/geo";
import { isClear, lookAt } from "./camera";
import type { Cell } from "./cell-words";
import { BEYOND } from "./cells";
import { makeMap } from "./make-map";
import { colourFacilities } from "./patterns";
import { buildStyle } from "./style";
import { readMapTheme } from "./theme";
import { Tip } from "./tip";

export interface StageOptions {
  container: HTMLElement;
  /** Address of the tiles of a layer, with {z}/{x}/{y}. */
  tilePath: (layer: string) => string;
  bounds: Bounds;
  /** On the phone one finger scrolls the page and two move the map. */
  cooperative: boolean;
  onPick: (pick: Pick) => void;
  onHover: (ortsteilId: string | null) => void;
  /** Lines of the note beside the pointer. */
  describe: (ortsteilId: string) => string[];
  describeCell: (cell: Cell) => string[];
}

type Mark = "hover" | "chosen";
type Drawn =
  | "stops"
  | "area-places"
  | "labels"
  | "links"
  | "sites"
  | "projects"
  | "project-area"
  | "kommunen-labels"
  | "isochrones"
  | "marks";

/** What a click on the map hits. */
export interface Pick {
  lon: number;
  lat: number;
  ortsteilId: string | null;
  facilityId: string | null;
  stopId: string | null;
  /** Projects whose symbol is hit. */
  projects: readonly string[];
}

/** What a click is for: an Ortsteil, any place, a facility, or the note on a cell. */
export type Aim = "area" | "place" | "facility" | "cell";

/** Half the width of what a finger or a pointer covers. */
const REACH_PX = 7;

export class Stage {
  private readonly marked: Record<Mark, string | null> = { hover: null, chosen: null };
  private readonly tip: Tip;
  private target: Bounds | null = null;
  private chosenBounds: Bounds | null = null;
  private moved = false;
  private aim: Aim = "area";
  private changed: readonly string[] = [];
  private cells: readonly (string | null)[] = [];
  private legend: () => DOMRect = () => new DOMRect();

  private constructor(
    private readonly map: MapLibre,
    private readonly options: StageOptions,
  ) {
    this.tip = new Tip(options.container);
    this.listen();
  }

  /** The stage on a map that is ready. */
  static async create(options: StageOptions): Promise<Stage> {
    const map = await makeMap(options);
    return new Stage(map, options);
  }

  remove(): void {
    this.map.remove();
  }

  private listen(): void {
    const { map, options } = this;
    map.on("mousemove", (event) => this.point(event));
    map.on("mouseout", () => {
      this.tip.hide();
      options.onHover(null);
    });
    map.on("click", (event) => {
      const { lng: lon, lat } = event.lngLat;
      // A finger does not hover: it taps to read.
      if (this.aim === "cell") return this.point(event);
      options.onPick({
        lon,
        lat,
        ortsteilId: this.areaAt(event),
        facilityId: this.spotAt(event, "facilities", "facility_id"),
        stopId: this.spotAt(event, "stops", "stop_id"),
        projects: this.spotAt(event, "projects", "keys")?.split("\n") ?? [],
      });
    });
    map.on("movestart", (event) => {
      this.noteIdle(false);
      if ("originalEvent" in event && event.originalEvent) this.moved = true;
    });
    map.on("moveend", () => this.noteCamera());
    // "idle" follows the last frame; every other frame tells that something is still to be drawn.
    map.on("render", () => this.noteIdle(false));
    map.on("idle", () => this.noteIdle(true));
    map.on("resize", () => this.keepInView());
    this.noteCamera();
  }

  /** The camera as data of the element: what is being looked at can be read from outside. */
  private noteCamera(): void {
    const { lng, lat } = this.map.getCenter();
    this.options.container.dataset.camera = [lng, lat, this.map.getZoom()].join();
  }

  /** Whether all is drawn, as data of the element. */
  private noteIdle(idle: boolean): void {
    const { dataset } = this.options.container;
    if (idle) dataset.idle = "true";
    else delete dataset.idle;
  }

  private areaAt(event: MapMouseEvent): string | null {
    const [area] = this.map.queryRenderedFeatures(event.point, { layers: ["area"] });
    return typeof area?.id === "string" ? area.id : null;
  }

  /** The point of a layer below the pointer, or within reach of it. */
  private spotAt({ point: { x, y } }: MapMouseEvent, layer: string, key: string): string | null {
    const [spot] = this.map.queryRenderedFeatures(
      [
        [x - REACH_PX, y - REACH_PX],
        [x + REACH_PX, y + REACH_PX],
      ],
      { layers: [layer] },
    );
    const id = spot?.properties[key];
    return typeof id === "string" ? id : null;
  }

  private cellAt(event: MapMouseEvent): Cell | null {
    const [cell] = this.map.queryRenderedFeatures(event.point, { layers: ["cells"] });
    if (typeof cell?.id !== "number") return null;
    const { residents } = cell.properties;
    return { index: cell.id, residents: typeof residents === "number" ? residents : null };
  }

  private point(event: MapMouseEvent): void {
    const { map, options } = this;
    const id = this.areaAt(event);
    const [spot] = map.queryRenderedFeatures(event.point, {
      layers: ["marks", "sites", "projects", "area-places", "facilities", "stops", "isochrones"],
    });
    map.getCanvas().style.cursor = this.cursorAt(event, id);
    options.onHover(id);
    const names = spot?.properties.names ?? spot?.properties.name;
    const cell = this.cellAt(event);
    const area = id ? options.describe(id) : [];
    const lines = [
      ...(names ? String(names).split("\n") : []),
      ...(cell ? [...options.describeCell(cell), ...area.slice(0, 1)] : area),
    ];
    if (lines.length > 0) this.tip.show(lines, event.point.x, event.point.y);
    else this.tip.hide();
  }

  private cursorAt(event: MapMouseEvent, ortsteilId: string | null): string {
    if (this.aim === "place") return "crosshair";
    const hit =
      this.aim === "facility" ? this.spotAt(event, "facilities", "facility_id") : ortsteilId;
    return hit ? "pointer" : "";
  }

  /** What the next click is for. */
  aimAt(aim: Aim): void {
    this.aim = aim;
    this.map.getCanvas().style.cursor = aim === "place" ? "crosshair" : "";
  }

  /** Colour the areas; what has no colour is drawn as missing. */
  colour(ids: Iterable<string>, colours: ReadonlyMap<string, string>, neutral: boolean): void {
    const fallback = neutral ? readMapTheme().plain : undefined;
    for (const id of ids) {
      const colour = neutral ? fallback : colours.get(id);
      this.map.setFeatureState(
        { source: "ortsteile", sourceLayer: "ortsteile", id },
        { colour: colour ?? null, known: colour !== undefined },
      );
    }
  }

  /** Mark one Ortsteil as hovered or chosen; the mark leaves the one before. */
  mark(kind: Mark, id: string | null, bounds: Bounds | null = null): void {
    const place = { source: "ortsteile", sourceLayer: "ortsteile" };
    const before = this.marked[kind];
    if (before) this.map.setFeatureState({ ...place, id: before }, { [kind]: false });
    if (id) this.map.setFeatureState({ ...place, id }, { [kind]: true });
    this.marked[kind] = id;
    if (kind === "chosen") {
      this.chosenBounds = bounds;
      this.keepInView();
    }
  }

  /** Outline the Ortsteile that a what-if changes. */
  outline(ids: readonly string[]): void {
    const place = { source: "ortsteile", sourceLayer: "ortsteile" };
    for (const id of this.changed) this.map.setFeatureState({ ...place, id }, { changed: false });
    for (const id of ids) this.map.setFeatureState({ ...place, id }, { changed: true });
    this.changed = ids;
  }

  /** Colour the 100-m cells by their number; `BEYOND`: farther than the limit, null: no figure. */
  colourCells(colours: readonly (string | null)[]): void {
    const from = { source: "cells", sourceLayer: "cells" };
    const { beyond } = readMapTheme();
    for (let id = 0; id < Math.max(this.cells.length, colours.length); id += 1) {
      const colour = colours[id] ?? null;
      this.map.setFeatureState({ ...from, id }, { colour: colour === BEYOND ? beyond : colour });
    }
    this.cells = colours;
  }

  /** Replace the content of one of the GeoJSON sources. */
  draw(source: Drawn, data: FeatureCollection): void {
    this.map.getSource<GeoJSONSource>(source)?.setData(data);
  }

  /** Show or hide layers of the style. */
  show(layers: readonly string[], visible: boolean): void {
    for (const layer of layers) {
      this.map.setLayoutProperty(layer, "visibility", visible ? "visible" : "none");
    }
  }

  /** The facilities of another service. */
  useFacilities(path: string, colour: string): void {
    this.map.getSource<VectorTileSource>("facilities")?.setTiles([path]);
    colourFacilities(this.map, colour);
  }

  /** Where the legend stands now. */
  avoid(legend: () => DOMRect): void {
    this.legend = legend;
  }

  look(bounds: Bounds): void {
    const animate = this.target !== null;
    this.target = bounds;
    this.moved = false;
    lookAt(this.map, bounds, this.legend(), animate);
  }

  /** Look at bounds unless all of them are in view already. */
  reveal(bounds: Bounds): void {
    if (!isClear(this.map, bounds, this.legend())) this.look(bounds);
  }

  /** Keep what is looked at clear of edge and legend after one of them has moved. */
  keepInView(): void {
    const { map, target, chosenBounds } = this;
    if (!target) return;
    if (!this.moved) lookAt(map, target, this.legend(), true);
    else if (chosenBounds && !isClear(map, chosenBounds, this.legend())) {
      lookAt(map, chosenBounds, this.legend(), true);
    }
  }

  /** Take over the colours of the page after a change between light and dark. */
  followTheme(): void {
    const style = buildStyle(readMapTheme(), this.options.tilePath);
    for (const layer of style.layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) {
        this.map.setPaintProperty(layer.id, name as never, value as never);
      }
    }
    this.colourCells(this.cells);
  }
}
