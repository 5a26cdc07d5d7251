import { useEffect, useRef } from "preact/hooks";
import type { ProjectInfo } from "../generated/api";
import { useRegister } from "../projects/use-projects";
import { useAtlas } from "../state/context";
import { START_PROJECTS } from "../state/projects";
import { openTab } from "../state/view";
import { visibleWords } from "../text/visibility";

interface ProjectPopupProps {
  /** Projects of the symbol that was hit; none: no popup. */
  projects: readonly ProjectInfo[];
  close: () => void;
}

/** What stands behind a symbol of the map: the projects there, each with the way to its page. */
export function ProjectPopup({ projects, close }: ProjectPopupProps) {
  const { view, go, href } = useAtlas();
  const { register } = useRegister();
  const head = useRef<HTMLHeadingElement>(null);
  const shown = projects.map(({ project_id }) => project_id).join();
  useEffect(() => {
    if (shown) head.current?.focus({ preventScroll: true });
  }, [shown]);
  if (projects.length === 0) return null;
  const open = (project: string) => ({
    ...openTab(view, "projekte"),
    kommune: view.kommune,
    projects: { ...(view.tab === "projekte" ? register : START_PROJECTS), project, doing: null },
  });
  return (
    <section
      class="popup"
      aria-labelledby="popup-head"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <div class="sheet-head">
        <h2 id="popup-head" ref={head} tabIndex={-1}>
          {projects.length === 1 ? "Projekt" : `${projects.length} Projekte`}
        </h2>
        <button type="button" class="close" onClick={close} aria-label="Projekte schließen">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m6 6 12 12M18 6 6 18" stroke="currentColor" stroke-width="2" fill="none" />
          </svg>
        </button>
      </div>
      <ul>
        {projects.map((project) => (
          <li key={project.project_id}>
            <a
              href={href(open(project.project_id))}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                close();
                go(open(project.project_id));
              }}
            >
              {project.title}
            </a>
            <small>
              {[
                project.beispiel && "Beispiel",
                project.phase_title,
                project.zentren.join(", ") || project.kommunen.join(", "),
                project.visibility !== "public" && visibleWords(project.visibility),
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
