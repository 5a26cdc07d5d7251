import { useState } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { Change, Comparison, RunRow } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatCount, formatDateTime, formatPeople } from "../text/numbers";
import { sortRows } from "../text/sort";
import { ToolFrame } from "./tool-frame";

const PAGE = 60;

/** The two runs of the view; without a choice the one that is shown and the one before it. */
function chosenRuns(
  runs: readonly RunRow[],
  chosen: readonly [string, string] | null,
): [string, string] | null {
  if (chosen) return [...chosen];
  const latest = sortRows(runs, ({ finished_at }) => finished_at, "descending");
  const shown = latest.find(({ published }) => published) ?? latest[0];
  const other = latest.find(({ run_id }) => run_id !== shown?.run_id);
  return shown && other ? [other.run_id, shown.run_id] : null;
}

/** Läufe vergleichen: what changed between two computations. */
export function ComparePanel() {
  const { path, view } = useAtlas();
  const runs = useApi<RunRow[]>(path("/runs"));
  const pair = runs.value && chosenRuns(runs.value, view.runs);
  const comparison = useApi<Comparison>(pair && path("/compare", { a: pair[0], b: pair[1] }));
  return (
    <ToolFrame
      title="Läufe vergleichen"
      question={
        <Loaded answer={runs} words="Die Läufe werden geladen">
          {(rows) =>
            pair ? (
              <>
                <RunChoice runs={rows} pair={pair} />
                <Loaded answer={comparison} words="Die Läufe werden verglichen">
                  {({ sentence }) => <p class="verdict">{sentence}</p>}
                </Loaded>
              </>
            ) : (
              <p class="empty">
                Bisher gibt es nur einen Lauf. Der nächste lässt sich vergleichen.
              </p>
            )
          }
        </Loaded>
      }
    >
      {comparison.value && <Changes comparison={comparison.value} />}
    </ToolFrame>
  );
}

function runTitle({ run_id, model_title, finished_at, published }: RunRow): string {
  const shown = published ? ", gezeigt" : "";
  return `${formatDateTime(finished_at)} · ${model_title}${shown} · ${run_id}`;
}

function RunChoice({ runs, pair }: { runs: RunRow[]; pair: [string, string] }) {
  const { go } = useAtlas();
  const choices = runs.map((run) => ({ key: run.run_id, title: runTitle(run) }));
  return (
    <div class="pair-choice">
      <Select
        label="Lauf A"
        value={pair[0]}
        choices={choices}
        choose={(a) => go({ runs: [a, pair[1]] })}
      />
      <Select
        label="Lauf B"
        value={pair[1]}
        choices={choices}
        choose={(b) => go({ runs: [pair[0], b] })}
      />
    </div>
  );
}

function Changes({ comparison }: { comparison: Comparison }) {
  const [shown, setShown] = useState(PAGE);
  const { changes, n_changed } = comparison;
  return (
    <>
      {changes.length < n_changed && (
        <p class="note">Gezeigt werden die {formatCount(changes.length)} größten Änderungen.</p>
      )}
      <ol class="gaps">
        {changes.slice(0, shown).map((change) => (
          <ChangeRow key={`${change.zentrum_id} ${change.layer} ${change.mode}`} change={change} />
        ))}
      </ol>
      {changes.length > shown && (
        <button type="button" class="button quiet" onClick={() => setShown(changes.length)}>
          alle {formatCount(changes.length)} zeigen
        </button>
      )}
    </>
  );
}

function peopleWords({ residents }: Change, estimated: boolean): string {
  if (residents === null) return "Einwohner unbekannt";
  return `${formatPeople(residents, estimated)} Einwohner`;
}

function ChangeRow({ change }: { change: Change }) {
  const { verbund, go, byId, hovered, hover } = useAtlas();
  const mode = verbund.modes.find(({ key }) => key === change.mode)?.title ?? change.mode;
  const place = byId.get(change.zentrum_id)?.properties;
  const mark = () => hover(change.zentrum_id);
  const unmark = () => hover(null);
  return (
    <li
      class={hovered === change.zentrum_id ? "hovered" : ""}
      onMouseEnter={mark}
      onMouseLeave={unmark}
    >
      <p class="gap-head">
        <button
          type="button"
          class="row-link"
          onFocus={mark}
          onBlur={unmark}
          onClick={() =>
            go({ layer: change.layer, mode: change.mode, kommune: place?.ags ?? null })
          }
        >
          {change.zentrum}: {change.layer_title}
        </button>
        <span>{mode}</span>
      </p>
      <p class="gap-words">
        <span>
          {change.a_text} → {change.b_text}
        </span>
        <span>{peopleWords(change, place?.residents_estimated ?? false)}</span>
      </p>
    </li>
  );
}
