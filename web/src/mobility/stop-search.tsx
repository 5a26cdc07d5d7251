import { useId, useState } from "preact/hooks";
import { useAtlas } from "../state/context";
import { formatQuantity } from "../text/numbers";
import { findStops, stopWords } from "./stops";
import { useSetMobility, useStops, useTimetable } from "./use-transit";

const MOST = 8;

/** The twin of a click on a stop: its name. */
export function StopSearch() {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const stops = useStops(atlas).value;
  const [words, setWords] = useState("");
  const id = useId();
  const timetable = useTimetable(atlas).value;
  const [one, many] = timetable?.loaded ? ["Haltestelle", "Haltestellen"] : ["Bahnhof", "Bahnhöfe"];
  if (!stops || stops.features.length === 0) return null;
  const found = findStops(stops, words, MOST);
  const show = (stop: string) => {
    setWords("");
    set({ stop });
  };
  return (
    <search class="stop-search">
      <label for={id}>{timetable?.loaded ? "Abfahrten einer Haltestelle" : "Bahnhof suchen"}</label>
      <input
        id={id}
        type="search"
        placeholder={formatQuantity(stops.features.length, one, many)}
        autocomplete="off"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = found;
          if (event.key === "Enter" && first) show(first.stop_id);
        }}
      />
      <p class="hidden" role="status">
        {words && formatQuantity(found.length, "Vorschlag", "Vorschläge")}
      </p>
      {words.trim() && found.length === 0 && (
        <p class="empty">So heißt keine der gezeigten Haltestellen.</p>
      )}
      {found.length > 0 && (
        <ul>
          {found.map((stop) => (
            <li key={stop.stop_id}>
              <button type="button" onClick={() => show(stop.stop_id)}>
                <span>{stop.name}</span>
                <small>{stopWords(stop)}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}
