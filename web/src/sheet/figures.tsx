import { StateBadge } from "../frame/state-badge";
import type { Reach } from "../generated/api";
import { useAtlas } from "../state/context";
import { NEARER, splitBound } from "../text/bound";
import { formatDistance, formatDuration } from "../text/numbers";
import { farWords } from "../text/snap";
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
        <Other figure={figure} />
        <StateBadge state={figure.state} title={figure.verdict} />
      </div>
    </li>
  );
}

/** The time beside a way that is judged by its length, and the other way round. */
function Other({ figure }: { figure: Reach }) {
  const { limit_unit, distance_m, travel_time_s } = figure;
  if (distance_m === null || travel_time_s === null) return null;
  const words = limit_unit === "m" ? formatDuration(travel_time_s) : formatDistance(distance_m);
  return <small>{words}</small>;
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
  const far = farWords("Einrichtung", figure.facility_snap_m);
  if (far) words.push(far);
  const border = abroad ? borderWords(figure) : null;
  return border ? [...words, border] : words;
}

/** What crossing the border saves, or that the own Kommune has nothing of the kind. */
function borderWords(figure: Reach): string | null {
  const { border_gain_s, own_facility, own_none, kommune } = figure;
  if (border_gain_s !== null) {
    if (border_gain_s < NOTICEABLE_GAIN_S) return null;
    const own = own_facility ?? "der nächsten";
    return `Über die Grenze ${formatDuration(border_gain_s)} kürzer als zu ${own} in ${kommune}`;
  }
  return own_none ? `In ${kommune} selbst keine Einrichtung` : null;
}
