import { useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded, Waiting } from "../frame/notice";
import { Select } from "../frame/select";
import type { ActorConflict, ActorForm, ActorProfile } from "../generated/api";
import { Conflict } from "../projects/conflict";
import { Entries, TextField } from "../projects/fields";
import { KommunenFields } from "../projects/kommunen-fields";
import { useRegister } from "../projects/use-projects";
import { useAtlas } from "../state/context";
import { ConsentFields, newConsent } from "./consent-fields";
import { type Consent, type Draft, EMPTY_ACTOR, EMPTY_WISH, merge, withKind } from "./draft";
import { actorRoute, forgetActors, useActorForm } from "./use-actors";
import { WishFields } from "./wish-fields";

/** A new actor. */
export function NewActor() {
  const form = useActorForm();
  if (!form) return <Waiting words="Das Formular wird geladen" />;
  const [first] = form.kommunen;
  const ags = form.kommunen.length === 1 && first ? [first.key] : [];
  return <Editor id={null} version={0} draft={{ ...EMPTY_ACTOR, ags }} form={form} />;
}

/** An actor that exists, as it is now. */
export function EditActor({ id }: { id: string }) {
  const form = useActorForm();
  const answer = useApi<ActorProfile>(useAtlas().path(actorRoute(id)));
  if (!form) return <Waiting words="Das Formular wird geladen" />;
  return (
    <Loaded answer={answer} words="Der Akteur wird geladen">
      {({ draft, info }) => (
        <Editor id={id} version={info.version} draft={draft as Draft} form={form} />
      )}
    </Loaded>
  );
}

interface EditorProps {
  id: string | null;
  version: number;
  draft: Draft;
  form: ActorForm;
}

interface Objection {
  message: string;
  conflict: ActorConflict | null;
}

function Editor({ id, version: first, draft: begun, form }: EditorProps) {
  const { path } = useAtlas();
  const { move, link } = useRegister();
  const [draft, setDraft] = useState(begun);
  const [version, setVersion] = useState(first);
  const [consent, setConsent] = useState<Consent | null>(null);
  const [agreed, agree] = useState(false);
  const [objection, setObjection] = useState<Objection | null>(null);
  const [busy, setBusy] = useState(false);
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const person = draft.kind === "person";
  const needed = id === null && (person || consent !== null);
  const given = needed ? (consent ?? newConsent(form)) : null;
  const save = async () => {
    setBusy(true);
    try {
      const ask = id === null ? { draft, consent: given } : { draft, version };
      const route = id === null ? "/actors" : actorRoute(id);
      const saved = await send<ActorProfile>(path(route), id === null ? "POST" : "PUT", ask);
      forgetActors();
      move({ actor: saved.info.actor_id, doing: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const body = (error.body ?? {}) as { conflict?: ActorConflict };
      setObjection({ message: error.message, conflict: body.conflict ?? null });
    } finally {
      setBusy(false);
    }
  };
  const decide = (conflict: ActorConflict, chosen: ReadonlySet<string>) => {
    setDraft(merge(conflict, chosen));
    setVersion(conflict.version);
    setObjection(null);
  };
  return (
    <form
      class="panel detail"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <p class="back">
        <a {...link({ doing: null })}>Abbrechen</a>
      </p>
      <section class="rows form">
        <h1>{id === null ? "Akteur eintragen" : "Akteur bearbeiten"}</h1>
        {objection?.conflict ? (
          <Conflict conflict={objection.conflict} message={objection.message} decide={decide} />
        ) : (
          <>
            {id === null && (
              <Select
                label="Wer"
                value={draft.kind}
                choices={form.kinds}
                choose={(kind) => setDraft(withKind(draft, kind as Draft["kind"]))}
              />
            )}
            <ActorFields draft={draft} put={put} form={form} />
            {given && (
              <ConsentFields
                form={form}
                person={person}
                consent={given}
                put={(part) => setConsent({ ...given, ...part })}
                agreed={agreed}
                agree={agree}
              />
            )}
            {id === null && !person && (
              <button
                type="button"
                class="button quiet"
                onClick={() => setConsent(consent ? null : newConsent(form))}
              >
                {consent ? "Kontakt wieder herausnehmen" : "Kontakt mit Einwilligung hinzufügen"}
              </button>
            )}
            {objection && (
              <p class="failure" role="alert">
                {objection.message}
              </p>
            )}
            <button type="submit" class="button" disabled={busy}>
              Speichern
            </button>
          </>
        )}
      </section>
    </form>
  );
}

interface ActorFieldsProps {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
  form: ActorForm;
}

function ActorFields({ draft, put, form }: ActorFieldsProps) {
  const person = draft.kind === "person";
  return (
    <>
      <TextField label="Name" required value={draft.name} put={(name) => put({ name })} />
      <TextField
        label="Beschreibung"
        rows={3}
        most={2000}
        value={draft.about}
        put={(about) => put({ about })}
        hint={
          person
            ? "Nur, was für die Zusammenarbeit nötig ist."
            : "Ein paar Sätze, ohne Namen von Personen."
        }
      />
      <KommunenFields draft={draft} put={put} allowed={form.kommunen} />
      <Entries
        label="Angebot oder Gesuch"
        add="Angebot oder Gesuch hinzufügen"
        entries={draft.entries}
        blank={{ ...EMPTY_WISH, direction: "offers" as const }}
        put={(entries) => put({ entries })}
      >
        {(entry, change) => (
          <>
            <Select
              label="Bietet oder sucht"
              value={entry.direction}
              choices={[
                { key: "offers", title: "bietet" },
                { key: "seeks", title: "sucht" },
              ]}
              choose={(key) => change({ direction: key as typeof entry.direction })}
            />
            <WishFields wish={entry} form={form} change={change} />
          </>
        )}
      </Entries>
      <Select
        label="Sichtbar für"
        value={draft.visibility}
        choices={form.visibilities.filter(({ key }) => !(person && key === "public"))}
        choose={(key) => put({ visibility: key as Draft["visibility"] })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={draft.beispiel}
          onChange={() => put({ beispiel: !draft.beispiel })}
        />
        Beispiel, erfunden
      </label>
    </>
  );
}
