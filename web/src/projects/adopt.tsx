import { useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import type { ProjectForm } from "../generated/api";
import { useAtlas } from "../state/context";
import { forgetProjects, projectRoute } from "./paths";

interface AdoptProps {
  project: string;
  module: string;
  /** Name of the module, where it does not stand beside the choice. */
  title?: string;
  /** The own project that takes it, where it is saved already. */
  by?: string;
  done: (kommune: string) => void;
}

/** Take a module over for one of the municipalities that the person edits. */
export function Adopt({ project, module, title = "", by = "", done }: AdoptProps) {
  const { path } = useAtlas();
  const form = useApi<ProjectForm>(path("/projects/form"));
  const [problem, setProblem] = useState<string | null>(null);
  const choices = form.value?.kommunen ?? [];
  if (choices.length === 0) return null;
  const adopt = async (ags: string) => {
    try {
      const taken = { module, ags, by_project_id: by };
      await send(path(projectRoute(project, "/adoptions")), "POST", taken);
      forgetProjects();
      setProblem(null);
      done(choices.find(({ key }) => key === ags)?.title ?? ags);
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error));
    }
  };
  const named = title ? `„${title}“ übernehmen für` : "Baustein übernehmen für";
  return (
    <div class="select">
      <select
        aria-label={named}
        value=""
        onChange={(event) => event.currentTarget.value && adopt(event.currentTarget.value)}
      >
        <option value="">{title ? `${named} …` : "übernehmen für …"}</option>
        {choices.map(({ key, title: name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}
