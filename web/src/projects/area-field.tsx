import { useState } from "preact/hooks";
import { useAtlas } from "../state/context";
import { formatQuantity } from "../text/numbers";
import { countParts, readArea, toArea } from "./area";
import type { Draft } from "./draft";

interface AreaFieldProps {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
}

const NO_AREA =
  "In der Datei steht keine Fläche (GeoJSON mit Polygon, in Grad): bitte eine andere wählen.";

/** An area of its own: the chosen Ortsteile, or a GeoJSON file of another program. */
export function AreaField({ draft, put }: AreaFieldProps) {
  const { byId } = useAtlas();
  const [problem, setProblem] = useState<string | null>(null);
  const chosen = draft.zentren.flatMap((id) => byId.get(id) ?? []);
  const parts = countParts(draft.area);
  const take = (area: Draft["area"]) => {
    setProblem(area ? null : NO_AREA);
    if (area) put({ area });
  };
  return (
    <fieldset class="entry">
      <legend>Gebiet</legend>
      <p role="status">
        {parts === 0
          ? "Kein eigenes Gebiet."
          : `Eigenes Gebiet aus ${formatQuantity(parts, "Fläche", "Flächen")}.`}
      </p>
      {chosen.length > 0 && (
        <button type="button" class="button quiet" onClick={() => take(toArea(chosen))}>
          Gewählte Ortsteile als Gebiet nehmen
        </button>
      )}
      <label class="field">
        <span>Gebiet aus einer Datei (GeoJSON)</span>
        <input
          type="file"
          accept=".geojson,.json,application/geo+json"
          onChange={async (event) => {
            const input = event.currentTarget;
            const file = input.files?.[0];
            if (file) take(readArea(await file.text()));
            input.value = "";
          }}
        />
      </label>
      {problem && <p role="alert">{problem}</p>}
      {parts > 0 && (
        <button type="button" class="plain-link" onClick={() => put({ area: null })}>
          Gebiet entfernen
        </button>
      )}
    </fieldset>
  );
}
