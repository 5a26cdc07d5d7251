import type { Answer } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ProjectInfo, ProjectList } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatQuantity } from "../text/numbers";
import { placesOf } from "./places";

/** Projekte: the register, with a badge on examples so that nobody takes them for real. */
export function ProjectsPanel({ projects }: { projects: Answer<ProjectList> }) {
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Welche Projekte gibt es?</h1>
        <Loaded answer={projects} words="Die Projekte werden geladen">
          {(found) => <Lead projects={found.projects} />}
        </Loaded>
      </section>
      <section class="rows" aria-label="Liste der Projekte">
        {projects.value && (
          <ul class="projects">
            {projects.value.projects.map((project) => (
              <Project key={project.project_id} project={project} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Lead({ projects }: { projects: ProjectInfo[] }) {
  const examples = projects.filter(({ beispiel }) => beispiel).length;
  if (projects.length === 0) return <p class="empty">Noch ist kein Projekt eingetragen.</p>;
  return (
    <div class="headline">
      <p>
        <strong class="figure">{projects.length}</strong>{" "}
        {projects.length === 1 ? "Projekt steht" : "Projekte stehen"} im Verzeichnis.
      </p>
      {examples > 0 && (
        <p class="note">
          {examples === projects.length
            ? "Alle sind"
            : `Davon ${examples === 1 ? "ist" : "sind"} ${examples}`}{" "}
          {examples === 1
            ? "ein Beispiel und kein echtes Vorhaben"
            : "Beispiele und keine echten Vorhaben"}
          .
        </p>
      )}
    </div>
  );
}

function Project({ project }: { project: ProjectInfo }) {
  const { byId, go, view, hover } = useAtlas();
  const places = placesOf(project, byId);
  return (
    <li class="project">
      <p class="tags">
        {project.beispiel && <span class="badge example">Beispiel</span>}
        <span class="badge none">{project.phase_title}</span>
      </p>
      <h2>{project.title}</h2>
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
        <dt>{formatQuantity(places.length, "Ort", "Orte")}</dt>
        <dd>
          {places.map(({ properties: place }) => (
            <button
              key={place.ortsteil_id}
              type="button"
              class="place"
              aria-current={view.zentrum === place.ortsteil_id ? "true" : undefined}
              onMouseEnter={() => hover(place.ortsteil_id)}
              onMouseLeave={() => hover(null)}
              onClick={() => go({ zentrum: place.ortsteil_id, kommune: place.ags })}
            >
              {place.name} <small>{place.kommune}</small>
            </button>
          ))}
          {places.length === 0 && (project.kommunen.join(", ") || "nicht angegeben")}
        </dd>
      </dl>
    </li>
  );
}
