import { useId, useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import type { Project } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatDate } from "../text/numbers";
import { forgetProjects, projectRoute } from "./paths";
import { useProjectForm } from "./use-projects";

/** Files of a project: to download, and for editors to add and remove. */
export function Attachments({ project, changed }: { project: Project; changed: () => void }) {
  const { path } = useAtlas();
  const [problem, setProblem] = useState<string | null>(null);
  const { project_id: id } = project.info;
  const act = async (part: string, method: string, ask?: FormData) => {
    setProblem(null);
    try {
      await send(path(projectRoute(id, `/attachments${part}`)), method, ask);
      forgetProjects();
      changed();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error));
    }
  };
  if (project.attachments.length === 0 && !project.may_edit) return null;
  return (
    <>
      <h2>Anhänge</h2>
      {project.attachments.length === 0 && <p class="note">Noch kein Anhang.</p>}
      <ul class="plain">
        {project.attachments.map((each) => (
          <li key={each.attachment_id}>
            <a href={path(projectRoute(id, `/attachments/${each.attachment_id}`))} download>
              {each.name}
            </a>
            <small>
              {" "}
              {each.size_text}, {formatDate(each.added_at)}
            </small>
            {project.may_edit && (
              <button
                type="button"
                class="plain-link"
                aria-label={`${each.name} entfernen`}
                onClick={() => act(`/${each.attachment_id}`, "DELETE")}
              >
                entfernen
              </button>
            )}
          </li>
        ))}
      </ul>
      {project.may_edit && !project.info.deleted && <Upload add={(ask) => act("", "POST", ask)} />}
      {problem && <p role="alert">{problem}</p>}
    </>
  );
}

function Upload({ add }: { add: (ask: FormData) => void }) {
  const id = useId();
  const form = useProjectForm();
  return (
    <div class="field">
      <label for={id}>
        Anhang hinzufügen
        {form && ` (PDF, Bild, Office-Datei oder Text, höchstens ${form.attachment_mb} MB)`}
      </label>
      <input
        id={id}
        type="file"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (!file) return;
          const ask = new FormData();
          ask.append("file", file);
          add(ask);
          event.currentTarget.value = "";
        }}
      />
    </div>
  );
}
