import { useState } from "preact/hooks";
import { Select } from "../frame/select";
import { StateBadge } from "../frame/state-badge";
import type { DayType, TimetableInfo, TransitTime } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatDecimal, formatDuration } from "../text/numbers";
import { sortRows } from "../text/sort";
import { ratioWords } from "./ratio";
import { dayTitle, useSetMobility } from "./use-transit";

interface TravelTimesProps {
  times: readonly TransitTime[];
  timetable: TimetableInfo;
  /** "Hemmerde gehört zum Mittelzentrum Unna" */
  rank: string;
}

/** Door to door from one Zentrum, in one window of one kind of days. */
export function TravelTimes({ times, timetable, rank }: TravelTimesProps) {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const asked = atlas.view.tab === "mobilitaet";
  const [own, setOwn] = useState<{ window: string | null; day: DayType }>({
    window: null,
    day: atlas.view.mobility.day,
  });
  const windows = [...new Map(times.map(({ window, window_title }) => [window, window_title]))];
  const days = [...new Set(times.map(({ day_type }) => day_type))];
  // Elsewhere the day of the question is not in the address.
  const day = asked ? atlas.view.mobility.day : own.day;
  const wanted = asked ? atlas.view.mobility.window : own.window;
  const window = windows.find(([key]) => key === wanted)?.[0] ?? windows[0]?.[0] ?? "";
  if (times.length === 0) return null;
  const today = times.filter((time) => time.window === window && time.day_type === day);
  const shown = inOrder(today.filter(({ state }) => state !== "data_missing"));
  const missing = today.filter(({ state }) => state === "data_missing");
  return (
    <>
      <h3>Von Tür zu Tür</h3>
      <div class="filters">
        <Select
          label="Abfahrt"
          value={window}
          choices={windows.map(([key, title]) => ({ key, title }))}
          choose={(key) => (asked ? set({ window: key }) : setOwn({ ...own, window: key }))}
        />
        <Select
          label="Tage"
          value={day}
          choices={days.map((key) => ({ key, title: dayTitle(timetable, key) }))}
          choose={(key) => {
            const next = days.find((each) => each === key) ?? day;
            if (asked) set({ day: next });
            else setOwn({ ...own, day: next });
          }}
        />
      </div>
      <table class="list plain times">
        <caption class="hidden">
          Reisezeiten mit Bus und Bahn: so lange dauert es höchstens in einem Viertel, in der Hälfte
          und in drei Vierteln der Minuten mit Verbindung
        </caption>
        <thead>
          <tr>
            <th scope="col" class="plain-head">
              Ziel
            </th>
            <th scope="col" class="plain-head numeric">
              bestes Viertel
            </th>
            <th scope="col" class="plain-head numeric">
              Mitte
            </th>
            <th scope="col" class="plain-head numeric">
              drei Viertel
            </th>
          </tr>
        </thead>
        {shown.map((time) => (
          <Target key={`${time.target} ${time.target_id}`} time={time} />
        ))}
      </table>
      {missing.length > 0 && (
        <p class="no-data">
          <span class="badge none">{missing[0]?.state_title}</span>{" "}
          {missing.map(({ target_title }) => target_title).join(", ")}
        </p>
      )}
      {rank && <p class="note">{rank}</p>}
    </>
  );
}

const RANKS = ["grundzentrum", "mittelzentrum", "oberzentrum"];

/** The centres by rank, then the facilities by name. */
function inOrder(times: readonly TransitTime[]): TransitTime[] {
  const rank = ({ target }: TransitTime) => {
    const found = RANKS.indexOf(target);
    return found < 0 ? RANKS.length : found;
  };
  const byTitle = sortRows(times, ({ target_title }) => target_title, "ascending");
  return sortRows(byTitle, rank, "ascending");
}

const SECONDS = 60;

/** A quartile is missing where too few minutes have a connection. */
function minutes(value: number | null): string {
  return value === null ? "keine" : formatDuration(value * SECONDS);
}

function Target({ time }: { time: TransitTime }) {
  return (
    <tbody>
      <tr>
        <th scope="row">
          {time.target_title}
          <small>{time.target_name}</small>
        </th>
        {time.p50_min === null ? (
          <td colSpan={3} class="numeric">
            <StateBadge state={time.state} title={time.text || time.state_title} />
          </td>
        ) : (
          <>
            <td class="numeric">{minutes(time.p25_min)}</td>
            <td class="numeric middle">{minutes(time.p50_min)}</td>
            <td class="numeric">{minutes(time.p75_min)}</td>
          </>
        )}
      </tr>
      <tr class="more">
        <td colSpan={4}>
          {timeWords(time).map((words) => (
            <span key={words}>{words}</span>
          ))}
          <NormWords time={time} />
        </td>
      </tr>
    </tbody>
  );
}

/** Share of minutes with a connection, changes, the car beside it. */
function timeWords(time: TransitTime): string[] {
  const { share_connected, share_on_foot, changes, car_min, pt_car_ratio } = time;
  const onFoot = share_on_foot === 1;
  const kept = { true: ", Norm erfüllt", false: ", Norm verfehlt", null: "" } as const;
  const car = `mit dem Auto (${minutes(car_min)}${kept[`${time.car_norm_met}`]})`;
  return [
    onFoot ? time.state_title : "",
    onFoot || share_connected === null
      ? ""
      : `in ${Math.round(100 * share_connected)}\u00a0% der Minuten eine Verbindung`,
    onFoot || changes === null ? "" : changeWords(changes),
    car_min === null ? "" : ratioWords(pt_car_ratio) + car,
  ].filter(Boolean);
}

function changeWords(changes: number): string {
  if (changes === 0) return "ohne Umstieg";
  return `${formatDecimal(changes)} ${changes === 1 ? "Umstieg" : "Umstiege"}`;
}

function NormWords({ time: { norm, norm_met, limit_text } }: { time: TransitTime }) {
  if (norm_met === null) return null;
  const title = norm ? `${norm.title}: ${norm.source}` : undefined;
  return (
    <span class={norm_met ? "met" : "missed"} title={title}>
      {norm ? "Norm" : "Vergleichswert"} {limit_text} {norm_met ? "erfüllt" : "verfehlt"}
    </span>
  );
}
