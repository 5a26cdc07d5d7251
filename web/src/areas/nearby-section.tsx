import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Nearby } from "../generated/api";
import { useAtlas } from "../state/context";
import { PairList } from "./pair-list";
import { toPairs } from "./partner-pairs";
import { PlaceName } from "./place-name";

/** Partners in reach, shared areas and twins of one Zentrum. */
export function NearbySection({ id }: { id: string }) {
  const { path, go } = useAtlas();
  const answer = useApi<Nearby>(path("/areas/nearby", { zentrum: id }));
  const shown = answer.value?.zentrum.place_id === id ? answer : { ...answer, value: null };
  return (
    <>
      <h3>Partner in der Nähe</h3>
      <Loaded answer={shown} words="Die Partner werden geladen">
        {(nearby) => (
          <>
            <p>{nearby.sentence}</p>
            <PairList pairs={toPairs(nearby.partners)} />
            {nearby.areas.length > 0 && (
              <ul class="area-list">
                {nearby.areas.map((area) => (
                  <li class="share-area" key={area.area_id}>
                    <button
                      type="button"
                      class="area-head"
                      onClick={() =>
                        go({
                          tab: "naehe",
                          layer: area.service || null,
                          share: {
                            kind: area.kind === "near" ? "nah" : "zwillinge",
                            area: area.area_id,
                            raum: null,
                            pool: null,
                          },
                        })
                      }
                    >
                      <strong>{area.title}</strong>
                      <small>{area.service_title || "Zwillinge"}</small>
                    </button>
                    <p>{area.reason}</p>
                  </li>
                ))}
              </ul>
            )}
            <h3>Zwillinge</h3>
            {nearby.twins.length === 0 ? (
              <p>{nearby.twin_sentence}</p>
            ) : (
              <ul class="members">
                {nearby.twins.map(({ place, reason }) => (
                  <li key={place.place_id}>
                    <PlaceName place={place} />
                    <small>{reason}</small>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
