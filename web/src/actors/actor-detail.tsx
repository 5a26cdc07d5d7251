import { useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ActorProfile } from "../generated/api";
import { useRegister } from "../projects/use-projects";
import { useAtlas } from "../state/context";
import { formatDate } from "../text/numbers";
import { ActorPlaces, ActorTags, EntryLists } from "./actor-list";
import { ActorMatchesSection } from "./matches";
import { actorRoute, forgetActors } from "./use-actors";

/** One actor with what it offers and looks for, its consent, and who fits it. */
export function ActorDetail({ id }: { id: string }) {
  const { path } = useAtlas();
  const { link } = useRegister();
  const answer = useApi<ActorProfile>(path(actorRoute(id)));
  return (
    <div class="panel detail">
      <p class="back">
        <a {...link({ actor: null, doing: null })}>Alle Akteure</a>
      </p>
      <Loaded answer={answer} words="Der Akteur wird geladen">
        {(profile) => <Content profile={profile} changed={answer.retry} />}
      </Loaded>
    </div>
  );
}

interface ContentProps {
  profile: ActorProfile;
  changed: () => void;
}

function Content({ profile, changed }: ContentProps) {
  const { info } = profile;
  return (
    <article class="rows">
      <ActorTags actor={info} />
      <h1>{info.name}</h1>
      <ActorPlaces actor={info} />
      <Actions profile={profile} changed={changed} />
      {info.about && <p class="long">{info.about}</p>}
      {info.entries.length > 0 ? (
        <EntryLists entries={info.entries} />
      ) : (
        <p class="empty">Noch steht hier nicht, was geboten oder gesucht wird.</p>
      )}
      <ConsentLines profile={profile} />
      <ActorMatchesSection id={info.actor_id} />
      <details class="more">
        <summary>Verlauf</summary>
        <ul class="history">
          {profile.changes.map((change) => (
            <li key={change.changed_at}>
              {formatDate(change.changed_at)}, {change.role}: {change.action_title}
              {change.fields.length > 0 && ` (${change.fields.join(", ")})`}
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}

/** Edit, renew or withdraw the consent, delete, and one's own data as a file; each only for those who may. */
function Actions({ profile, changed }: ContentProps) {
  const { path } = useAtlas();
  const { link, move } = useRegister();
  const [problem, setProblem] = useState<string | null>(null);
  const { actor_id: id, kind } = profile.info;
  const person = kind === "person";
  const mine = profile.is_mine && person;
  if (!profile.may_edit && !profile.is_mine) return null;
  const act = async (part: string, gone: boolean) => {
    try {
      await send(path(actorRoute(id, part)), "DELETE");
      forgetActors();
      if (gone) move({ actor: null, doing: null });
      else changed();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error));
    }
  };
  return (
    <div class="actions">
      {profile.may_edit && (
        <>
          <a class="button" {...link({ doing: "bearbeiten" })}>
            Bearbeiten
          </a>
          <a class="button quiet" {...link({ doing: "einwilligung" })}>
            {profile.consent ? "Einwilligung erneuern" : "Kontakt mit Einwilligung"}
          </a>
        </>
      )}
      {(profile.may_edit || mine) && (person || profile.consent) && (
        <Sure
          words="Einwilligung zurückziehen"
          sure={
            person ? "Wirklich? Die Person wird gelöscht" : "Wirklich? Der Kontakt wird gelöscht"
          }
          act={() => act("/consent", person)}
        />
      )}
      {profile.may_edit && !person && (
        <Sure words="Löschen" sure="Wirklich löschen?" act={() => act("", true)} />
      )}
      {profile.is_mine && (
        <a class="button quiet" href={path(actorRoute(id, "/export"))} download>
          Eigene Daten (JSON)
        </a>
      )}
      {problem && (
        <p class="failure" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

interface SureProps {
  words: string;
  sure: string;
  act: () => void;
}

/** What cannot be undone is asked once more. */
function Sure({ words, sure, act }: SureProps) {
  const [asked, ask] = useState(false);
  return (
    <button
      type="button"
      class="button quiet"
      onBlur={() => ask(false)}
      onClick={() => (asked ? act() : ask(true))}
    >
      {asked ? sure : words}
    </button>
  );
}

function ConsentLines({ profile }: { profile: ActorProfile }) {
  const { consent, info } = profile;
  if (!consent) return null;
  const { contact, mail, phone } = consent;
  return (
    <>
      <h2>Kontakt</h2>
      <p>
        {contact || info.name}
        {mail && (
          <>
            {", "}
            <a href={`mailto:${mail}`}>{mail}</a>
          </>
        )}
        {phone && `, ${phone}`}
      </p>
      <p class="note">
        Eingewilligt am {formatDate(consent.given_on)} für „{consent.purpose}“, bis{" "}
        {formatDate(consent.expires_on)}; nur mit Konto zu sehen, danach gelöscht.
      </p>
    </>
  );
}
