import { useApi } from "../api/use-api";
import type { ProjectList } from "../generated/api";
import { useAtlas } from "../state/context";
import { START_PROJECTS } from "../state/projects";
import { openTab } from "../state/view";
import { visibleWords } from "../text/visibility";

const MOST = "20";

/** What is planned here: the projects of the Ortsteil that one may see. */
export function SheetProjects({ id }: { id: string }) {
  const { path, view, go, href } = useAtlas();
  const found = useApi<ProjectList>(path("/projects", { zentrum: id, limit: MOST })).value;
  if (!found) return null;
  const open = (project: string | null) => ({
    ...openTab(view, "projekte"),
    projects: { ...START_PROJECTS, project, ortsteil: project ? null : id },
  });
  const link = (project: string | null) => ({
    href: href(open(project)),
    onClick: (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(open(project));
    },
  });
  return (
    <>
      <h3>Projekte</h3>
      {found.projects.length === 0 && <p>Für diesen Ort ist kein Projekt eingetragen.</p>}
      <ul class="missing">
        {found.projects.map((project) => (
          <li key={project.project_id}>
            <a {...link(project.project_id)}>{project.title}</a>{" "}
            <small>
              {[
                project.beispiel && "Beispiel",
                project.phase_title,
                project.visibility !== "public" && visibleWords(project.visibility),
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      {found.n_found > found.projects.length && (
        <p>
          <a {...link(null)}>Alle {found.n_found} Projekte des Orts</a>
        </p>
      )}
    </>
  );
}
