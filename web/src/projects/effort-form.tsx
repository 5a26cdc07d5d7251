import { useState } from "preact/hooks";
import { formatDecimal } from "../text/numbers";
import { TextField } from "./fields";

/** Working days that a concept takes, and who says so. */
export interface Effort {
  days: number | null;
  source: string;
}

export const NO_EFFORT: Effort = { days: null, source: "" };
const MOST_DAYS = 1000;

/** Parameters of the question; none where nobody has stated the effort. */
export function toAsked({ days, source }: Effort): Record<string, string | null> {
  if (days === null) return {};
  return { effort_days: String(days), effort_source: source };
}

/** Days of a text such as "12,5"; null where it is none. */
export function readDays(text: string): number | null {
  const days = Number(text.trim().replace(",", ".") || Number.NaN);
  return days > 0 && days <= MOST_DAYS ? days : null;
}

/** What joining would spare is only told with an effort of one's own, and its source. */
export function EffortForm({ set }: { set: (effort: Effort) => void }) {
  const [days, setDays] = useState("");
  const [source, setSource] = useState("");
  const [problem, setProblem] = useState("");
  const take = () => {
    const read = readDays(days);
    const words =
      read === null
        ? `Bitte Arbeitstage über 0 bis ${formatDecimal(MOST_DAYS)} angeben.`
        : source.trim()
          ? ""
          : "Bitte angeben, wer es sagt und von wann.";
    setProblem(words);
    if (!words) set({ days: read, source: source.trim() });
  };
  return (
    <details class="more">
      <summary>Was wäre erspart? Eigene Annahme</summary>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <TextField label="Arbeitstage je Konzept" most={8} value={days} put={setDays} />
        <TextField
          label="Quelle"
          value={source}
          put={setSource}
          hint="Wer sagt es, von wann? Etwa „Schätzung Stadt Unna, 2026“."
        />
        {problem && <p role="alert">{problem}</p>}
        <button type="submit" class="button quiet">
          Rechnen
        </button>
      </form>
    </details>
  );
}
