import { Failure, Waiting } from "../frame/notice";
import { useAtlas } from "../state/context";
import { ClassesPanel } from "./classes-panel";
import { GapsView } from "./gaps-view";
import { ScenarioPanel } from "./scenario-panel";
import { useTimetable } from "./use-transit";
import { WithoutTimetable } from "./without-timetable";

/** Mobilität: what bus and rail offer, where that is not enough, what another timetable would change. */
export function MobilityPanel() {
  const atlas = useAtlas();
  const { value, error, retry } = useTimetable(atlas);
  const { aspect } = atlas.view.mobility;
  if (!value) {
    return (
      <div class="panel">
        <section class="question" aria-label="Frage">
          <h1>Mobilität</h1>
          {error ? (
            <Failure message={error} retry={retry} />
          ) : (
            <Waiting words="Der Fahrplan wird geladen" />
          )}
        </section>
      </div>
    );
  }
  if (aspect === "luecken") return <GapsView timetable={value} />;
  if (!value.loaded) return <WithoutTimetable timetable={value} />;
  if (aspect === "szenario") return <ScenarioPanel timetable={value} />;
  return <ClassesPanel timetable={value} />;
}
