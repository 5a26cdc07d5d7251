import type { FeatureCollection, MultiPolygon } from "geojson";
import { useEffect } from "preact/hooks";
import { useApi } from "../api/use-api";
import type { Project } from "../generated/api";
import type { Stage } from "../map/stage";
import type { Atlas } from "../state/context";
import { projectRoute } from "./paths";

/** The outline of the project that is being read, if it has an area of its own; asked anew after it was edited. */
export function useProjectArea(stage: Stage | null, { view, path }: Atlas): void {
  const { project, doing } = view.projects;
  const id = view.tab === "projekte" && doing === null ? project : null;
  const found = useApi<Project>(id ? path(projectRoute(id)) : null).value;
  const area = found?.info.project_id === id ? (found?.area ?? null) : null;
  useEffect(() => stage?.draw("project-area", collect(area as MultiPolygon | null)), [stage, area]);
}

function collect(area: MultiPolygon | null): FeatureCollection {
  const features = area ? [{ type: "Feature" as const, properties: {}, geometry: area }] : [];
  return { type: "FeatureCollection", features };
}
