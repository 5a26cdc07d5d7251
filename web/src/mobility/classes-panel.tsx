import { useMemo } from "preact/hooks";
import { Loaded } from "../frame/notice";
import type { TimetableInfo, TransitHeadline, TransitMethod } from "../generated/api";
import { useAtlas } from "../state/context";
import { ClassTable } from "./class-table";
import { PeopleByClass } from "./people-by-class";
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
        <h1>Wie gut fahren Bus und Bahn?</h1>
        <AspectPicker timetable={timetable} />
        <DayPicker timetable={timetable} />
        <Loaded answer={headline} words="Die Zahlen werden geladen">
          {(value) => <Headline headline={value} method={method} />}
        </Loaded>
        <div class="method-and-stop">
          <MethodPicker timetable={timetable} />
          <StopSearch />
        </div>
      </section>
      <section class="rows" aria-label="Liste der Ortsteile">
        <Loaded answer={classes} words="Die Liste wird geladen">
          {(rows) => method && <ClassTable rows={rows} homes={homes} method={method} />}
        </Loaded>
        <p class="note">
          Heimfahrt: die letzte aus dem nächsten Mittelzentrum. Takt: an der besten Haltestelle, wie
          ihn die Methode rechnet.
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
