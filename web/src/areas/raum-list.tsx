import type { ComponentChildren } from "preact";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ProjektraumInfo } from "../generated/api";
import { useAtlas } from "../state/context";

/** What planners have made of areas. */
export function Raeume({ head }: { head: ComponentChildren }) {
  const { path, view, go } = useAtlas();
  const answer = useApi<ProjektraumInfo[]>(path("/projektraeume"));
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        {head}
        <div class="headline">
          <p>
            Räume, die Kommunen zu ihren eigenen gemacht haben: Name, Mitglieder und Notizen von
            Hand.
          </p>
        </div>
      </section>
      <section class="rows" aria-label="Projekträume">
        <Loaded answer={answer} words="Die Projekträume werden geladen">
          {(raeume) =>
            raeume.length === 0 ? (
              <p class="empty">
                Noch kein Projektraum. Unter „Nahe Räume“ oder „Zwillinge“ einen Raum aufklappen und
                „Projektraum daraus machen“ wählen.
              </p>
            ) : (
              <ul class="area-list">
                {raeume.map((raum) => (
                  <li class="share-area" key={raum.raum_id}>
                    <button
                      type="button"
                      class="area-head"
                      onClick={() =>
                        go({ share: { ...view.share, raum: raum.raum_id, pool: null } })
                      }
                    >
                      <strong>{raum.name}</strong>
                      <small>
                        {raum.service_title && `${raum.service_title} · `}
                        {raum.kommunen.map(({ title }) => title).join(", ")} · {raum.n_members} Orte
                      </small>
                    </button>
                    <p class={raum.checks_kept ? undefined : "flag"}>{raum.sentence}</p>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </div>
  );
}
