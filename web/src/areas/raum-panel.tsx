import { useState } from "preact/hooks";
import { forget, renew } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Projektraum } from "../generated/api";
import { useAtlas } from "../state/context";
import { poolPrint } from "../state/pool";
import { formatDate } from "../text/numbers";
import { visibleWords } from "../text/visibility";
import { PlaceName } from "./place-name";
import { PoolSection } from "./pool-section";
import { RaumForm } from "./raum-form";

/** One Projektraum: members, checks, what the run makes of it, projects, notes, history. */
export function RaumPanel({ id }: { id: string }) {
  const { path, view, go } = useAtlas();
  const route = path(`/projektraeume/${encodeURIComponent(id)}`);
  const answer = useApi<Projektraum>(route);
  const [editing, edit] = useState(false);
  const again = () => {
    forget(path("/projektraeume"));
    renew(route);
    renew(path("/areas/pool"));
  };
  const back = () => go({ share: { ...view.share, raum: null, pool: null } });
  return (
    <div class="panel">
      <section class="question" aria-label="Projektraum">
        <button type="button" class="text-button" onClick={back}>
          ‹ Alle Projekträume
        </button>
        <Loaded answer={answer} words="Der Projektraum wird geladen">
          {(raum) => (
            <>
              <h1>{raum.info.name}</h1>
              <p class="model">{raum.reason}</p>
              <div class="headline">
                <p>{raum.difference.sentence}</p>
              </div>
            </>
          )}
        </Loaded>
      </section>
      <section class="rows" aria-label="Inhalt">
        {answer.value &&
          (editing && answer.value.may_edit ? (
            <RaumForm
              route={route}
              raum={answer.value}
              done={(changed) => {
                edit(false);
                if (changed) again();
              }}
              gone={() => {
                forget(route);
                forget(path("/projektraeume"));
                back();
              }}
            />
          ) : (
            <RaumContent raum={answer.value} edit={() => edit(true)} />
          ))}
      </section>
    </div>
  );
}

interface RaumContentProps {
  raum: Projektraum;
  edit: () => void;
}

function RaumContent({ raum, edit }: RaumContentProps) {
  const { path, view } = useAtlas();
  const { info } = raum;
  return (
    <>
      <div class="actions">
        {raum.may_edit && (
          <button type="button" class="button" onClick={edit}>
            Bearbeiten
          </button>
        )}
        <a
          class="button quiet"
          href={path(
            `/projektraeume/${encodeURIComponent(info.raum_id)}/report.pdf`,
            poolPrint(view.share.pool),
          )}
          target="_blank"
          rel="noopener"
        >
          Bericht (PDF)
        </a>
      </div>
      <h2>Grenzen</h2>
      <ul class="limits-kept">
        {raum.checks.map(({ key, kept, text }) => (
          <li key={key} class={kept === false ? "missed" : undefined}>
            <strong>{kept === null ? "offen" : kept ? "eingehalten" : "verletzt"}</strong> {text}
          </li>
        ))}
      </ul>
      <h2>Mitglieder</h2>
      <ul class="members">
        {raum.members.map((member) => (
          <li key={member.place_id}>
            {member.place ? (
              <PlaceName place={member.place} />
            ) : (
              <span class="end">
                <s>{member.name}</s>
                <small>{member.kommune}</small>
              </span>
            )}
            <small>{member.text}</small>
          </li>
        ))}
      </ul>
      <PoolSection service={info.service} />
      <h2>Projekte</h2>
      {raum.projects.length === 0 ? (
        <p class="empty">Noch kein Projekt zugeordnet.</p>
      ) : (
        <ul>
          {raum.projects.map((project) => (
            <li key={project.project_id}>
              {project.title}
              {project.beispiel && " (Beispiel)"} · {project.phase_title}
            </li>
          ))}
        </ul>
      )}
      {raum.notes && (
        <>
          <h2>Notizen</h2>
          <p class="notes">{raum.notes}</p>
        </>
      )}
      <details>
        <summary>Verlauf</summary>
        <ul>
          {raum.changes.map((change) => (
            <li key={change.version}>
              {formatDate(change.changed_at)}, {change.role}: {change.text}
            </li>
          ))}
        </ul>
      </details>
      <p class="source">
        Gehört den Kommunen {info.kommunen.map(({ title }) => title).join(", ")} gemeinsam ·{" "}
        {visibleWords(info.visibility)} · {raum.model_note} · Lauf {raum.run_id}
      </p>
    </>
  );
}
