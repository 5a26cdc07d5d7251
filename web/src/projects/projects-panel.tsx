import { ActorsPanel } from "../actors/actors-panel";
import type { Answer } from "../api/use-api";
import type { ProjectList } from "../generated/api";
import { useAtlas } from "../state/context";
import { EditProject, NewProject } from "./edit-project";
import { ImportPanel } from "./import-panel";
import { NetworkPanel } from "./network-panel";
import { ProjectDetail } from "./project-detail";
import { ProjectListPanel } from "./project-list";

/** Projekte: the register as a list, one project, its form, the import of a table; actors; what the network learns. */
export function ProjectsPanel({ projects }: { projects: Answer<ProjectList> }) {
  const { part, project, doing } = useAtlas().view.projects;
  const reload = projects.retry;
  if (part === "akteure") return <ActorsPanel />;
  if (doing === "import") return <ImportPanel reload={reload} />;
  if (doing === "neu") return <NewProject reload={reload} />;
  if (project && doing === "bearbeiten") {
    return <EditProject key={project} id={project} reload={reload} />;
  }
  if (project) return <ProjectDetail key={project} id={project} reload={reload} />;
  if (part === "netzwerk") return <NetworkPanel />;
  return <ProjectListPanel projects={projects} />;
}
