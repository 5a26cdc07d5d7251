import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { apiPath } from "./api/client";
import type { OrtsteilCollection } from "./api/geo";
import { type Answer, useApi } from "./api/use-api";
import { useAreas, useRaumOnMap } from "./areas/use-areas";
import { GapsPanel } from "./gaps/gaps-panel";
import type {
  Headline,
  LayerInfo,
  Links,
  NetworkInfo,
  ProjectList,
  Ranking,
  Reach,
  VerbundInfo,
} from "./generated/api";
import { LinksPanel } from "./links/links-panel";
import { MapPane } from "./map/map-pane";
import { rankingTint, reachTint, type Tint } from "./map/tint";
import { MobilityPanel } from "./mobility/mobility-panel";
import { StopStrip } from "./mobility/stop-strip";
import { useTransitTint } from "./mobility/use-transit";
import { projectsPath } from "./projects/paths";
import { ProjectsPanel } from "./projects/projects-panel";
import { ZentrumDialog } from "./sheet/zentrum-dialog";
import { type Atlas, AtlasContext, EVERYWHERE, modeTitle, useAtlas } from "./state/context";
import type { Navigation } from "./state/use-view";
import { isRanked, type Tool, writeWeights } from "./state/view";
import { Strip } from "./strip/strip";
import { SupplyPanel } from "./supply/supply-panel";
import { CellsPanel } from "./tools/cells-panel";
import { ComparePanel } from "./tools/compare-panel";
import { IsochronePanel } from "./tools/isochrone-panel";
import { WhatIfPanel } from "./tools/what-if-panel";

interface WorkspaceProps {
  navigation: Navigation;
  verbund: VerbundInfo;
  layers: LayerInfo[];
  ortsteile: OrtsteilCollection;
}

interface Answers {
  reach: Answer<Reach[]>;
  headline: Answer<Headline>;
  ranking: Answer<Ranking>;
}

function useAtlasValue(props: WorkspaceProps, network: NetworkInfo | null): Atlas | null {
  const { navigation, verbund, layers, ortsteile } = props;
  const { view, go, href } = navigation;
  const [hovered, hover] = useState<string | null>(null);
  const path = useCallback(
    (route: string, parameters: Record<string, string | null> = {}) =>
      apiPath(route, { verbund: view.verbund, ...parameters }),
    [view.verbund],
  );
  const byId = useMemo(
    () => new Map(ortsteile.features.map((each) => [each.properties.ortsteil_id, each])),
    [ortsteile],
  );
  const start = useMemo(() => largestKommune(ortsteile), [ortsteile]);
  const layer =
    layers.find(({ key }) => key === view.layer) ??
    layers.find(({ key }) => key === verbund.default_layer) ??
    layers[0];
  if (!layer) return null;
  const tool = network && view.tool;
  // Under isochrones the classes of the service would be mistaken for minutes.
  const tinted =
    (view.tab === "versorgung" && tool !== "zeit" && tool !== "zellen") || view.tab === "luecken";
  const own = view.zentrum ? byId.get(view.zentrum)?.properties.ags : undefined;
  // Cells and stops are too small to be read from afar.
  const near = tinted || tool === "zellen" || view.tab === "mobilitaet";
  const place = view.kommune ?? own ?? (near ? start : EVERYWHERE);
  const layerMode = layer.modes.find(({ mode }) => mode === view.mode) ?? null;
  return {
    view,
    go,
    href,
    verbund,
    layers,
    layer,
    layerMode,
    ortsteile,
    byId,
    path,
    hovered,
    hover,
    place,
    tinted,
    tint: null,
    network,
    tool,
  };
}

