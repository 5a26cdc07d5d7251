/** Similar projects beside the form: nearest first, with reasons. Nothing blocks, nothing merges by itself. */
import { useEffect, useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Failure } from "../frame/notice";
import type { MatchAction, Similar, SimilarAsk, SimilarProject } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatHundredth, formatShare } from "../text/numbers";
import { Adopt } from "./adopt";
import { ScoreParts } from "./score-parts";

const PAUSE_MS = 600;
const ACTIONS: readonly { key: MatchAction; words: string; done: string }[] = [
  { key: "join", words: "Mitmachen", done: "Gemerkt: mitmachen." },
  { key: "adopt", words: "Baustein übernehmen", done: "Gemerkt: Baustein übernommen." },
  { key: "link", words: "Verknüpfen", done: "Gemerkt: verknüpft." },
  { key: "different", words: "Nicht dasselbe", done: "Gemerkt: nicht dasselbe." },
];

/** Actions that ask for more before they are done. */
const QUESTIONS: ReadonlySet<MatchAction> = new Set<MatchAction>(["adopt", "different"]);

/** Value that follows with a pause, so that not every letter is a question. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What is similar to the draft as it stands; asked anew when the typing pauses. */
export function SimilarProjects({ ask }: { ask: SimilarAsk }) {
  const { path } = useAtlas();
  const text = useSettled(JSON.stringify(ask));
  const typed = Boolean(ask.title?.trim() || ask.summary?.trim());
  const answer = useApi<Similar>(typed ? path("/projects/similar") : null, text);
  if (!typed) {
    return (
      <aside class="similar" aria-label="Ähnliche Projekte">
        <h2>Ähnliche Projekte</h2>
        <p class="note">Sobald ein Titel dasteht, erscheinen hier ähnliche Projekte.</p>
      </aside>
    );
  }
  return (
    <aside class="similar" aria-label="Ähnliche Projekte" aria-busy={answer.loading}>
      <h2>Ähnliche Projekte</h2>
      <p role="status">{answer.value?.sentence ?? (answer.error ? "" : "Wird gesucht …")}</p>
      {answer.error && <Failure message={answer.error} retry={answer.retry} />}
      <ol>
        {answer.value?.projects.map((found) => (
          <Entry key={found.project_id} found={found} ask={ask} />
        ))}
      </ol>
      {answer.value?.note && <p class="note">{answer.value.note}</p>}
    </aside>
  );
}

function Entry({ found, ask }: { found: SimilarProject; ask: SimilarAsk }) {
  const about = [found.kommunen.join(", "), found.phase_title, found.beispiel ? "Beispiel" : ""];
  return (
    <li>
      <h3>{found.title}</h3>
      <p class="note">{about.filter(Boolean).join(" · ")}</p>
      <p>
        <strong>{found.level}</strong>: {found.sentence}
      </p>
      <details>
        <summary>Teile und Gewichte</summary>
        <ScoreParts parts={found.parts} head="gleich" none="keine Angabe" />
        <p class="note">
          Wert {formatHundredth(found.score)} von 1. Von Paaren mit diesem Wert nannten Menschen{" "}
          {formatShare(found.likelihood)} gleich oder verwandt.
        </p>
      </details>
      <Answer found={found} ask={ask} />
    </li>
  );
}

function Answer({ found, ask }: { found: SimilarProject; ask: SimilarAsk }) {
  const { path } = useAtlas();
  const [given, setGiven] = useState<MatchAction | null>(found.answer);
  const [reason, setReason] = useState("");
  const [asking, setAsking] = useState<MatchAction | null>(null);
  const [adopted, setAdopted] = useState("");
  const [error, setError] = useState("");
  const answer = async (action: MatchAction) => {
    try {
      await send(path("/projects/similar/answers"), "POST", {
        ask,
        other_id: found.project_id,
        action,
        reason,
      });
      setGiven(action);
      setAsking(null);
      setError("");
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure.message);
    }
  };
  const adopt = async (title: string, kommune: string) => {
    await answer("adopt");
    setAdopted(`Übernommen: „${title}“ für ${kommune}.`);
  };
  const shown = ACTIONS.filter(({ key }) => key !== "adopt" || found.modules.length > 0);
  return (
    <div class="answers">
      {shown.map(({ key, words }) => (
        <button
          key={key}
          type="button"
          class="button quiet"
          aria-pressed={given === key}
          aria-expanded={QUESTIONS.has(key) ? asking === key : undefined}
          onClick={() =>
            QUESTIONS.has(key) ? setAsking(asking === key ? null : key) : answer(key)
          }
        >
          {words}
        </button>
      ))}
      {asking === "adopt" &&
        found.modules.map(({ key, title }) => (
          <Adopt
            key={key}
            project={found.project_id}
            module={key}
            title={title}
            by={ask.project_id ?? ""}
            done={(kommune) => adopt(title, kommune)}
          />
        ))}
      {asking === "different" && (
        <label class="field">
          <span>weil …</span>
          <input
            maxLength={1000}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          <button
            type="button"
            class="button quiet"
            disabled={!reason.trim()}
            onClick={() => answer("different")}
          >
            Merken
          </button>
        </label>
      )}
      <p class="note" role="status">
        {error || adopted || ACTIONS.find(({ key }) => key === given)?.done}
      </p>
    </div>
  );
}
