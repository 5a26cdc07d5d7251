import { type Answer, useApi } from "../api/use-api";
import type { Areas } from "../generated/api";
import type { View } from "../state/view";

type Path = (route: string, parameters?: Record<string, string | null>) => string;

/** The computed areas that are looked at; nothing where the question is another. */
export function useAreas(view: View, path: Path): Answer<Areas> {
  const { kind } = view.share;
  const wanted = view.tab === "naehe" && (kind === "nah" || kind === "zwillinge");
  const near = kind === "nah";
  return useApi<Areas>(
    wanted
      ? path("/areas", { kind: near ? "near" : "twin", service: near ? view.layer : null })
      : null,
  );
}
