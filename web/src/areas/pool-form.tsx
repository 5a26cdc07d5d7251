import { useId, useState } from "preact/hooks";
import { Select } from "../frame/select";
import { useAtlas } from "../state/context";
import { COUNTS, MINUTES, type PoolView } from "../state/pool";

interface PoolFormProps {
  pool: PoolView;
  /** Whether the service is that of the area. */
  fixed: boolean;
}

/** What is asked for; each choice is answered at once. */
export function PoolForm({ pool, fixed }: PoolFormProps) {
  const { view, go, layers } = useAtlas();
  const put = (part: Partial<PoolView>) =>
    go({ share: { ...view.share, pool: { ...pool, ...part } } });
  const rooms = layers.filter((layer) => layer.rooms);
  const chosen = pool.sites ?? rooms.map(({ key }) => key);
  const toggle = (key: string) => {
    const next = chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key];
    // The last kind of building stays: without any there is nothing to look for.
    if (next.length > 0) put({ sites: next.length === rooms.length ? null : next });
  };
  return (
    <div class="pool-form">
      {!fixed && (
        <Select
          label="Was wird geteilt?"
          value={pool.service}
          choices={layers}
          choose={(service) => put({ service })}
        />
      )}
      <fieldset class="segments">
        <legend class="hidden">Wonach wählen?</legend>
        <button
          type="button"
          aria-pressed={pool.aim === "reach"}
          onClick={() => put({ aim: "reach" })}
        >
          die meisten Menschen
        </button>
        <button
          type="button"
          aria-pressed={pool.aim === "time"}
          onClick={() => put({ aim: "time" })}
        >
          die kürzeste Zeit aller
        </button>
      </fieldset>
      <div class="filters">
        <Select
          label="Wie viele Standorte?"
          value={String(pool.count)}
          choices={COUNTS.map((count) => ({
            key: String(count),
            title: count === 1 ? "einer" : `bis zu ${count}`,
          }))}
          choose={(count) => put({ count: Number(count) })}
        />
        <Select
          label="Höchstens mit dem Auto"
          all="wie im Lauf"
          value={pool.minutes === null ? "" : String(pool.minutes)}
          choices={MINUTES.map((minutes) => ({ key: String(minutes), title: `${minutes} min` }))}
          choose={(minutes) => put({ minutes: minutes ? Number(minutes) : null })}
        />
      </div>
      <fieldset class="checks">
        <legend>In welchen Gebäuden?</legend>
        {rooms.map(({ key, plural, n_facilities }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={chosen.includes(key)}
              onChange={() => toggle(key)}
              disabled={chosen.length === 1 && chosen[0] === key}
            />
            <span>
              {plural}
              {n_facilities === 0 && <small> (keine geladen)</small>}
            </span>
          </label>
        ))}
      </fieldset>
      <Threshold pool={pool} put={put} />
    </div>
  );
}

interface ThresholdProps {
  pool: PoolView;
  put: (part: Partial<PoolView>) => void;
}

/** People that a site needs: only with the source of the number. */
function Threshold({ pool, put }: ThresholdProps) {
  const [need, setNeed] = useState(pool.need > 0 ? String(pool.need) : "");
  const [source, setSource] = useState(pool.source);
  const ids = { need: useId(), source: useId() };
  return (
    <details class="threshold" open={pool.need > 0}>
      <summary>Wie viele Menschen braucht ein Standort?</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          put({ need: Number(need) || 0, source: need ? source.trim() : "" });
        }}
      >
        <div class="field">
          <label for={ids.need}>Menschen</label>
          <input
            id={ids.need}
            type="number"
            min={0}
            max={10_000_000}
            value={need}
            onInput={(event) => setNeed(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for={ids.source}>Woher stammt die Zahl?</label>
          <input
            id={ids.source}
            type="text"
            maxLength={200}
            required={Number(need) > 0}
            placeholder="etwa Angabe des Betreibers"
            value={source}
            onInput={(event) => setSource(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="button quiet">
          Übernehmen
        </button>
      </form>
    </details>
  );
}
