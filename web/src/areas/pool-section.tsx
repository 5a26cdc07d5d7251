import { useEffect, useRef } from "preact/hooks";
import { Loaded } from "../frame/notice";
import type { Pooling } from "../generated/api";
import { useAtlas } from "../state/context";
import { startPool } from "../state/pool";
import { formatPeople } from "../text/numbers";
import { PoolForm } from "./pool-form";
import { usePool } from "./use-pool";

interface PoolSectionProps {
  /** Service of the area; "" where it has none: then it is chosen here. */
  service: string;
}

/** Where the members open a service together: asked for on demand, kept in the address. */
export function PoolSection({ service }: PoolSectionProps) {
  const { view, path, go, layers } = useAtlas();
  const { pool } = view.share;
  const answer = usePool(view, path);
  const head = useRef<HTMLHeadingElement>(null);
  const opened = useRef(false);
  // The button that was pressed is gone: go on reading at the heading.
  useEffect(() => {
    if (pool && opened.current) head.current?.focus();
    opened.current = false;
  }, [pool !== null]);
  const first = service || view.layer || layers[0]?.key || "";
  if (!pool) {
    return (
      <div class="pool">
        <h2>Gemeinsamer Standort</h2>
        <p>
          Ein Gebäude, das schon steht, für alle Mitglieder: wie viele Menschen es erreicht, und was
          jede Kommune allein erreichen würde.
        </p>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            opened.current = true;
            go({ share: { ...view.share, pool: startPool(first) } });
          }}
        >
          Gemeinsamen Standort suchen
        </button>
      </div>
    );
  }
  return (
    <div class="pool">
      <h2 ref={head} tabIndex={-1}>
        Gemeinsamer Standort
      </h2>
      <PoolForm pool={pool} fixed={service !== ""} />
      <Loaded answer={answer} words="Standorte werden gesucht">
        {(found) => <Found found={found} />}
      </Loaded>
    </div>
  );
}

function Found({ found }: { found: Pooling }) {
  return (
    <div aria-live="polite">
      <p class="verdict">{found.sentence}</p>
      {found.sites.length > 0 && (
        <>
          <Alone found={found} />
          <p>{found.comparison}</p>
          {found.rota && <p>{found.rota}</p>}
          <h3>Wege der Mitglieder</h3>
          <ul class="islands">
            {found.ways.map(({ place, text }) => (
              <li key={place.place_id}>{text}</li>
            ))}
          </ul>
        </>
      )}
      {found.sites.length === 0 && found.n_candidates === 0 && (
        <p class="note">
          Bekannt sind nur Gebäude, die geladen sind; gesucht: {kinds(found)}. Andere Arten wählen
          oder die Grenze weiter setzen.
        </p>
      )}
      <p class="source">
        {found.n_candidates} mögliche Gebäude in höchstens {found.limit_text} ({found.limit_source})
        · {found.model_note} · Lauf {found.run_id}
      </p>
    </div>
  );
}

function kinds(found: Pooling): string {
  return found.asked_sites.map(({ title }) => title).join(", ");
}

/** Each municipality alone, and the same people together. */
function Alone({ found }: { found: Pooling }) {
  return (
    <div class="scroll">
      <table class="compare">
        <thead>
          <tr>
            <th scope="col">Kommune</th>
            <th scope="col" class="numeric">
              allein erreicht
            </th>
            <th scope="col" class="numeric">
              gemeinsam
            </th>
          </tr>
        </thead>
        <tbody>
          {found.alone.map((row) => (
            <tr key={row.ags}>
              <th scope="row">
                {row.kommune}
                <small>{row.site || "kein eigener Standort"}</small>
              </th>
              <td class="numeric">{formatPeople(row.reached, true)}</td>
              <td class="numeric">{formatPeople(row.reached_shared, true)}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">zusammen</th>
            <td class="numeric">{formatPeople(found.reached_alone, true)}</td>
            <td class="numeric">{formatPeople(found.reached, true)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
