import type { AreaPlace } from "../generated/api";
import { useAtlas } from "../state/context";

/** What is needed of a place to name it. */
export type NamedPlace = Pick<AreaPlace, "place_id" | "ags" | "name" | "kommune" | "partner">;

/** A place by name: a Zentrum opens its sheet, a partner beside the Verbund has none. */
export function PlaceName({ place }: { place: NamedPlace }) {
  const { go, hover, view } = useAtlas();
  return (
    <span class="end">
      {place.partner ? (
        <span class="partner-name">{place.name}</span>
      ) : (
        <button
          type="button"
          class="plain-link"
          aria-current={view.zentrum === place.place_id ? "true" : undefined}
          onMouseEnter={() => hover(place.place_id)}
          onMouseLeave={() => hover(null)}
          onClick={() => go({ zentrum: place.place_id, kommune: place.ags })}
        >
          {place.name}
        </button>
      )}
      <small>
        {place.kommune}
        {place.partner && ", Partner"}
      </small>
    </span>
  );
}
