import type { TimetableInfo } from "../generated/api";
import { useAtlas } from "../state/context";
import { categoryLooks } from "./stops";
import { methodOf, useTimetable } from "./use-transit";

interface StopEntriesProps {
  shown: boolean;
  toggle: () => void;
}

/** Stops in the legend: their categories by size and colour, and the switch for them. */
export function StopEntries({ shown, toggle }: StopEntriesProps) {
  const atlas = useAtlas();
  const timetable = useTimetable(atlas).value;
  const { aspect } = atlas.view.mobility;
  return (
    <>
      {aspect !== "klassen" && (
        <li>
          <i class="stroke changed" />
          {aspect === "luecken" ? "Mobilitätslücke" : "hier ändert sich etwas"}
        </li>
      )}
      <li class="toggle">
        <label>
          <input type="checkbox" checked={shown} onChange={toggle} />
          {timetable?.loaded ? "Haltestellen nach Kategorie" : "Bahnhöfe, keine Fahrplandaten"}
        </label>
      </li>
      {shown && timetable?.loaded && <Categories timetable={timetable} />}
    </>
  );
}

function Categories({ timetable }: { timetable: TimetableInfo }) {
  const method = methodOf(timetable, useAtlas().view.mobility.method);
  if (!method) return null;
  return (
    <li class="categories">
      {[...categoryLooks(method)].map(([category, { colour, radius }]) => (
        <span key={category}>
          <i
            style={{
              width: `${2 * radius}px`,
              height: `${2 * radius}px`,
              backgroundColor: colour ?? "transparent",
            }}
          />
          {category}
        </span>
      ))}
    </li>
  );
}
