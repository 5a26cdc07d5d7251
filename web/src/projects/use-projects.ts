import { useApi } from "../api/use-api";
import type { ProjectForm } from "../generated/api";
import { useAtlas } from "../state/context";
import { type ProjectsView, START_PROJECTS } from "../state/projects";

/** Words of the register, and what the person may do. */
export function useProjectForm(): ProjectForm | null {
  return useApi<ProjectForm>(useAtlas().path("/projects/form")).value;
}

/** Move within the register; `href` is the address of the same step. */
export function useRegister() {
  const { view, go, href } = useAtlas();
  const step = (part: Partial<ProjectsView>) => ({ projects: { ...view.projects, ...part } });
  return {
    register: view.projects,
    move: (part: Partial<ProjectsView>) => go({ ...step(part), at: null }),
    link: (part: Partial<ProjectsView>) => ({
      href: href(step(part)),
      onClick: (event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go({ ...step(part), at: null });
      },
    }),
    /** Back to the list with its search. */
    list: { project: null, doing: null } satisfies Partial<ProjectsView>,
    start: START_PROJECTS,
  };
}
