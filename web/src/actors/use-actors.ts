import { forgetBelow } from "../api/client";
import { useApi } from "../api/use-api";
import type { ActorForm } from "../generated/api";
import { useAtlas } from "../state/context";

export const SHOWN_ACTORS = 200;

/** Words of the form of actors, and what the person may do. */
export function useActorForm(): ActorForm | null {
  return useApi<ActorForm>(useAtlas().path("/actors/form")).value;
}

/** Path of one actor, or of a part of it. */
export function actorRoute(id: string, part = ""): string {
  return `/actors/${encodeURIComponent(id)}${part}`;
}

/** Ask anew for actors, and for the teams that they belong to. */
export function forgetActors(): void {
  forgetBelow("/api/actors");
  forgetBelow("/api/projects");
}
