import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Bounds, KommuneCollection, ZentrumCollection } from "../api/geo";
import { type Answer, useApi } from "../api/use-api";
import type { Links, ProjectInfo, Reach } from "../generated/api";
import { type Atlas, useAtlas } from "../state/context";
import { boundsOf } from "../strip/outline";
import { formatPeople } from "../text/numbers";
import { roundPlace } from "../tools/place";
import { useCells } from "./cells";
import { classColours } from "./colours";
import {
  kommuneLabels,
  labelFeatures,
  linkFeatures,
  nearestOfKommunen,
  projectFeatures,
} from "./features";
import { Legend, type Shown } from "./legend";
import { Sources } from "./sources";
import type { Pick, Stage } from "./stage";
import { tileAddress, useStage } from "./use-stage";
import { useChanged, useTools } from "./use-tools";

const NO_ROWS: Reach[] = [];

interface MapPaneProps {
  reach: Answer<Reach[]>;
  links: Links | null;
  projects: ProjectInfo[];
}

/** The map with its legend, scale and sources. */
export function MapPane({ reach, links, projects }: MapPaneProps) {
  const atlas = useAtlas();
  const { view, verbund } = atlas;
  const element = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDetailsElement>(null);
  const rows = reach.value ?? NO_ROWS;
  const { stage, failed } = useStage(element, {
    atlas,
    bounds: verbund.bounds,
    describe: (id) => describe(id, atlas, rows),
    pick: (hit) => pick(hit, atlas),
  });
  const usual: Shown = {
    facilities: atlas.tinted,
    projects: view.tab === "projekte",
    cells: false,
  };
  const [shown, show] = useState(usual);
  useEffect(() => show({ ...usual, cells: shown.cells }), [view.tab]);

  const cells = useCells(stage, atlas, shown.cells);
  const target = useTools(stage, atlas);
  useAreas(stage, atlas, rows, shown.cells && cells.info !== null);
  usePoints(stage, atlas, shown, projects);
  useLabels(stage, atlas, rows);
  useLines(stage, atlas, links);
  useCamera(stage, atlas, legend, target);
  // The legend grows with the words for the cells.
  useEffect(() => stage?.keepInView(), [stage, cells.without]);
  // After the camera: what changes must come into view.
  useChanged(stage, atlas);
  const hatched = atlas.ortsteile.features.some(({ properties }) => properties.geometrie_estimated);
  return (
    <section class="map" aria-label="Karte">
      <div class="canvas" ref={element} />
      {failed && (
        <p class="no-map">
          Die Karte lässt sich hier nicht zeichnen (WebGL fehlt). Die Liste zeigt dieselben Zahlen.
        </p>
      )}
      <Legend
        element={legend}
        hatched={hatched}
        within={(links?.links.length ?? 0) > 0}
        missing={rows.some(({ class_letter }) => class_letter === null)}
        cells={cells}
        shown={shown}
        show={show}
      />
      <Sources />
    </section>
  );
}

/** A click opens an Ortsteil, or hands the open tool what it asks for. */
function pick({ lon, lat, ortsteilId, facilityId }: Pick, { go, tool, byId }: Atlas): void {
  if (tool === "neu") go({ at: roundPlace(lon, lat) });
  else if (tool === "ohne") {
    if (facilityId) go({ facility: facilityId });
  } else if (ortsteilId) {
    go({ zentrum: ortsteilId, kommune: byId.get(ortsteilId)?.properties.ags ?? null });
  }
}

/** The note beside the pointer: name, figure, state, residents. */
function describe(id: string, atlas: Atlas, rows: readonly Reach[]): string[] {
  const place = atlas.byId.get(id)?.properties;
  if (!place) return [];
  const lines = [`${place.name} (${place.kommune})`];
  const row = atlas.tinted && rows.find(({ zentrum_id }) => zentrum_id === id);
  if (row) {
    const figure = row.value === null ? row.state_title : `${row.value_text}, ${row.verdict}`;
    lines.push(`${row.layer_title}: ${figure}`);
  }
  lines.push(`Einwohner: ${formatPeople(place.residents, place.residents_estimated)}`);
  return lines;
}

