import type { State } from "../generated/api";

const TONE: Record<State, string> = {
  reached: "good",
  beyond_limit: "bad",
  not_connected: "bad",
  outside_data_area: "none",
  data_missing: "none",
};

/** The state of a figure in words; the colour only repeats them. */
export function StateBadge({ state, title }: { state: State; title: string }) {
  return <span class={`badge ${TONE[state]}`}>{title}</span>;
}
