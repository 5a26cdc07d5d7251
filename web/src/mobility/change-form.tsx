import { Failure } from "../frame/notice";
import { Select } from "../frame/select";
import { useAtlas } from "../state/context";
import { type Change, INTERVALS, type TransitAction } from "../state/mobility";
import { PlaceChoice } from "../tools/place-choice";
import { useZentrumChoices } from "../tools/zentrum-choices";
import { ACTION_TITLES, lineChoices, toggleOrtsteil } from "./change";
import { useLines, useSetMobility } from "./use-transit";

/** What to change: the kind of change, the line, and what that kind needs. */
export function ChangeForm() {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const { change } = atlas.view.mobility;
  const put = (part: Partial<Change>) => set({ change: { ...change, ...part } });
  const { action } = change;
  return (
    <div class="change-form">
      <fieldset class="chips">
        <legend class="hidden">Was ändern?</legend>
        {Object.entries(ACTION_TITLES).map(([key, title]) => (
          <button
            key={key}
            type="button"
            class="chip"
            aria-pressed={action === key}
            onClick={() => put({ action: key as TransitAction })}
          >
            {title}
          </button>
        ))}
      </fieldset>
      {action === "on_demand" ? <Area /> : <LineSelect put={put} />}
      {action === "add_stop" && <PlaceChoice at={change.at} choose={(at) => put({ at })} />}
      {action === "last_trip" && (
        <Clock
          label="Abfahrt der späteren Fahrt"
          value={change.time}
          put={(time) => put({ time })}
        />
      )}
      {(action === "hourly" || action === "on_demand") && <Interval put={put} />}
    </div>
  );
}

interface PutProps {
  put: (part: Partial<Change>) => void;
}

function LineSelect({ put }: PutProps) {
  const atlas = useAtlas();
  const lines = useLines(atlas);
  if (lines.error) return <Failure message={lines.error} retry={lines.retry} />;
  return (
    <Select
      label="Linie"
      all={lines.value ? "Linie wählen" : "Linien werden geladen"}
      value={atlas.view.mobility.change.line ?? ""}
      choices={lineChoices(lines.value ?? [], atlas.view.mobility.day)}
      choose={(line) => put({ line: line || null })}
    />
  );
}

/** Every so many minutes, from when to when. */
function Interval({ put }: PutProps) {
  const { intervalMin, begin, end } = useAtlas().view.mobility.change;
  return (
    <div class="interval">
      <Select
        label="alle"
        value={String(intervalMin)}
        choices={INTERVALS.map((each) => ({ key: String(each), title: `${each} min` }))}
        choose={(each) => put({ intervalMin: Number(each) })}
      />
      <Clock label="von" value={begin} put={(text) => put({ begin: text })} />
      <Clock label="bis" value={end} put={(text) => put({ end: text })} />
    </div>
  );
}

const HALF_HOURS = 2;

/** Times in steps of half an hour; hours from 24 on are those after midnight. */
function clockChoices(first: number, last: number): { key: string; title: string }[] {
  return Array.from({ length: HALF_HOURS * (last - first) + 1 }, (_, step) => {
    const hour = first + Math.floor(step / HALF_HOURS);
    const clock = (of: number) =>
      `${String(of).padStart(2, "0")}:${step % HALF_HOURS ? "30" : "00"}`;
    const night = hour >= 24 ? " nachts" : "";
    return { key: clock(hour), title: `${clock(hour % 24)}${night}` };
  });
}

const TIMES = clockChoices(4, 26);

interface ClockProps {
  label: string;
  value: string;
  put: (text: string) => void;
}

function Clock({ label, value, put }: ClockProps) {
  const known = TIMES.some(({ key }) => key === value);
  const choices = known ? TIMES : [{ key: value, title: value }, ...TIMES];
  return <Select label={label} value={value} choices={choices} choose={put} />;
}

/** The Ortsteile of a bus that comes when it is booked: by the map or by the list. */
function Area() {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const { change } = atlas.view.mobility;
  const choices = useZentrumChoices().filter(({ key }) => !change.ortsteile.includes(key));
  const toggle = (id: string) => set({ change: toggleOrtsteil(change, id) });
  return (
    <>
      <Select
        label="Ortsteile"
        all="auf der Karte oder hier hinzufügen"
        value=""
        choices={choices}
        choose={(id) => id && toggle(id)}
      />
      {change.ortsteile.length > 0 && (
        <ul class="chosen-places" aria-label="Gewählte Ortsteile">
          {change.ortsteile.map((id) => (
            <li key={id}>
              <button type="button" class="place" onClick={() => toggle(id)}>
                {atlas.byId.get(id)?.properties.name ?? id}
                <span aria-hidden="true"> ×</span>
                <span class="hidden"> entfernen</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
