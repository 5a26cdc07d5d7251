import { useAtlas } from "../state/context";
import { formatDistance, formatDuration } from "../text/numbers";
import { type NamedPlace, PlaceName } from "./place-name";

/** Two places, and the way between them. */
export interface Pair {
  a: NamedPlace;
  b: NamedPlace;
  /** How the time was made, in words. */
  model: string;
  travel_time_s: number;
  distance_m: number;
}

/** Pairs of places across a border, with time and way. */
export function PairList({ pairs }: { pairs: Pair[] }) {
  const { verbund } = useAtlas();
  const usual = verbund.run?.model_title;
  return (
    <ul class="links">
      {pairs.map(({ a, b, model, travel_time_s, distance_m }) => (
        <li key={`${a.place_id} ${b.place_id}`}>
          <span class="pair">
            <PlaceName place={a} />
            <span aria-hidden="true">–</span>
            <PlaceName place={b} />
          </span>
          <span class="numeric">
            <strong>{formatDuration(travel_time_s)}</strong>
            <small>{formatDistance(distance_m)}</small>
            {model !== usual && <small>{model}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}
