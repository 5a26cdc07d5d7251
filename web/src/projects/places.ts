import type { OrtsteilFeature } from "../api/geo";
import type { ProjectInfo } from "../generated/api";

/** The Ortsteile of a project, which names them by name and Kommune. */
export function placesOf(
  project: ProjectInfo,
  byId: ReadonlyMap<string, OrtsteilFeature>,
): OrtsteilFeature[] {
  return [...byId.values()].filter(
    ({ properties }) =>
      project.zentren.includes(properties.name) && project.kommunen.includes(properties.kommune),
  );
}
