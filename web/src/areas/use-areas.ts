import { useMemo } from "preact/hooks";
import { type Answer, useApi } from "../api/use-api";
import type { Areas, Projektraum } from "../generated/api";
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

/** The members of the Projektraum that is open, as an area on the map. */
export function useRaumOnMap(view: View, path: Path): Areas | null {
  const id = view.tab === "naehe" ? view.share.raum : null;
  const { value } = useApi<Projektraum>(id && path(`/projektraeume/${encodeURIComponent(id)}`, {}));
  return useMemo(() => {
    if (!value || value.info.raum_id !== id) return null;
    const places = value.members.flatMap(({ place }) => place ?? []);
    const hub = places.find(({ place_id }) => place_id === value.hub_id) ?? places[0];
    const members = places.map((place) => ({ place }));
    const area = { area_id: id, kind: "near", title: value.info.name, hub, members };
    return { areas: [area] } as unknown as Areas;
  }, [value, id]);
}
