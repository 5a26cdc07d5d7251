import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Answer } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Ranking, RankMeasure } from "../generated/api";
import { useAtlas } from "../state/context";
import { RunLine } from "../supply/model-line";
import { KommuneSelect } from "./kommune-select";
import { RankTable } from "./rank-table";
import { WeightList } from "./weight-list";

interface RankedOrtsteileProps {
  head: ComponentChildren;
  ranking: Answer<Ranking>;
}

/** The Ortsteile by people affected and by mean shortfall, and what the weights decide. */
export function RankedOrtsteile({ head, ranking }: RankedOrtsteileProps) {
  const { verbund, view } = useAtlas();
  const [ags, setAgs] = useState("");
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        {head}
        <Loaded answer={ranking} words="Die Rangliste wird gerechnet">
          {(value) => <First measure={value[view.ranking]} />}
        </Loaded>
        {ranking.value && <WeightList ranking={ranking.value} />}
        <KommuneSelect ags={ags} choose={setAgs} />
      </section>
      <section class="rows" aria-label="Rangliste">
        {ranking.value && <Rows ranking={ranking.value} ags={ags} />}
        {verbund.run && <RunLine run={verbund.run} />}
      </section>
    </div>
  );
}

/** The sentence that comes first, and how far the weights decide it. */
function First({ measure: { leader, sentence, sensitivity } }: { measure: RankMeasure }) {
  const words = leader && sentence.startsWith(leader) ? sentence.slice(leader.length) : sentence;
  return (
    <div class="headline" aria-live="polite">
      <p>
        {leader && <strong class="figure">{leader}</strong>} <span>{words}</span>
      </p>
      {sensitivity && <p class="note">{sensitivity}</p>}
    </div>
  );
}

function Rows({ ranking, ags }: { ranking: Ranking; ags: string }) {
  const rows = ranking.rows.filter((row) => !ags || row.ags === ags);
  if (ranking.people.n_ranked === 0 && ranking.shortfall.n_ranked === 0) {
    return (
      <p class="empty">
        Für dieses Verkehrsmittel gibt es keine Norm mit Daten, an der sich Ortsteile messen lassen.
      </p>
    );
  }
  return (
    <>
      <RankTable rows={rows} />
      <p class="source">{ranking.basis_text}</p>
    </>
  );
}
