import { useState } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ProjectChange } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatDate } from "../text/numbers";
import { projectRoute } from "./paths";

/** Who (of which role) changed what and when; asked for when it is opened. */
export function History({ id, version }: { id: string; version: number }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Geschichte</summary>
      {open && <Changes key={version} id={id} />}
    </details>
  );
}

function Changes({ id }: { id: string }) {
  const answer = useApi<ProjectChange[]>(useAtlas().path(projectRoute(id, "/history")));
  return (
    <Loaded answer={answer} words="Die Geschichte wird geladen">
      {(changes) => (
        <ol class="history">
          {changes.map((change) => (
            <li key={`${change.changed_at} ${change.action}`}>
              <p>
                <strong>{change.action_title}</strong>
                <small>
                  {" "}
                  am {formatDate(change.changed_at)}, {change.role}
                </small>
              </p>
              {change.action !== "created" && (
                <ul>
                  {change.fields.map((field) => (
                    <li key={field.field}>
                      {field.title}: <del>{field.before}</del> <ins>{field.after}</ins>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  );
}
