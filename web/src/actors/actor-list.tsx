import { Fragment } from "preact";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ActorEntryInfo, ActorInfo, ActorList } from "../generated/api";
import { Parts } from "../projects/parts";
import { Search } from "../projects/project-list";
import {
  KommuneFilter,
  ListNotes,
  Nothing,
  RegisterFilter,
  ThemeFilters,
} from "../projects/register-filters";
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
  const form = useActorForm();
  return (
    <div class="filters">
      <KommuneFilter />
      <RegisterFilter
        part="direction"
        label="Bietet oder sucht"
        all="beides"
        choices={DIRECTIONS}
      />
      <RegisterFilter part="resource" label="Art" choices={form?.resources} />
      <ThemeFilters form={form} />
    </div>
  );
}

function Lead({ found }: { found: ActorList }) {
  const { words, need, field, direction, resource } = useRegister().register;
  const { n_found: count, n_examples: examples } = found;
  const narrowed = Boolean(words || need || field || direction || resource);
  if (count === 0) {
    const nobody = narrowed
      ? "Dazu ist hier niemand zu sehen."
      : "Noch ist hier niemand eingetragen oder zu sehen.";
    return <Nothing words={nobody} narrowed={narrowed} />;
  }
  return (
    <div class="headline">
      <p>
        <strong class="figure">{count}</strong>{" "}
        {count === 1 ? "Akteur bietet oder sucht etwas." : "Akteure bieten oder suchen etwas."}
      </p>
      <ListNotes count={count} examples={examples} most={SHOWN_ACTORS} />
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