/** Colour and marks of the areas; below cells they are neutral. */
function useAreas(stage: Stage | null, atlas: Atlas, rows: Reach[], below: boolean): void {
  const { byId, layerMode, hovered, view, tinted } = atlas;
  const colours = useMemo(() => classColours(rows, layerMode?.classes ?? []), [rows, layerMode]);
  const theme = useThemeMark(stage);
  const neutral = !tinted || below;
  // The neutral colour follows the theme
  useEffect(() => {
    stage?.colour(byId.keys(), colours, neutral);
  }, [stage, byId, colours, neutral, theme]);
  useEffect(() => stage?.mark("hover", hovered), [stage, hovered]);
  useEffect(() => {
    const place = view.zentrum ? byId.get(view.zentrum) : undefined;
    stage?.mark("chosen", place ? view.zentrum : null, place ? boundsOf([place]) : null);
  }, [stage, byId, view.zentrum]);
}

/** Follow the theme that the page notes on its root element. */
function useThemeMark(stage: Stage | null): string {
  const [mark, setMark] = useState(document.documentElement.dataset.theme ?? "");
  useEffect(() => {
    const follow = new MutationObserver(() => {
      stage?.followTheme();
      setMark(document.documentElement.dataset.theme ?? "");
    });
    follow.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => follow.disconnect();
  }, [stage]);
  return mark;
}

function usePoints(
  stage: Stage | null,
  atlas: Atlas,
  shown: Shown,
  projects: readonly ProjectInfo[],
): void {
  const { layer, byId } = atlas;
  const address = tileAddress(atlas, "facilities", layer.key);
  useEffect(() => stage?.useFacilities(address, layer.colour), [stage, address, layer.colour]);
  useEffect(() => stage?.show(["facilities"], shown.facilities), [stage, shown.facilities]);
  useEffect(() => stage?.show(["projects"], shown.projects), [stage, shown.projects]);
  useEffect(
    () => stage?.draw("projects", projectFeatures(projects, byId)),
    [stage, projects, byId],
  );
}

function useLabels(stage: Stage | null, atlas: Atlas, rows: Reach[]): void {
  const zentren = useApi<ZentrumCollection>(atlas.path("/zentren")).value;
  const kommunen = useApi<KommuneCollection>(atlas.path("/kommunen")).value;
  const { view } = atlas;
  const figures = atlas.tinted ? rows : NO_ROWS;
  useEffect(() => {
    if (zentren) stage?.draw("labels", labelFeatures(zentren, figures, view.zentrum));
  }, [stage, zentren, figures, view.zentrum]);
  useEffect(() => {
    if (kommunen) stage?.draw("kommunen-labels", kommuneLabels(kommunen));
  }, [stage, kommunen]);
}

function useLines(stage: Stage | null, atlas: Atlas, links: Links | null): void {
  const visible = atlas.view.tab === "naehe";
  useEffect(() => {
    const known = links && visible ? [...nearestOfKommunen(links.nearest), ...links.links] : [];
    stage?.draw("links", linkFeatures(known));
  }, [stage, links, visible]);
}

/** Look at what a tool shows, else at the chosen Kommune, or at all of them. */
function useCamera(
  stage: Stage | null,
  { place, ortsteile, verbund }: Atlas,
  legend: { current: HTMLDetailsElement | null },
  target: Bounds | null,
): void {
  useEffect(() => {
    stage?.avoid(() => legend.current?.getBoundingClientRect() ?? new DOMRect());
    const members = ortsteile.features.filter(({ properties }) => properties.ags === place);
    stage?.look(target ?? boundsOf(members) ?? verbund.bounds);
  }, [stage, place, ortsteile, verbund, legend, target]);
}
