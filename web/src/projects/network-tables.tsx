/** What the network has learnt, as tables and bars that a grey print still tells apart. */
import type { ModuleUse, OfKommune, ThoughtOnce, Together, TwinProject } from "../generated/api";
import { formatCount, formatQuantity } from "../text/numbers";
import { useRegister } from "./use-projects";

export function TogetherTable({ rows }: { rows: Together[] }) {
  if (rows.length === 0) {
    return (
      <p class="empty">
        Noch nichts. Ein Projekt oder Projektraum mehrerer Kommunen, ein übernommener Baustein oder
        „Mitmachen“ bei einem ähnlichen Projekt steht hier.
      </p>
    );
  }
  return (
    <table class="list plain-head">
      <caption class="hidden">Kommunen, die zusammenarbeiten</caption>
      <thead>
        <tr>
          <th scope="col">Kommunen</th>
          <th scope="col" class="numeric">
            Projekte
          </th>
          <th scope="col" class="numeric">
            Räume
          </th>
          <th scope="col" class="numeric">
            Bausteine
          </th>
          <th scope="col" class="numeric">
            Zusagen
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.ags_a} ${row.ags_b}`}>
            <th scope="row">
              <strong>
                {row.kommune_a} und {row.kommune_b}
              </strong>
              <small>{row.subjects.join(", ") || "Bedarf nicht angegeben"}</small>
            </th>
            <td class="numeric">{formatCount(row.n_projects)}</td>
            <td class="numeric">{formatCount(row.n_raeume)}</td>
            <td class="numeric">{formatCount(row.n_adoptions)}</td>
            <td class="numeric">{formatCount(row.n_answers)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ModuleList({ rows }: { rows: ModuleUse[] }) {
  const { link } = useRegister();
  const most = Math.max(...rows.map(({ n_adoptions }) => n_adoptions), 1);
  if (rows.length === 0) {
    return <p class="empty">Noch hat niemand einen Baustein übernommen.</p>;
  }
  return (
    <ul class="uses">
      {rows.map((row) => (
        <li key={`${row.project_id} ${row.module}`}>
          <p>
            <strong>{row.title}</strong> aus{" "}
            <a {...link({ project: row.project_id })}>{row.project}</a>
            {row.beispiel && " (Beispiel)"}
          </p>
          <Bar share={row.n_adoptions / most} kind="joined" />
          <p class="note">
            {formatQuantity(row.n_adoptions, "Mal", "Mal")} übernommen: {row.kommunen.join(", ")}
          </p>
        </li>
      ))}
    </ul>
  );
}

type Kind = "joined" | "adopted" | "alone";

const CAME: readonly { kind: Kind; words: string }[] = [
  { kind: "joined", words: "machen gemeinsame Sache" },
  { kind: "adopted", words: "teilen einen Baustein" },
  { kind: "alone", words: "stehen allein" },
];

/** Decoration: the number stands beside it. */
function Bar({ share, kind }: { share: number; kind: Kind }) {
  return (
    <span class="bar" aria-hidden="true">
      {share > 0 && <i class={`came-${kind}`} style={{ width: `${100 * share}%` }} />}
    </span>
  );
}

/** Projects with a twin, by what came of it. */
export function Once({ once }: { once: ThoughtOnce }) {
  const counts = { joined: once.n_joined, adopted: once.n_adopted, alone: once.n_alone };
  return (
    <>
      <p>{once.sentence}</p>
      {once.source && <p class="note">{once.source}</p>}
      {once.n_with_twin > 0 && (
        <dl class="bars">
          {CAME.map(({ kind, words }) => (
            <div key={kind}>
              <dt>{words}</dt>
              <dd>
                <Bar share={counts[kind] / once.n_with_twin} kind={kind} />
                <strong>{formatCount(counts[kind])}</strong>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** Who should talk to each other. */
export function OpenList({ once }: { once: ThoughtOnce }) {
  if (once.open_twins.length === 0) return null;
  return (
    <details class="more">
      <summary>Wer miteinander reden sollte ({formatCount(once.open_twins.length)})</summary>
      <ul class="twins">
        {once.open_twins.map(({ a, b }) => (
          <li key={`${a.project_id} ${b.project_id}`}>
            <Twin project={a} />
            <Twin project={b} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Twin({ project }: { project: TwinProject }) {
  const { link } = useRegister();
  return (
    <p>
      <a {...link({ project: project.project_id })}>{project.title}</a>
      <small>
        {project.kommunen.join(", ") || "ohne Ort"}
        {project.beispiel && " · Beispiel"}
      </small>
    </p>
  );
}

interface KommunenTableProps {
  rows: OfKommune[];
  chosen: string;
}

export function KommunenTable({ rows, chosen }: KommunenTableProps) {
  const shown = rows.filter(({ ags }) => !chosen || ags === chosen);
  if (shown.length === 0) return <p class="empty">Für diese Kommune ist nichts eingetragen.</p>;
  return (
    <ul class="uses">
      {shown.map((row) => (
        <li key={row.ags}>
          <p>
            <strong>{row.kommune}</strong>, {formatQuantity(row.n_projects, "Projekt", "Projekte")}
          </p>
          <p class="note">
            {row.partners.length > 0
              ? `Arbeitet zusammen mit ${row.partners.join(", ")}.`
              : "Arbeitet noch mit keiner anderen Kommune zusammen."}
          </p>
          <Counts
            title="Bausteine"
            counts={[
              [row.n_given, "gegeben"],
              [row.n_taken, "übernommen"],
            ]}
          />
          <Counts
            title="Projekte mit Zwilling"
            counts={[
              [row.n_joined, "gemeinsam"],
              [row.n_adopted, "mit geteiltem Baustein"],
              [row.n_alone, "allein"],
            ]}
          />
        </li>
      ))}
    </ul>
  );
}

interface CountsProps {
  title: string;
  counts: [number, string][];
}

/** What there is of something, without the noughts; nothing where there is none. */
function Counts({ title, counts }: CountsProps) {
  const some = counts.filter(([count]) => count > 0);
  if (some.length === 0) return null;
  return (
    <p class="note">
      {title}: {some.map(([count, words]) => `${formatCount(count)} ${words}`).join(", ")}.
    </p>
  );
}
