import { type Answer, useApi } from "../api/use-api";
import type { Pooling } from "../generated/api";
import { poolAsk } from "../state/pool";
import type { View } from "../state/view";

type Path = (route: string, parameters?: Record<string, string | null>) => string;

/** Shared sites of the area or Projektraum that is open; nothing where none are asked for. */
export function usePool(view: View, path: Path): Answer<Pooling> {
  const { pool, area, raum } = view.share;
  const ask = view.tab === "naehe" ? poolAsk(pool, area, raum) : null;
  return useApi<Pooling>(ask && path("/areas/pool"), ask && JSON.stringify(ask));
}
