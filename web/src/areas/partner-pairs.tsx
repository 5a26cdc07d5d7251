import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { PartnerLink, PartnerLinks } from "../generated/api";
import { useAtlas } from "../state/context";
import { type Pair, PairList } from "./pair-list";

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
              <PairList pairs={toPairs(near)} />
              {far.length > 0 && (
                <details>
                  <summary>{far.length} weitere Paare, weiter als die Grenze</summary>
                  <PairList pairs={toPairs(far)} />
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

/** Pairs of a Zentrum and a partner, for the list of pairs. */
export function toPairs(links: PartnerLink[]): Pair[] {
  return links.map(({ zentrum, other, ...way }) => ({ ...way, a: zentrum, b: other }));
}
