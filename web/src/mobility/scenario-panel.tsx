import { Loaded } from "../frame/notice";
import type { Scenario, TimetableInfo, TransitWhatIf } from "../generated/api";
import { useAtlas } from "../state/context";
import { Shelf } from "../tools/scenarios";
import { ACTION_TITLES, viewOf } from "./change";
import { ChangeAnswer } from "./change-answer";
import { ChangeForm } from "./change-form";
import { AspectPicker, DayPicker, MethodPicker } from "./pickers";
import { TimetableLine } from "./timetable-line";
import { useSetMobility, useTransitWhatIf } from "./use-transit";

type TransitScenario = Scenario & { result: TransitWhatIf };

const isOfTransit = (each: Scenario): each is TransitScenario => each.result.kind === "transit";

/** Anderer Fahrplan: what a change would bring, kept as a scenario. */
export function ScenarioPanel({ timetable }: { timetable: TimetableInfo }) {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const answer = useTransitWhatIf(atlas);
  const asked = answer.loading || answer.value !== null || answer.error !== null;
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Was wäre mit einem anderen Fahrplan?</h1>
        <AspectPicker timetable={timetable} />
        <DayPicker timetable={timetable} />
        <MethodPicker timetable={timetable} />
        <ChangeForm />
        {asked && (
          <Loaded answer={answer} words="Der Fahrplan wird neu gerechnet">
            {({ sentence, note }) => (
              <div class="headline" aria-live="polite">
                <p class="verdict">{sentence}</p>
                {note && <p class="note">{note}</p>}
              </div>
            )}
          </Loaded>
        )}
      </section>
      <section class="rows" aria-label="Ergebnis">
        {answer.value && <ChangeAnswer result={answer.value} timetable={timetable} />}
        <Shelf
          ask={answer.loading ? null : (answer.value?.ask ?? null)}
          belongs={isOfTransit}
          about={({ result: { ask } }) => ACTION_TITLES[ask.action]}
          show={({ result: { ask } }) => set(viewOf(ask))}
        />
        <TimetableLine timetable={timetable} />
      </section>
    </div>
  );
}
