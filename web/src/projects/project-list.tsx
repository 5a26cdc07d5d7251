import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Answer } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ProjectInfo, ProjectList } from "../generated/api";
import { EVERYWHERE, useAtlas } from "../state/context";
import { formatQuantity } from "../text/numbers";
import { visibleWords } from "../text/visibility";
import { Parts } from "./parts";
import { SHOWN_PROJECTS } from "./paths";
import { ProjectPlaces } from "./project-places";
import {
  KommuneFilter,
  ListNotes,
  Nothing,
  RegisterFilter,
  ThemeFilters,
} from "./register-filters";
import { useProjectForm, useRegister } from "./use-projects";

const TYPING_MS = 300;

/** The register: search, filters, what was found, the ways in and out. */
export function ProjectListPanel({ projects }: { projects: Answer<ProjectList> }) {
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Welche Projekte gibt es?</h1>
        <Parts />
        <Search placeholder="etwa Dorfladen oder Bürgerbus" />
        <Filters />
        <Loaded answer={projects} words="Die Projekte werden geladen">
          {(found) => <Lead found={found} />}
        </Loaded>
        <Ways />
      </section>
      <section class="rows" aria-label="Liste der Projekte">
        {projects.value && (
          <ul class="projects">
            {projects.value.projects.map((project) => (
              <Entry key={project.project_id} project={project} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

/** Words to look for; asked once nobody has typed for a moment. */
export function Search({ placeholder }: { placeholder: string }) {
  const id = useId();
  const { register, move } = useRegister();
  const [words, setWords] = useState(register.words);
  // Follow the address (back, filters emptied), but never undo what is being typed.
  const asked = useRef(register.words);
  useEffect(() => {
    if (register.words === asked.current) return;
    asked.current = register.words;
    setWords(register.words);
  }, [register.words]);
  useEffect(() => {
    if (words === register.words) return;
    const timer = setTimeout(() => {
      asked.current = words;
      move({ words });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div class="field">
      <label for={id}>Suche</label>
      <input
        id={id}
        type="search"
        maxLength={200}
        value={words}
        placeholder={placeholder}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
    </div>
  );
}

function Filters() {
  const { view, ortsteile } = useAtlas();
  const form = useProjectForm();
  const places = ortsteile.features
    .filter(({ properties }) => properties.ags === view.kommune)
    .map(({ properties }) => ({ key: properties.ortsteil_id, title: properties.name }));
  return (
    <div class="filters">
      <KommuneFilter />
      {places.length > 0 && <RegisterFilter part="ortsteil" label="Ortsteil" choices={places} />}
      <ThemeFilters form={form} />
      <RegisterFilter part="phase" label="Phase" choices={form?.phases} />
    </div>
  );
}

function Lead({ found }: { found: ProjectList }) {
  const { words, need, field, phase, ortsteil, deleted } = useRegister().register;
  const { view } = useAtlas();
  const { n_found: count, n_examples: examples } = found;
  const narrowed = Boolean(words || need || field || phase || ortsteil);
  if (count === 0) {
    const here = view.kommune !== null && view.kommune !== EVERYWHERE;
    return <Nothing words={emptyWords(deleted, narrowed, here)} narrowed={narrowed} />;
  }
  if (deleted) {
    return (
      <div class="headline">
        <p>
          <strong class="figure">{count}</strong>{" "}
          {count === 1 ? "gelöschtes Projekt lässt" : "gelöschte Projekte lassen"} sich
          wiederherstellen.
        </p>
      </div>
    );
  }
  return (
    <div class="headline">
      <p>
        <strong class="figure">{count}</strong> {count === 1 ? "Projekt steht" : "Projekte stehen"}{" "}
        {narrowed ? "dazu " : ""}im Verzeichnis.
      </p>
      <ListNotes count={count} examples={examples} most={SHOWN_PROJECTS} />
    </div>
  );
}

function emptyWords(deleted: boolean, narrowed: boolean, here: boolean): string {
  if (deleted) return "Kein gelöschtes Projekt, das sich hier wiederherstellen ließe.";
  if (narrowed) return "Dazu ist kein Projekt eingetragen.";
  return here ? "Hier ist noch kein Projekt eingetragen." : "Noch ist kein Projekt eingetragen.";
}

/** In and out: a new project, a table in, a table out. */
function Ways() {
  const { path } = useAtlas();
  const { link, register } = useRegister();
  const form = useProjectForm();
  const asked = {
    q: register.words || null,
    need: register.need,
    handlungsfeld: register.field,
    phase: register.phase,
  };
  return (
    <p class="ways">
      {form?.may_create && (
        <>
          <a class="button" {...link({ doing: "neu" })}>
            Projekt eintragen
          </a>
          <a {...link({ doing: "import" })}>aus Tabelle eintragen</a>
          <a {...link({ deleted: !register.deleted })}>
            {register.deleted ? "zurück zum Verzeichnis" : "gelöschte Projekte"}
          </a>
        </>
      )}
      {!register.deleted && (
        <span>
          Herunterladen:{" "}
          {(["xlsx", "csv", "geojson"] as const).map((format) => (
            <a key={format} href={path("/projects/export", { ...asked, format })} download>
              {format === "geojson" ? "GeoJSON" : format.toUpperCase()}
            </a>
          ))}
        </span>
      )}
    </p>
  );
}

function Entry({ project }: { project: ProjectInfo }) {
  const { link } = useRegister();
  return (
    <li class="project">
      <p class="tags">
        {project.beispiel && <span class="badge example">Beispiel</span>}
        <span class="badge none">{project.phase_title}</span>
        {project.visibility !== "public" && (
          <span class="badge none">{visibleWords(project.visibility)}</span>
        )}
      </p>
      <h2>
        <a {...link({ project: project.project_id })}>{project.title}</a>
      </h2>
      <p>{project.summary}</p>
      <dl>
        {project.need_title && (
          <>
            <dt>Bedarf</dt>
            <dd>{project.need_title}</dd>
          </>
        )}
        <dt>{project.handlungsfelder.length === 1 ? "Handlungsfeld" : "Handlungsfelder"}</dt>
        <dd>{project.handlungsfelder.join(", ") || "nicht angegeben"}</dd>
        <dt>Träger</dt>
        <dd>{project.owner || "nicht angegeben"}</dd>
        <dt>{formatQuantity(project.zentren.length, "Ort", "Orte")}</dt>
        <dd>
          <ProjectPlaces project={project} />
        </dd>
      </dl>
    </li>
  );
}
