import { Fragment } from "preact";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { ActorEntryInfo, ActorInfo, ActorList } from "../generated/api";
import { Parts } from "../projects/parts";
import { Search } from "../projects/project-list";
import { useRegister } from "../projects/use-projects";
import { EVERYWHERE, useAtlas } from "../state/context";
import { visibleWords } from "../text/visibility";
import { SHOWN_ACTORS, useActorForm } from "./use-actors";

const DIRECTIONS = [
  { key: "offers", title: "bietet" },
  { key: "seeks", title: "sucht" },
];

/** Who offers and looks for what: search, filters, what was found. */
export function ActorListPanel() {
  const { path, view } = useAtlas();
  const { words, need, field, direction, resource } = view.projects;
  const answer = useApi<ActorList>(
    path("/actors", {
      q: words || null,
      kommune: view.kommune === EVERYWHERE ? null : view.kommune,
      direction,
      resource,
      need,
      handlungsfeld: field,
      limit: String(SHOWN_ACTORS),
    }),
  );
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Wer könnte mitmachen?</h1>
        <Parts />
        <Search placeholder="etwa Werkstatt oder Kasse" />
        <Filters />
        <Loaded answer={answer} words="Die Akteure werden geladen">
          {(found) => <Lead found={found} />}
        </Loaded>
        <Ways />
      </section>
      <section class="rows" aria-label="Liste der Akteure">
        {answer.value && (
          <ul class="projects">
            {answer.value.actors.map((actor) => (
              <Entry key={actor.actor_id} actor={actor} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Filters() {
  const { verbund, view, go } = useAtlas();
  const { register, move } = useRegister();
  const form = useActorForm();
  return (
    <div class="filters">
      <Select
        label="Kommune"
        all="alle"
        value={view.kommune === EVERYWHERE ? "" : (view.kommune ?? "")}
        choices={verbund.kommunen}
        choose={(key) => go({ kommune: key || EVERYWHERE })}
      />
      <Select
        label="Bietet oder sucht"
        all="beides"
        value={register.direction ?? ""}
        choices={DIRECTIONS}
        choose={(key) => move({ direction: key || null })}
      />
      <Select
        label="Art"
        all="alle"
        value={register.resource ?? ""}
        choices={form?.resources ?? []}
        choose={(key) => move({ resource: key || null })}
      />
      <Select
        label="Bedarf"
        all="alle"
        value={register.need ?? ""}
        choices={form?.needs ?? []}
        choose={(key) => move({ need: key || null })}
      />
      <Select
        label="Handlungsfeld"
        all="alle"
        value={register.field ?? ""}
        choices={form?.handlungsfelder ?? []}
        choose={(key) => move({ field: key || null })}
      />
    </div>
  );
}

function Lead({ found }: { found: ActorList }) {
  const { register, move, start } = useRegister();
  const { n_found: count, n_examples: examples } = found;
  const { words, need, field, direction, resource } = register;
  const narrowed = Boolean(words || need || field || direction || resource);
  if (count === 0) {
    return (
      <div class="empty">
        <p>
          {narrowed
            ? "Dazu ist hier niemand zu sehen."
            : "Noch ist hier niemand eingetragen oder zu sehen."}
        </p>
        {narrowed && (
          <button
            type="button"
            class="button quiet"
            onClick={() => move({ ...start, part: "akteure" })}
          >
            Suche und Filter leeren
          </button>
        )}
      </div>
    );
  }
  return (
    <div class="headline">
      <p>
        <strong class="figure">{count}</strong>{" "}
        {count === 1 ? "Akteur bietet oder sucht etwas." : "Akteure bieten oder suchen etwas."}
      </p>
      {examples > 0 && (
        <p class="note">
          {examples === count
            ? "Alle sind"
            : `Davon ${examples === 1 ? "ist" : "sind"} ${examples}`}{" "}
          erfunden, als Beispiele.
        </p>
      )}
      {count > SHOWN_ACTORS && (
        <p class="note">Gezeigt sind die ersten {SHOWN_ACTORS}: bitte suchen oder filtern.</p>
      )}
      <p class="note">Personen und Kontakte sieht nur, wer ein Konto im Netzwerk hat.</p>
    </div>
  );
}

function Ways() {
  const { link } = useRegister();
  const form = useActorForm();
  if (!form?.may_create) return null;
  return (
    <p class="ways">
      <a class="button" {...link({ doing: "neu", actor: null })}>
        Akteur eintragen
      </a>
    </p>
  );
}

function Entry({ actor }: { actor: ActorInfo }) {
  const { link } = useRegister();
  return (
    <li class="project">
      <ActorTags actor={actor} />
      <h2>
        <a {...link({ actor: actor.actor_id })}>{actor.name}</a>
      </h2>
      <ActorPlaces actor={actor} />
      <EntryLists entries={actor.entries} />
    </li>
  );
}

/** Whether invented, a person, and who sees it. */
export function ActorTags({ actor }: { actor: ActorInfo }) {
  return (
    <p class="tags">
      {actor.beispiel && <span class="badge example">Beispiel</span>}
      <span class="badge none">{actor.kind_title}</span>
      {actor.visibility !== "public" && (
        <span class="badge none">{visibleWords(actor.visibility)}</span>
      )}
    </p>
  );
}

/** Ortsteile and municipalities, each name once. */
export function ActorPlaces({ actor }: { actor: ActorInfo }) {
  return <p class="note">{[...new Set([...actor.zentren, ...actor.kommunen])].join(", ")}</p>;
}

/** What is offered, what is looked for. */
export function EntryLists({ entries }: { entries: readonly ActorEntryInfo[] }) {
  const shown = DIRECTIONS.map(({ key, title }) => ({
    title,
    found: entries.filter(({ direction }) => direction === key),
  })).filter(({ found }) => found.length > 0);
  return (
    <dl class="offers">
      {shown.map(({ title, found }) => (
        <Fragment key={title}>
          <dt>{title}</dt>
          <dd>
            {found.map((entry) => (
              <p key={entry.text}>
                <strong>{entry.resource_title}:</strong> {entry.text}
                <small>
                  {[entry.need_title, entry.handlungsfeld_title].filter(Boolean).join(" · ")}
                </small>
              </p>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
