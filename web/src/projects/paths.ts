/** Addresses of the register, and what to do after something was written to it. */
import { forgetBelow } from "../api/client";
import type { View } from "../state/view";

export const SHOWN_PROJECTS = 200;

type Path = (route: string, parameters?: Record<string, string | null>) => string;

/** What the list asks for; outside of its question everything, for the map. */
export function projectsPath({ tab, kommune, projects }: View, path: Path): string {
  if (tab !== "projekte" || projects.part !== "register")
    return path("/projects", { limit: String(SHOWN_PROJECTS) });
  return path("/projects", {
    q: projects.words || null,
    kommune: kommune === "alle" ? null : kommune,
    zentrum: projects.ortsteil,
    need: projects.need,
    handlungsfeld: projects.field,
    phase: projects.phase,
    deleted: projects.deleted ? "true" : null,
    limit: String(SHOWN_PROJECTS),
  });
}

/** Path of one project, or of a part of it. */
export function projectRoute(id: string, part = ""): string {
  return `/projects/${encodeURIComponent(id)}${part}`;
}

/** Ask anew for the register next time. */
export function forgetProjects(): void {
  forgetBelow("/api/projects");
}
