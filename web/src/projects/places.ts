import type { OrtsteilFeature } from "../api/geo";
import type { ProjectInfo } from "../generated/api";

/** The Ortsteile of a project. */
export function placesOf(
  project: ProjectInfo,
  byId: ReadonlyMap<string, OrtsteilFeature>,
): OrtsteilFeature[] {
  return project.zentrum_ids.flatMap((id) => byId.get(id) ?? []);
}
