import { useId, useState } from "preact/hooks";
import { accountPage, useSession } from "../account/session";
import { ApiError, forget, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Failure } from "../frame/notice";
import type { Scenario, WhatIf } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatDate } from "../text/numbers";

/** A kept what-if of a facility; those of the timetable have a page of their own. */
type FacilityScenario = Scenario & { result: WhatIf };

const isOfFacility = (each: Scenario): each is FacilityScenario => each.result.kind !== "transit";

/** Kept what-ifs of facilities. */
export function Scenarios({ result }: { result: WhatIf | null }) {
  const { go, layers } = useAtlas();
  const service = ({ layer }: WhatIf["ask"]) =>
    layers.find(({ key }) => key === layer)?.title ?? layer;
  const show = ({
    layer,
    mode,
    action,
    lon = null,
    lat = null,
    facility_id = null,
  }: WhatIf["ask"]) =>
    go({
      layer,
      mode,
      tool: action === "add" ? "neu" : "ohne",
      at: lon !== null && lat !== null ? [lon, lat] : null,
      facility: facility_id,
    });
  return (
    <Shelf
      ask={result?.ask ?? null}
      belongs={isOfFacility}
      about={({ result: { ask } }) => service(ask)}
      show={({ result: { ask } }) => show(ask)}
    />
  );
}

interface ShelfProps<S extends Scenario> {
  /** The what-if that is shown; null: nothing to save. */
  ask: S["result"]["ask"] | null;
  belongs: (scenario: Scenario) => scenario is S;
  /** What it is about, in a word. */
  about: (scenario: S) => string;
  show: (scenario: S) => void;
}

/** Kept what-ifs: save the one that is shown, show or delete one of before. */
export function Shelf<S extends Scenario>({ ask, belongs, about, show }: ShelfProps<S>) {
  const { path, view } = useAtlas();
  const session = useSession(view.verbund);
  const list = useApi<Scenario[]>(path("/scenarios"));
  const kept = list.value?.filter(belongs) ?? [];
  const [problem, setProblem] = useState<string | null>(null);
  /** Write, then read the list anew; a problem stays until the next attempt. */
  const write = async (act: () => Promise<unknown>): Promise<boolean> => {
    setProblem(null);
    try {
      await act();
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setProblem(reason.message);
      return false;
    }
    forget(path("/scenarios"));
    list.retry();
    return true;
  };
  const save = (title: string) => write(() => send(path("/scenarios"), "POST", { title, ask }));
  const remove = (id: string) =>
    write(() => send(path(`/scenarios/${encodeURIComponent(id)}`), "DELETE"));
  return (
    <>
      {ask && session?.writes && <Keep save={save} />}
      {ask && session && !session.writes && (
        <p class="note">
          {session.account_id ? (
            "Szenarien merken kann, wer Schreibrecht hat."
          ) : (
            <>
              <a href={accountPage()}>Anmelden</a>, um dieses Szenario zu merken
            </>
          )}
        </p>
      )}
      {problem && (
        <p class="failure" role="alert">
          {problem}
        </p>
      )}
      {list.error && <Failure message={list.error} retry={list.retry} />}
      {kept.length > 0 && (
        <>
          <h2>Gemerkte Szenarien</h2>
          <ul class="scenarios">
            {kept.map((each) => (
              <Kept
                key={each.scenario_id}
                scenario={each}
                about={about(each)}
                show={() => show(each)}
                remove={session?.writes ? remove : null}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const LONGEST_TITLE = 120;

function Keep({ save }: { save: (title: string) => Promise<boolean> }) {
  const [title, setTitle] = useState("");
  const id = useId();
  return (
    <form
      class="keep"
      onSubmit={async (event) => {
        event.preventDefault();
        if (title.trim() && (await save(title.trim()))) setTitle("");
      }}
    >
      <label for={id}>Als Szenario merken</label>
      <input
        id={id}
        type="text"
        required
        maxLength={LONGEST_TITLE}
        placeholder="Titel"
        autocomplete="off"
        value={title}
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <button type="submit" class="button">
        Merken
      </button>
    </form>
  );
}

interface KeptProps {
  scenario: Scenario;
  about: string;
  show: () => void;
  /** Null: this account may not. */
  remove: ((id: string) => Promise<boolean>) | null;
}

/** Deleting asks once more: what is gone is gone. */
function Kept({ scenario, about, show, remove }: KeptProps) {
  const [sure, setSure] = useState(false);
  return (
    <li>
      <div>
        <button type="button" class="plain-link" onClick={show}>
          {scenario.title}
        </button>
        <small>
          {about} · {formatDate(scenario.created_at)}
        </small>
        <small>{scenario.result.sentence}</small>
      </div>
      {remove && (
        <button
          type="button"
          class={sure ? "small-button sure" : "small-button"}
          aria-label={`${scenario.title} ${sure ? "wirklich löschen" : "löschen"}`}
          onBlur={() => setSure(false)}
          onClick={() => (sure ? remove(scenario.scenario_id) : setSure(true))}
        >
          {sure ? "wirklich?" : "löschen"}
        </button>
      )}
    </li>
  );
}
