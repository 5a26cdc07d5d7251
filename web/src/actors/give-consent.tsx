import { useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded, Waiting } from "../frame/notice";
import type { ActorForm, ActorProfile } from "../generated/api";
import { useRegister } from "../projects/use-projects";
import { useAtlas } from "../state/context";
import { ConsentFields, newConsent } from "./consent-fields";
import type { Consent } from "./draft";
import { actorRoute, forgetActors, useActorForm } from "./use-actors";

/** A consent that is given anew, with its contact. */
export function GiveConsent({ id }: { id: string }) {
  const form = useActorForm();
  const answer = useApi<ActorProfile>(useAtlas().path(actorRoute(id)));
  if (!form) return <Waiting words="Das Formular wird geladen" />;
  return (
    <Loaded answer={answer} words="Der Akteur wird geladen">
      {(profile) => <Editor profile={profile} form={form} />}
    </Loaded>
  );
}

function Editor({ profile, form }: { profile: ActorProfile; form: ActorForm }) {
  const { path } = useAtlas();
  const { move, link } = useRegister();
  const { actor_id: id, name, kind } = profile.info;
  const fresh = newConsent(form);
  const { given_on, expires_on } = fresh;
  const [consent, setConsent] = useState<Consent>({
    ...fresh,
    ...(profile.consent as Consent | null),
    given_on,
    expires_on,
  });
  const [agreed, agree] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    try {
      await send(path(actorRoute(id, "/consent")), "PUT", consent);
      forgetActors();
      move({ doing: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error.message);
    }
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
        <h1>{name}</h1>
        <ConsentFields
          form={form}
          person={kind === "person"}
          consent={consent}
          put={(part) => setConsent({ ...consent, ...part })}
          agreed={agreed}
          agree={agree}
        />
        {problem && (
          <p class="failure" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="button">
          Einwilligung speichern
        </button>
      </section>
    </form>
  );
}
