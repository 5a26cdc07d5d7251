import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Bounds, KommuneCollection, ZentrumCollection } from "../api/geo";
import { useApi } from "../api/use-api";
import { areaBounds, areaLines, areaPoints } from "../areas/features";
import { poolLines, poolSites } from "../areas/pool-features";
import { usePool } from "../areas/use-pool";
import type { Areas, Links, ProjectInfo } from "../generated/api";
import { pickTransit, useStopsOnMap, useTransitOutline } from "../mobility/on-map";
import { useProjectArea } from "../projects/area-on-map";
import { type Atlas, useAtlas } from "../state/context";
import { isWriting } from "../state/projects";
import { PHONE, useMedia } from "../state/use-media";
import { boundsOf } from "../strip/outline";
import { formatPeople } from "../text/numbers";
import { roundPlace } from "../tools/place";
import { type CellsView, useCells } from "./cells";
import {
  kommuneLabels,
  labelFeatures,
  linkFeatures,
  nearestOfKommunen,
  projectFeatures,
} from "./features";
import { Legend, type Shown } from "./legend";
import { ProjectPopup } from "./project-popup";
import { Sources } from "./sources";
import type { Pick, Stage } from "./stage";
import { tintColours } from "./tint";
import { tileAddress, useStage } from "./use-stage";
import { useChanged, useTools } from "./use-tools";

interface MapPaneProps {
  links: Links | null;
  areas: Areas | null;
  projects: ProjectInfo[];
}

/** The map with its legend, scale and sources. */
export function MapPane({ links, areas, projects }: MapPaneProps) {
  const atlas = useAtlas();
  const { view, verbund } = atlas;
  const element = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDetailsElement>(null);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const latestCells = useRef<CellsView["describe"] | null>(null);
  const { stage, failed } = useStage(element, {
    atlas,
    bounds: verbund.bounds,
    describe: (id) => describe(id, atlas),
    describeCell: (cell) => latestCells.current?.(cell) ?? [],
    pick: (hit) => {
      // A symbol lies above its Ortsteil; what a form or a tool asks for comes first.
      const keys = atlas.tool || isWriting(view.projects) ? [] : hit.projects;
      setPicked(keys);
      if (keys.length === 0) pick(hit, atlas);
    },
  });
  const usual: Shown = {
    facilities: atlas.tinted,
    projects: view.tab === "projekte",
    cells: false,
    stops: true,
  };
  const [shown, show] = useState(usual);
  useEffect(() => show({ ...usual, cells: shown.cells }), [view.tab]);

  const cells = useCells(stage, atlas, shown.cells);
  latestCells.current = cells.describe;
  const target = useTools(stage, atlas);
  useAreas(stage, atlas, cells.shown);
  usePoints(stage, atlas, shown, projects);
  useStopsOnMap(stage, atlas, shown.stops);
  useLabels(stage, atlas);
  const area = useLines(stage, atlas, links, areas);
  useCamera(stage, atlas, legend, target ?? area);
  useRoomForLegend(stage, legend);
  // After the camera: what changes must come into view.
  useChanged(stage, atlas);
  useTransitOutline(stage, atlas);
  useProjectArea(stage, atlas);
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
        areas={areas}
        cells={cells}
        shown={shown}
        show={show}
      />
      <ProjectPopup
        projects={projects.filter(({ project_id }) => picked.includes(project_id))}
        close={() => setPicked([])}
      />
      <Sources />
    </section>
  );
}

/** A click opens an Ortsteil, or hands the open tool what it asks for. */
function pick(hit: Pick, { view, go, tool, byId }: Atlas): void {
  const { lon, lat, ortsteilId, facilityId } = hit;
  const mobility = pickTransit(hit, view);
  if (tool === "neu" || isWriting(view.projects)) go({ at: roundPlace(lon, lat) });
  else if (tool === "ohne") {
    if (facilityId) go({ facility: facilityId });
  } else if (mobility) go({ mobility });
  else if (ortsteilId) {
    go({ zentrum: ortsteilId, kommune: byId.get(ortsteilId)?.properties.ags ?? null });
  }
}

/** The note beside the pointer: name, figure, state, residents. */
function describe(id: string, { byId, tint }: Atlas): string[] {
  const place = byId.get(id)?.properties;
  if (!place) return [];
  const lines = [`${place.name} (${place.kommune})`];
  const mark = tint?.marks.get(id);
  if (mark) lines.push(mark.words);
  lines.push(`Einwohner: ${formatPeople(place.residents, place.residents_estimated)}`);
  return lines;
}

/** Colour and marks of the areas; below cells they are neutral. */
function useAreas(stage: Stage | null, atlas: Atlas, below: boolean): void {
  const { byId, tint, hovered, view } = atlas;
  const colours = useMemo(() => tintColours(tint), [tint]);
  const theme = useThemeMark(stage);
  const neutral = tint === null || below;
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

function useLabels(stage: Stage | null, atlas: Atlas): void {
  const zentren = useApi<ZentrumCollection>(atlas.path("/zentren")).value;
  const kommunen = useApi<KommuneCollection>(atlas.path("/kommunen")).value;
  const narrow = useMedia(PHONE);
  const { view, tint, byId } = atlas;
  useEffect(() => {
    if (zentren)
      stage?.draw("labels", labelFeatures(zentren, tint, { byId, chosen: view.zentrum, narrow }));
  }, [stage, zentren, tint, byId, view.zentrum, narrow]);
  useEffect(() => {
    if (kommunen) stage?.draw("kommunen-labels", kommuneLabels(kommunen));
  }, [stage, kommunen]);
}

/** Links, areas and shared sites; returns where the one that is picked out lies. */
function useLines(
  stage: Stage | null,
  atlas: Atlas,
  links: Links | null,
  areas: Areas | null,
): Bounds | null {
  const { share, tab } = atlas.view;
  const visible = tab === "naehe" && share.kind === "nachbarn";
  const found = usePool(atlas.view, atlas.path).value;
  useEffect(() => {
    const known = links && visible ? [...nearestOfKommunen(links.nearest), ...links.links] : [];
    if (found && found.sites.length > 0) stage?.draw("links", poolLines(found));
    else if (areas) stage?.draw("links", areaLines(areas, share.area ?? share.raum));
    else stage?.draw("links", linkFeatures(known));
    stage?.draw("sites", poolSites(found));
    stage?.draw("area-places", areaPoints(areas, share.area ?? share.raum));
  }, [stage, links, visible, areas, found, share.area, share.raum]);
  return useMemo(
    () => areaBounds(areas, share.area ?? share.raum, found),
    [areas, found, share.area, share.raum],
  );
}

/** The legend grows with what is loaded, and shrinks when it is folded: the map makes room. */
function useRoomForLegend(
  stage: Stage | null,
  legend: { current: HTMLDetailsElement | null },
): void {
  useEffect(() => {
    if (!stage || !legend.current) return;
    const observer = new ResizeObserver(() => stage.keepInView());
    observer.observe(legend.current);
    return () => observer.disconnect();
  }, [stage, legend]);
}

/** Look at what a tool or an area shows, else at the chosen Kommune, or at all of them. */
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
