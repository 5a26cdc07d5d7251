import { Select } from "../frame/select";
import type { TimetableInfo } from "../generated/api";
import { useAtlas } from "../state/context";
import { ASPECTS, type Aspect } from "../state/mobility";
import { dateWords, dayOf, methodOf, useSetMobility } from "./use-transit";

const ASPECT_TITLES: Record<Aspect, string> = {
  klassen: "Güteklassen",
  luecken: "Lücken",
  szenario: "Anderer Fahrplan",
};

/** Classes, gaps, or another timetable. */
export function AspectPicker({ timetable }: { timetable: TimetableInfo }) {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const { aspect } = atlas.view.mobility;
  // Without a timetable there is none to change.
  const aspects = ASPECTS.filter((key) => timetable.loaded || key !== "szenario");
  return (
    <fieldset class={`segments ${timetable.loaded ? "three" : ""}`}>
      <legend class="hidden">Was zeigen?</legend>
      {aspects.map((key) => (
        <button
          key={key}
          type="button"
          aria-pressed={aspect === key || (key === "klassen" && !aspects.includes(aspect))}
          onClick={() => set({ aspect: key })}
        >
          {ASPECT_TITLES[key]}
        </button>
      ))}
    </fieldset>
  );
}

/** Kinds of days as chips; below them the day that stands for the chosen one, and why. */
export function DayPicker({ timetable }: { timetable: TimetableInfo }) {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const { day } = atlas.view.mobility;
  const chosen = dayOf(timetable, day);
  return (
    <div class="days">
      <fieldset class="chips">
        <legend class="hidden">An welchen Tagen?</legend>
        {timetable.day_types.map(({ key, title }) => (
          <button
            key={key}
            type="button"
            class="chip"
            aria-pressed={day === key}
            onClick={() => set({ day: key as typeof day })}
          >
            {title}
          </button>
        ))}
      </fieldset>
      <p class="note reference-day" title={chosen?.reason}>
        {chosen?.date
          ? `Stichtag: ${dateWords(chosen.date)}`
          : "Für diese Tage enthält der Fahrplan keinen Stichtag."}
      </p>
    </div>
  );
}

/** The methods of quality classes; what the chosen one counts stands below. */
export function MethodPicker({ timetable }: { timetable: TimetableInfo }) {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const method = methodOf(timetable, atlas.view.mobility.method);
  if (!method) return null;
  return (
    <div class="method">
      <Select
        label="Methode"
        value={method.id}
        choices={timetable.methods.map(({ id, title }) => ({ key: id, title }))}
        choose={(id) => set({ method: id === timetable.default_method ? null : id })}
      />
      <details class="sources">
        <summary>
          {method.distance_title}, {method.window.replace("-", "–")} Uhr
        </summary>
        <p>{method.source}</p>
        <p>
          {method.school_trips
            ? "Fahrten nur für Schüler zählen mit."
            : "Fahrten nur für Schüler zählen nicht mit; die Klasse mit ihnen steht daneben."}
        </p>
        <ul>
          {method.choices.map((choice) => (
            <li key={choice}>{choice}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}
