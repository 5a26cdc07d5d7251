import { StateBadge } from "../frame/state-badge";
import type { Reach } from "../generated/api";
import { useAtlas } from "../state/context";
import { NEARER, splitBound } from "../text/bound";
import { formatDuration } from "../text/numbers";
import { sortRows } from "../text/sort";

const NOTICEABLE_GAIN_S = 30;

/** Figures of one mode; what has no data is named in one sentence and not left out. */
export function Figures({ figures }: { figures: Reach[] }) {
  const { layers } = useAtlas();
  const order = new Map(layers.map((layer) => [layer.key, layer.order]));
  const sorted = sortRows(figures, ({ layer }) => order.get(layer) ?? null, "ascending");
  const known = sorted.filter(({ state }) => state !== "data_missing");
  const missing = sorted.filter(({ state }) => state === "data_missing");
  return (
    <>
      {known.length > 0 && (
        <ul class="figures">
          {known.map((figure) => (
            <Figure key={figure.layer} figure={figure} />
          ))}
        </ul>
      )}
      {missing.length > 0 && (
        <p class="no-data">
          <span class="badge none">{missing[0]?.state_title}</span>{" "}
          {missing.map(({ layer_title }) => layer_title).join(", ")}
        </p>
      )}
    </>
  );
}

function Figure({ figure }: { figure: Reach }) {
  const { layer, go } = useAtlas();
  const chosen = layer.key === figure.layer;
  return (
    <li class={chosen ? "chosen" : ""}>
      <div>
        <button
          type="button"
          class="plain-link"
          aria-current={chosen ? "true" : undefined}
          onClick={() => go({ layer: figure.layer })}
        >
          {figure.layer_title}
        </button>
        {facilityWords(figure).map((words) => (
          <small key={words}>{words}</small>
        ))}
      </div>
      <div class="numeric">
        {figure.value !== null && <Value text={figure.value_text} />}
        <StateBadge state={figure.state} title={figure.verdict} />
      </div>
    </li>
  );
}

function Value({ text }: { text: string }) {
  const [bound, figure] = splitBound(text);
  return (
    <span>
      {bound && <small>{bound} </small>}
      <strong>{figure}</strong>
    </span>
  );
}

/** Which facility it is and where, what the own Kommune offers, what is uncertain. */
export function facilityWords(figure: Reach): string[] {
  const words: string[] = [];
  const abroad = figure.facility_kommune !== null && figure.facility_kommune !== figure.kommune;
  if (figure.facility) {
    words.push(abroad ? `${figure.facility} in ${figure.facility_kommune}` : figure.facility);
  }
  const judged = `${figure.norm_id === null ? "Vergleichswert" : "Norm"} ${figure.limit_text}`;
  words.push(figure.nearer_possible ? `${judged} · ${NEARER}` : judged);
  if (figure.border_gain_s !== null && figure.border_gain_s >= NOTICEABLE_GAIN_S) {
    words.push(
      `Über die Grenze ${formatDuration(figure.border_gain_s)} kürzer als zu ${figure.own_facility ?? "der nächsten"} in ${figure.kommune}`,
    );
  }
  return words;
}
