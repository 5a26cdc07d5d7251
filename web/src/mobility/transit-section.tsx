import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { TimetableInfo, TransitClass, TransitSheet, WayHome } from "../generated/api";
import { useAtlas } from "../state/context";
import { ClassBadge } from "./class-badge";
import { OnDemandList } from "./on-demand";
import { isWithoutClass } from "./tint";
import { TravelTimes } from "./travel-times";
import { dayTitle, methodOf, useSetMobility } from "./use-transit";

/** Bus und Bahn in the sheet of a Zentrum: class of every kind of days, travel times, way home. */
export function TransitSection({ id }: { id: string }) {
  const atlas = useAtlas();
  const { path, view } = atlas;
  const answer = useApi<TransitSheet>(
    path(`/pt/zentren/${encodeURIComponent(id)}`, { method: view.mobility.method }),
  );
  const timetable = useApi<TimetableInfo>(path("/pt/timetable")).value;
  const sheet = answer.value?.zentrum_id === id ? answer : { ...answer, value: null };
  return (
    <section class="transit" aria-labelledby="bus-und-bahn">
      <h3 id="bus-und-bahn">Bus und Bahn</h3>
      <Loaded answer={sheet} words="Bus und Bahn werden geladen">
        {(value) => (
          <>
            {value.state === "data_missing" ? (
              <p>
                <span class="badge none">{value.state_title}</span>
              </p>
            ) : (
              timetable && <Known sheet={value} timetable={timetable} />
            )}
            <OnDemandList offers={value.classes[0]?.on_demand ?? []} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Known({ sheet, timetable }: { sheet: TransitSheet; timetable: TimetableInfo }) {
  const { day } = useAtlas().view.mobility;
  const row = sheet.classes.find(({ day_type }) => day_type === day);
  return (
    <>
      <p>{sheet.sentence}</p>
      <Days classes={sheet.classes} timetable={timetable} method={sheet.method} />
      {sheet.day_sentence && <p>{sheet.day_sentence}</p>}
      {row && <BestStop row={row} day={dayTitle(timetable, day)} />}
      <TravelTimes times={sheet.times} timetable={timetable} rank={sheet.rank} />
      <h3>Letzter Weg nach Hause</h3>
      {sheet.home_sentence && <p>{sheet.home_sentence}</p>}
      <WaysHome ways={sheet.ways_home} />
      {sheet.gate_sentence && <p class="note">{sheet.gate_sentence}</p>}
      <p class="source">{sheet.source_line}</p>
    </>
  );
}

interface DaysProps {
  classes: readonly TransitClass[];
  timetable: TimetableInfo;
  method: string;
}

/** The class of each kind of days, side by side. */
function Days({ classes, timetable, method: id }: DaysProps) {
  const method = methodOf(timetable, id);
  return (
    <ul class="day-classes" aria-label={`Güteklassen, Methode ${method?.title ?? id}`}>
      {timetable.day_types.map(({ key, title }) => {
        const row = classes.find(({ day_type }) => day_type === key);
        const known = row && (row.class_letter || isWithoutClass(row));
        return (
          <li key={key}>
            {known ? (
              <ClassBadge letter={row.class_letter} method={method} />
            ) : (
              <span class="badge none">{row?.state_title ?? "unbekannt"}</span>
            )}
            <small>{title}</small>
          </li>
        );
      })}
    </ul>
  );
}

/** What a person waiting at the best stop finds; on the page of bus and rail a click shows its departures. */
function BestStop({ row, day }: { row: TransitClass; day: string }) {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const stop = row.best_stop;
  if (!stop) return null;
  const figures = [
    ["Takt", stop.interval_text],
    ["Takt nach Wartezeit", stop.waiting_interval_text],
    ["erste und letzte Abfahrt", `${stop.first_departure} – ${stop.last_departure}`],
    ["längste Lücke", stop.longest_gap_min === null ? "" : `${stop.longest_gap_min}\u00a0min`],
  ].filter(([, figure]) => figure);
  return (
    <dl class="facts">
      <dt>beste Haltestelle, {day}</dt>
      <dd>
        <button
          type="button"
          class="plain-link linked"
          onClick={() =>
            atlas.view.tab === "mobilitaet"
              ? set({ stop: stop.stop_id })
              : atlas.go({
                  tab: "mobilitaet",
                  mobility: { ...atlas.view.mobility, stop: stop.stop_id },
                })
          }
        >
          {stop.name}
        </button>
        <small>
          {stop.distance_text}, {stop.group_title}
        </small>
      </dd>
      {figures.map(([title, figure]) => (
        <>
          <dt>{title}</dt>
          <dd>{figure}</dd>
        </>
      ))}
    </dl>
  );
}

/** Per target and kind of days: when the last way home leaves. */
function WaysHome({ ways }: { ways: readonly WayHome[] }) {
  const targets = [...new Set(ways.map(({ target }) => target))];
  const days = [...new Map(ways.map(({ day_type, day_title }) => [day_type, day_title]))];
  if (targets.length === 0) return null;
  return (
    <table class="list plain">
      <caption class="hidden">Letzter Weg nach Hause je Ziel und Art von Tagen</caption>
      <thead>
        <tr>
          <th scope="col" class="plain-head">
            von
          </th>
          {days.map(([day, title]) => (
            <th key={day} scope="col" class="plain-head numeric">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => {
          const own = ways.filter((way) => way.target === target);
          return (
            <tr key={target}>
              <th scope="row">
                {own[0]?.target_title}
                <small>{own[0]?.target_name}</small>
              </th>
              {days.map(([day]) => (
                <td key={day} class="numeric">
                  {homeWords(own.find(({ day_type }) => day_type === day))}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function homeWords(way: WayHome | undefined): string {
  if (!way || way.state === "data_missing") return "unbekannt";
  return way.last_departure ?? (way.possible === false ? "keiner" : way.state_title);
}
