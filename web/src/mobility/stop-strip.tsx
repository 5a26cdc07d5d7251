import { useEffect, useRef } from "preact/hooks";
import { Loaded } from "../frame/notice";
import type { LineDepartures, StopDepartures } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatQuantity } from "../text/numbers";
import {
  departureMark,
  departureWords,
  hourWords,
  type LineRow,
  type Minute,
  toTimetable,
} from "./timetable";
import { dateWords, useDepartures, useSetMobility } from "./use-transit";

/** Escape and the button put the strip away; the focus returns to what opened it. */
function useStrip(stop: string | null, close: () => void) {
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    const active = document.activeElement;
    if (active && active !== document.body && active !== heading.current) opener.current = active;
    // Where the address itself names the stop, nobody has opened it by hand.
    if (navigator.userActivation?.hasBeenActive) heading.current?.focus();
  }, [stop]);
  useEffect(
    () => () => {
      const back = opener.current;
      if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    },
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      close();
    };
    addEventListener("keydown", onKey, true);
    return () => removeEventListener("keydown", onKey, true);
  });
  return heading;
}

/** Departures of the chosen stop on the chosen kind of days, in place of the Kommunen. */
export function StopStrip() {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const close = () => set({ stop: null });
  const heading = useStrip(atlas.view.mobility.stop, close);
  const answer = useDepartures(atlas);
  return (
    <section class="stop-strip" aria-labelledby="stop-name">
      <div class="stop-head">
        <h2 id="stop-name" ref={heading} tabIndex={-1}>
          {answer.value?.name ?? "Haltestelle"}
        </h2>
        {answer.value && !answer.error && <Words departures={answer.value} />}
        <button type="button" class="close" onClick={close} aria-label="Abfahrten schließen">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m6 6 12 12M18 6 6 18" stroke="currentColor" stroke-width="2" fill="none" />
          </svg>
        </button>
      </div>
      <Loaded answer={answer} words="Die Abfahrten werden geladen">
        {(value) => <Table departures={value} />}
      </Loaded>
    </section>
  );
}

function Words({ departures }: { departures: StopDepartures }) {
  const { sentence, date, date_text, n_departures, n_school, n_on_demand, source } = departures;
  if (departures.lines.length === 0) return <p>{sentence}</p>;
  const { first_departure: first, last_departure: last } = departures;
  const marks = [
    n_school > 0 ? `S: nur für Schüler (${n_school})` : "",
    n_on_demand > 0 ? `R: nur auf Bestellung (${n_on_demand})` : "",
  ].filter(Boolean);
  return (
    <p title={source}>
      <strong>{date_text || dateWords(date)}</strong> ·{" "}
      {formatQuantity(n_departures, "Abfahrt", "Abfahrten")}
      {first && `, die erste ${first}, die letzte ${last} Uhr`}
      {marks.map((mark) => (
        <span key={mark} class="mark-words">
          {mark}
        </span>
      ))}
    </p>
  );
}

function Table({ departures }: { departures: StopDepartures }) {
  const { name, lines, state, state_title } = departures;
  if (lines.length === 0) {
    return (
      <p class="empty">
        {state === "data_missing" ? state_title : "An diesem Tag fährt hier nichts ab."}
      </p>
    );
  }
  const { hours, rows } = toTimetable(lines);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="timetable" aria-label={`Fahrplan ${name}`} tabIndex={0}>
      <table>
        <caption class="hidden">
          Abfahrten {name}: Stunden als Spalten, Minuten je Linie und Richtung
        </caption>
        <thead>
          <tr>
            <th scope="col">Linie und Richtung</th>
            {hours.map((hour) => (
              <th key={hour} scope="col" class={hour >= 24 ? "night" : ""}>
                <span aria-hidden="true">{hourWords(hour)}</span>
                <span class="hidden">{hourWords(hour)} Uhr</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={`${row.line.line} ${row.line.headsign}`} row={row} hours={hours} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function lineWords({ means, agency, platforms, departures }: LineDepartures): string {
  const where = platforms.length > 0 ? `Steig ${platforms.join(", ")}` : "";
  return [means, agency, where, formatQuantity(departures.length, "Abfahrt", "Abfahrten")]
    .filter(Boolean)
    .join(" · ");
}

function Line({ row: { line, hours: own }, hours }: { row: LineRow; hours: readonly number[] }) {
  return (
    <tr>
      <th scope="row" title={lineWords(line)}>
        <b>{line.name}</b> <span>{line.headsign}</span>
      </th>
      {hours.map((hour) => (
        <td key={hour}>
          {(own.get(hour) ?? []).map((minute) => (
            <MinuteEntry key={`${minute.departure.time_s}`} minute={minute} />
          ))}
        </td>
      ))}
    </tr>
  );
}

function MinuteEntry({ minute: { minute, departure } }: { minute: Minute }) {
  const mark = departureMark(departure);
  return (
    <span class={mark ? "minute marked" : "minute"} title={departureWords(departure)}>
      {minute}
      {mark && <sup>{mark}</sup>}{" "}
    </span>
  );
}
