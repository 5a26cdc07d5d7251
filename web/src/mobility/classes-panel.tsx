import { useMemo } from "preact/hooks";
import { Loaded } from "../frame/notice";
import type { TimetableInfo, TransitHeadline, TransitMethod } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatPeople } from "../text/numbers";
import { ClassBadge } from "./class-badge";
import { ClassTable } from "./class-table";
import { AspectPicker, DayPicker, MethodPicker } from "./pickers";
import { StopSearch } from "./stop-search";
import { TimetableLine } from "./timetable-line";
import { methodOf, useClasses, useTransitHeadline, useWaysHome } from "./use-transit";

/** Güteklassen: how well the Ortsteile are served, by method and kind of days. */
export function ClassesPanel({ timetable }: { timetable: TimetableInfo }) {
  const atlas = useAtlas();
  const headline = useTransitHeadline(atlas);
  const classes = useClasses(atlas);
  const times = useWaysHome(atlas, timetable.loaded).value;
  const homes = useMemo(
    () => new Map((times ?? []).map((time) => [time.zentrum_id, time])),
    [times],
  );
  const method = methodOf(timetable, atlas.view.mobility.method);
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Wie gut sind die Ortsteile mit Bus und Bahn erschlossen?</h1>
        <AspectPicker />
        <DayPicker timetable={timetable} />
        <Loaded answer={headline} words="Die Zahlen werden geladen">
          {(value) => <Headline headline={value} method={method} />}
        </Loaded>
        <MethodPicker timetable={timetable} />
        <StopSearch />
      </section>
      <section class="rows" aria-label="Liste der Ortsteile">
        <Loaded answer={classes} words="Die Liste wird geladen">
          {(rows) => method && <ClassTable rows={rows} homes={homes} method={method} />}
        </Loaded>
        <p class="note">
          Letzte Heimfahrt: aus dem nächsten Mittelzentrum, nach einem Aufenthalt dort. Takt: der
          besten Haltestelle, gewertet nach der Methode.
        </p>
        <TimetableLine timetable={timetable} />
      </section>
    </div>
  );
}

/** The sentence that comes first, and the people by class as a bar. */
function Headline({
  headline,
  method,
}: {
  headline: TransitHeadline;
  method: TransitMethod | null;
}) {
  const { figure, sentence, note } = headline;
  const words = sentence.startsWith(figure) ? sentence.slice(figure.length).trimStart() : sentence;
  return (
    <div class="headline" aria-live="polite">
      <p>
        {figure && <strong class="figure">{figure}</strong>} <span>{words}</span>
      </p>
      {method && <PeopleByClass people={headline.residents_by_class} method={method} />}
      {note && <p class="note">{note}</p>}
    </div>
  );
}

interface PeopleByClassProps {
  people: Record<string, number>;
  method: TransitMethod;
}

/** How many people live in which class: a bar for the eye, a list for all. */
export function PeopleByClass({ people, method }: PeopleByClassProps) {
  const letters = [...method.classes.map(({ letter }) => letter), ""];
  const parts = letters
    .map((letter) => ({ letter, count: people[letter] ?? 0 }))
    .filter(({ count }) => count > 0);
  if (parts.length === 0) return null;
  return (
    <>
      <div class="share-bar" aria-hidden="true">
        {parts.map(({ letter, count }) => (
          <i
            key={letter}
            class={letter ? "" : "none"}
            style={{
              flexGrow: count,
              backgroundColor: method.classes.find((each) => each.letter === letter)?.colour,
            }}
          />
        ))}
      </div>
      <ul class="share-list" aria-label="Menschen je Güteklasse">
        {parts.map(({ letter, count }) => (
          <li key={letter}>
            <ClassBadge letter={letter || null} method={method} /> {formatPeople(count, true)}
          </li>
        ))}
      </ul>
    </>
  );
}
