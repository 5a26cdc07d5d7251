import { useId } from "preact/hooks";
import type { Ranking, RankWeight } from "../generated/api";
import { useAtlas } from "../state/context";
import type { Weights } from "../state/view";
import { formatQuantity } from "../text/numbers";

/** What a service can count. */
const MOST = 3;
const WORDS = ["zählt nicht", "einfach", "doppelt", "dreifach"];

function weightWords(weight: number): string {
  return WORDS[weight] ?? `${weight}-fach`;
}

/** Weights with one of them changed; what is as usual is left out of the address. */
export function withWeight(weights: Weights, row: RankWeight, weight: number): Weights {
  const { [row.layer]: _, ...others } = weights;
  return weight === row.weight_default ? others : { ...others, [row.layer]: weight };
}

/** The weights of the services: in one line, and to change. */
export function WeightList({ ranking }: { ranking: Ranking }) {
  const { view, go } = useAtlas();
  const known = ranking.weights.filter(({ n_judged }) => n_judged > 0);
  const blind = ranking.weights.filter(({ n_judged }) => n_judged === 0);
  if (known.length === 0) return null;
  const changed = Object.keys(view.weights).length > 0;
  const counting = known.filter(({ weight }) => weight > 0);
  return (
    <details class="weights">
      <summary>
        Gewichte: {changed ? "geändert" : "alle gleich"}{" "}
        <small>{formatQuantity(counting.length, "Dienst zählt", "Dienste zählen")}</small>
      </summary>
      <ul>
        {known.map((row) => (
          <Weight key={row.layer} row={row} last={counting.length === 1 && row.weight > 0} />
        ))}
      </ul>
      {blind.length > 0 && (
        <p class="note">Ohne Daten: {blind.map(({ title }) => title).join(", ")}.</p>
      )}
      {changed && (
        <button type="button" class="text-button" onClick={() => go({ weights: {} })}>
          wie üblich gewichten
        </button>
      )}
    </details>
  );
}

function Weight({ row, last }: { row: RankWeight; last: boolean }) {
  const { view, go } = useAtlas();
  const id = useId();
  const partly =
    row.n_judged < row.n_total ? `, bekannt in ${row.n_judged} von ${row.n_total}` : "";
  return (
    <li>
      <label for={id}>
        {row.title}
        <small>
          Norm {row.norm_text}
          {partly}
        </small>
      </label>
      <span>
        <input
          id={id}
          type="range"
          // Something has to count.
          min={last ? 1 : 0}
          max={MOST}
          step={1}
          value={row.weight}
          aria-valuetext={weightWords(row.weight)}
          onChange={(event) =>
            go({ weights: withWeight(view.weights, row, Number(event.currentTarget.value)) })
          }
        />
        <small>{weightWords(row.weight)}</small>
      </span>
    </li>
  );
}
