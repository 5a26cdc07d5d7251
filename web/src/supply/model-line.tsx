import type { RunInfo } from "../generated/api";
import { type Atlas, modeTitle, useAtlas } from "../state/context";
import { NO_TOOL } from "../state/view";
import { formatDate, formatDecimal } from "../text/numbers";

const DETOUR = "detour_factor";
const NETWORK = "network";

/** "Luftlinienmodell (× 1,3)", or the words for the streets: how the figures were made. */
function modelWords(run: RunInfo): string {
  if (run.model === NETWORK) return run.model_note;
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

/** Which streets the tools go by, and what they leave out. */
export function StreetsLine() {
  const { network } = useAtlas();
  if (!network) return null;
  const date = network.date && `Stand ${formatDate(network.date)}`;
  const streets = [network.source, date].filter(Boolean).join(", ") || "OpenStreetMap";
  return (
    <p class="source">
      Straßen: {streets}. {network.note}
    </p>
  );
}

/** The way to the comparison of runs; only where a street network is loaded. */
export function CompareLink() {
  const { network, go } = useAtlas();
  if (!network) return null;
  return (
    <button
      type="button"
      class="text-button"
      onClick={() => go({ ...NO_TOOL, tab: "versorgung", tool: "laeufe" })}
    >
      Läufe vergleichen
    </button>
  );
}

/** Where the figures below come from: model, run, date. */
export function RunLine({ run }: { run: RunInfo }) {
  return (
    <p class="source">
      {modelWords(run)} · Lauf {run.run_id} vom {formatDate(run.finished_at)} <CompareLink />
    </p>
  );
}
