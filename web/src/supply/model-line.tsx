import type { RunInfo } from "../generated/api";
import { type Atlas, modeTitle } from "../state/context";
import { formatDate, formatDecimal } from "../text/numbers";

const DETOUR = "detour_factor";

/** "Luftlinienmodell (× 1,3)": how the figures were made. */
function modelWords(run: RunInfo): string {
  const detour = run.parameters[DETOUR];
  const factor = typeof detour === "number" ? ` (× ${formatDecimal(detour)})` : "";
  return run.model_title + factor;
}

/** The line below the question: way, mode, model. */
export function ModelLine({ atlas }: { atlas: Atlas }) {
  const { run } = atlas.verbund;
  const model = run ? modelWords(run) : "noch nicht berechnet";
  return (
    <p class="model" title={run?.model_note}>
      Weg {modeTitle(atlas)}, {model}
    </p>
  );
}

/** Where the figures below come from: model, run, date. */
export function RunLine({ run }: { run: RunInfo }) {
  return (
    <p class="source">
      {modelWords(run)} · Lauf {run.run_id} vom {formatDate(run.finished_at)}
    </p>
  );
}