/** To begin with, the map shows the Kommune with most Zentren. */
function largestKommune({ features }: OrtsteilCollection): string {
  const counts = new Map<string, number>();
  for (const { properties } of features) {
    counts.set(properties.ags, (counts.get(properties.ags) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? EVERYWHERE;
}

/** Versorgung: the list of a service, or one of the tools in its place. */
function Supply({ reach, headline }: Omit<Answers, "ranking">) {
  const { tool } = useAtlas();
  const before = useRef<Tool | null>(null);
  const left = before.current;
  useEffect(() => {
    before.current = tool;
  }, [tool]);
  if (tool === "zeit") return <IsochronePanel />;
  if (tool === "zellen") return <CellsPanel />;
  if (tool === "neu" || tool === "ohne") return <WhatIfPanel />;
  if (tool === "laeufe") return <ComparePanel />;
  return <SupplyPanel reach={reach} headline={headline} before={left} />;
}

/** The classes of the question asked: of the ranking, else of the service. */
function useTint(atlas: Atlas | null, { reach, headline, ranking }: Answers): Tint | null {
  const ranked = atlas !== null && isRanked(atlas.view);
  const mode = atlas ? modeTitle(atlas) : "";
  const missing = atlas?.verbund.states.find(({ key }) => key === "data_missing")?.title ?? "";
  const { layer, layerMode, tinted, view } = atlas ?? {};
  return useMemo(() => {
    if (!tinted || !layer || !view) return null;
    if (ranked) return ranking.value && rankingTint(ranking.value, view.ranking, missing);
    const of = { layer, layerMode: layerMode ?? null, mode };
    return reach.value && reachTint(reach.value, of, headline.value);
  }, [
    ranked,
    tinted,
    layer,
    layerMode,
    view?.ranking,
    mode,
    missing,
    reach.value,
    headline.value,
    ranking.value,
  ]);
}

/** The working part of the page: question and list, map, sheet, strip of the Kommunen. */
export function Workspace(props: WorkspaceProps) {
  const { view } = props.navigation;
  const loaded = useApi<NetworkInfo>(apiPath("/network", { verbund: view.verbund }));
  const network = loaded.value && loaded.value.modes.length > 0 ? loaded.value : null;
  const atlas = useAtlasValue(props, network);
  const question = { layer: atlas?.layer.key ?? null, mode: view.mode };
  const path = (route: string, parameters: Record<string, string | null> = {}) =>
    apiPath(route, { verbund: view.verbund, ...parameters });
  const reach = useApi<Reach[]>(atlas && path("/reachability", question));
  const headline = useApi<Headline>(atlas && path("/summary", question));
  const links = useApi<Links>(view.tab === "naehe" ? path("/links", { mode: view.mode }) : null);
  const projects = useApi<ProjectList>(projectsPath(view, path));
  const areas = useAreas(view, path);
  const raum = useRaumOnMap(view, path);
  const weights = writeWeights(view.weights) || null;
  const ranking = useApi<Ranking>(
    isRanked(view) ? path("/ranking", { mode: view.mode, weights }) : null,
  );
  const transit = useTransitTint({ view, path });
  const tint = useTint(atlas, { reach, headline, ranking }) ?? transit;
  useEffect(() => {
    document.documentElement.style.setProperty("--missing", props.verbund.palette.missing);
  }, [props.verbund]);
  if (!atlas) {
    return (
      <main id="inhalt" class="alone">
        <p>Für diesen Verbund ist noch kein Dienst geladen.</p>
      </main>
    );
  }
  const known = view.zentrum && atlas.byId.has(view.zentrum) ? view.zentrum : null;
  // A tool takes the place of list and sheet.
  const zentrum = atlas.tool || (view.tool && loaded.loading) ? null : known;
  return (
    <AtlasContext.Provider value={{ ...atlas, tint }}>
      <main id="inhalt" class={zentrum ? "workspace with-sheet" : "workspace"}>
        {view.tab === "versorgung" && <Supply reach={reach} headline={headline} />}
        {view.tab === "luecken" && <GapsPanel ranking={ranking} />}
        {view.tab === "mobilitaet" && <MobilityPanel />}
        {view.tab === "naehe" && <LinksPanel links={links} areas={areas} />}
        {view.tab === "projekte" && <ProjectsPanel projects={projects} />}
        <MapPane
          links={links.value}
          areas={raum ?? areas.value}
          projects={projects.value?.projects ?? []}
        />
        {zentrum && <ZentrumDialog key="sheet" id={zentrum} />}
        {view.mobility.stop ? <StopStrip /> : <Strip />}
      </main>
    </AtlasContext.Provider>
  );
}
