import { useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded, Waiting } from "../frame/notice";
import type { Project, ProjectConflict, SimilarAsk } from "../generated/api";
import { useAtlas } from "../state/context";
import { Conflict } from "./conflict";
import { type Draft, EMPTY_DRAFT, merge } from "./draft";
import { forgetProjects, projectRoute } from "./paths";
import { ProjectFields } from "./project-fields";
import { SimilarProjects } from "./similar";
import { useProjectForm, useRegister } from "./use-projects";

/** A new project. */
export function NewProject({ reload }: { reload: () => void }) {
  const form = useProjectForm();
  if (!form) return <Waiting words="Das Formular wird geladen" />;
  const [first] = form.kommunen;
  const ags = form.kommunen.length === 1 && first ? [first.key] : [];
  return <Editor id={null} version={0} draft={{ ...EMPTY_DRAFT, ags }} reload={reload} />;
}

/** A project that exists, as it is now: asked for anew. */
export function EditProject({ id, reload }: { id: string; reload: () => void }) {
  const answer = useApi<Project>(useAtlas().path(projectRoute(id)));
  if (!answer.value) {
    return (
      <div class="panel detail">
        <Loaded answer={answer} words="Das Projekt wird geladen">
          {() => null}
        </Loaded>
      </div>
    );
  }
  // The form is the panel itself: inside of another element it would not scroll for itself.
  const { draft, info } = answer.value;
  return <Editor id={id} version={info.version} draft={draft as Draft} reload={reload} />;
}

interface EditorProps {
  id: string | null;
  version: number;
  draft: Draft;
  reload: () => void;
}

/** What the server answered to a draft: a question, two versions, or what is wrong. */
interface Objection {
  message: string;
  confirm: boolean;
  conflict: ProjectConflict | null;
}

const NOTHING: Objection | null = null;

function toObjection(error: unknown): Objection {
  if (!(error instanceof ApiError)) throw error;
  const body = (error.body ?? {}) as { confirm?: boolean; conflict?: ProjectConflict };
  return {
    message: error.message,
    confirm: body.confirm === true,
    conflict: body.conflict ?? null,
  };
}

/** What is compared of a draft; a saved project is left out of its own answer. */
function toAsk(draft: Draft, id: string | null): SimilarAsk {
  const { title, summary, need, handlungsfelder, target_groups, phase, zentren } = draft;
  return {
    title,
    summary,
    need,
    handlungsfelder,
    target_groups,
    phase,
    zentren,
    project_id: id ?? "",
    limit: 5,
  };
}

function Editor({ id, version: first, draft: begun, reload }: EditorProps) {
  const { path } = useAtlas();
  const { move, link, list } = useRegister();
  const [draft, setDraft] = useState(begun);
  const [version, setVersion] = useState(first);
  const [objection, setObjection] = useState<Objection | null>(NOTHING);
  const [busy, setBusy] = useState(false);
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const save = async (confirm: boolean) => {
    setBusy(true);
    try {
      const ask = id === null ? { draft, confirm } : { draft, confirm, version };
      const route = id === null ? "/projects" : projectRoute(id);
      const saved = await send<Project>(path(route), id === null ? "POST" : "PUT", ask);
      forgetProjects();
      reload();
      move({ project: saved.info.project_id, doing: null });
    } catch (error) {
      setObjection(toObjection(error));
    } finally {
      setBusy(false);
    }
  };
  const decide = (conflict: ProjectConflict, chosen: ReadonlySet<string>) => {
    setDraft(merge(conflict, chosen));
    setVersion(conflict.version);
    setObjection(NOTHING);
  };
  return (
    <form
      class="panel detail"
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <p class="back">
        <a {...link(id === null ? list : { doing: null })}>Abbrechen</a>
      </p>
      <section class="rows form">
        <h1>{id === null ? "Projekt eintragen" : "Projekt bearbeiten"}</h1>
        {objection?.conflict ? (
          <Conflict conflict={objection.conflict} message={objection.message} decide={decide} />
        ) : (
          <>
            <ProjectFields draft={draft} put={put}>
              <SimilarProjects ask={toAsk(draft, id)} />
            </ProjectFields>
            {objection && <Question objection={objection} yes={() => save(true)} />}
            <button type="submit" class="button" disabled={busy}>
              Speichern
            </button>
          </>
        )}
      </section>
    </form>
  );
}

function Question({ objection, yes }: { objection: Objection; yes: () => void }) {
  return (
    <div class="failure" role="alert">
      <p>{objection.message}</p>
      {objection.confirm && (
        <button type="button" class="button quiet" onClick={yes}>
          Ja, so eintragen
        </button>
      )}
    </div>
  );
}
