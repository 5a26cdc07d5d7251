import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { accountPage, useSession } from "../account/session";
import { ApiError, forget, send } from "../api/client";
import type { Answer } from "../api/use-api";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { Area, Areas, Projektraum } from "../generated/api";
import { useAtlas } from "../state/context";
import { RunLine } from "../supply/model-line";
import { PlaceName } from "./place-name";
import { PoolSection } from "./pool-section";

interface AreasPanelProps {
  head: ComponentChildren;
  areas: Answer<Areas>;
}

/** Computed areas of one kind with their reasons; who stands in none, and how well they were found. */
export function AreasPanel({ head, areas }: AreasPanelProps) {
  const { verbund, view } = useAtlas();
  const near = view.share.kind === "nah";
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        {head}
        {near && <ServiceSelect areas={areas.value} />}
        <Loaded answer={areas} words="Die Räume werden geladen">
          {(value) => (
            <div class="headline">
              <p>{value.sentence}</p>
              <p class="note">
                {near
                  ? `Je zwei Mitglieder höchstens ${value.limit_text} mit dem Auto (${value.limit_source}). ${value.model_note}.`
                  : "Dieselben Normen sind verfehlt und eingehalten, wie weit die Orte auch auseinander liegen: ein Konzept kann allen dienen."}
              </p>
            </div>
          )}
        </Loaded>
      </section>
      <section class="rows" aria-label="Räume">
        {areas.value && <AreaList areas={areas.value} />}
        {verbund.run && <RunLine run={verbund.run} />}
      </section>
    </div>
  );
}

/** Services that have near areas; the choice is that of the whole page. */
function ServiceSelect({ areas }: { areas: Areas | null }) {
  const { view, go, layers } = useAtlas();
  const choices = layers.filter(
    ({ key, modes }) => key === view.layer || modes.some(({ norm }) => norm !== null),
  );
  return (
    <Select
      label="Welche Norm ist verfehlt?"
      all="alle Dienste"
      value={areas?.service ?? view.layer ?? ""}
      choices={choices}
      choose={(layer) =>
        go({ layer: layer || null, share: { ...view.share, area: null, pool: null } })
      }
    />
  );
}

function AreaList({ areas }: { areas: Areas }) {
  return (
    <>
      {areas.areas.length === 0 && <p class="empty">{areas.sentence}</p>}
      <ul class="area-list">
        {areas.areas.map((area) => (
          <AreaEntry key={area.area_id} area={area} />
        ))}
      </ul>
      {areas.solutions.length === 1 &&
        areas.solutions.map((each) => (
          <p class="note" key={each.service}>
            {each.sentence}
          </p>
        ))}
      {areas.islands.length > 0 && (
        <>
          <h2>In keinem Raum</h2>
          <ul class="islands">
            {areas.islands.map(({ place, text }) => (
              <li key={place.place_id}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function AreaEntry({ area }: { area: Area }) {
  const { view, go } = useAtlas();
  const open = view.share.area === area.area_id;
  const toggle = () =>
    go({ share: { ...view.share, area: open ? null : area.area_id, pool: null } });
  return (
    <li class={open ? "share-area chosen" : "share-area"}>
      <button type="button" class="area-head" aria-expanded={open} onClick={toggle}>
        <strong>{area.title}</strong>
        <small>
          {area.service_title && `${area.service_title} · `}
          {area.kommunen.map(({ title }) => title).join(", ")}
        </small>
      </button>
      <p>{area.reason}</p>
      {open && (
        <>
          <ul class="members">
            {area.members.map(({ place, in_need, text }) => (
              <li key={place.place_id}>
                <PlaceName place={place} />
                <small>
                  {text}
                  {area.kind === "near" && !in_need && ", Norm nicht verfehlt oder nicht bekannt"}
                </small>
              </li>
            ))}
          </ul>
          {area.kind === "near" && <PoolSection service={area.service} />}
          <MakeRaum area={area} />
        </>
      )}
    </li>
  );
}

/** Turn a computed area into a Projektraum; who may not is told what is needed. */
function MakeRaum({ area }: { area: Area }) {
  const { path, go, view } = useAtlas();
  const session = useSession(view.verbund);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setProblem(null);
    try {
      const made = await send<Projektraum>(path("/projektraeume"), "POST", {
        area_id: area.area_id,
      });
      forget(path("/projektraeume"));
      go({ share: { kind: "projektraeume", area: null, raum: made.info.raum_id, pool: null } });
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setProblem(reason.message);
    }
  };
  if (!session) return null;
  const may = session.coordinator || area.kommunen.some(({ key }) => session.edits.includes(key));
  if (!may) {
    return (
      <p class="note needed">
        Einen Projektraum daraus machen können die Redaktion einer seiner Kommunen und die
        Netzwerkkoordination{session.name ? "." : ": "}
        {!session.name && <a href={accountPage()}>anmelden</a>}
      </p>
    );
  }
  return (
    <section class="make-raum">
      <h2>Projektraum</h2>
      <p>Name, Mitglieder und Notizen von Hand; er gehört den Kommunen der Mitglieder gemeinsam.</p>
      <button type="button" class="button quiet" onClick={make}>
        Projektraum daraus machen
      </button>
      {problem && (
        <p class="failure" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
