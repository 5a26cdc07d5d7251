import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { PartnerLink, PartnerLinks } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatDistance, formatDuration } from "../text/numbers";
import { PlaceName } from "./place-name";

/** Towns beside the Verbund: within the limit first, the others behind a fold. */
export function PartnerPairs() {
  const { path, view } = useAtlas();
  const answer = useApi<PartnerLinks>(path("/areas/partners", { mode: view.mode }));
  return (
    <>
      <h2>Partner neben dem Verbund</h2>
      <Loaded answer={answer} words="Die Partner werden geladen">
        {({ pairs, sentence }) => {
          const near = pairs.filter(({ within }) => within);
          const far = pairs.filter(({ within }) => !within);
          return (
            <>
              <p class="note">{sentence}</p>
              <Pairs pairs={near} />
              {far.length > 0 && (
                <details>
                  <summary>{far.length} weitere Paare, weiter als die Grenze</summary>
                  <Pairs pairs={far} />
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

export function Pairs({ pairs }: { pairs: PartnerLink[] }) {
  return (
    <ul class="links">
      {pairs.map((link) => (
        <li key={`${link.zentrum.place_id} ${link.other.place_id}`}>
          <span class="pair">
            <PlaceName place={link.zentrum} />
            <span aria-hidden="true">–</span>
            <PlaceName place={link.other} />
          </span>
          <span class="numeric">
            <strong>{formatDuration(link.travel_time_s)}</strong>
            <small>{formatDistance(link.distance_m)}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
