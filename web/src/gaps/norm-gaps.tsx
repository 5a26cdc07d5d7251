import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { Gap } from "../generated/api";
import { modeTitle, useAtlas } from "../state/context";
import type { Ranking } from "../state/view";
import { RunLine } from "../supply/model-line";
import { formatCount, formatQuantity } from "../text/numbers";
import { chooseGaps, type GapFilter, listHandlungsfelder } from "./choose-gaps";
import { GapList } from "./gap-list";
import { KommuneSelect } from "./kommune-select";

const RANKINGS: { key: Ranking; title: string }[] = [
  { key: "people", title: "nach Menschen" },
  { key: "shortfall", title: "nach Abstand" },
];

/** Every norm that is missed, ranked by people or by how far it is missed. */
export function NormGaps({ head }: { head: ComponentChildren }) {
  const atlas = useAtlas();
  const { view, go } = atlas;
  const [filter, setFilter] = useState<Omit<GapFilter, "ranking">>({ handlungsfeld: "", ags: "" });
  const gaps = useApi<Gap[]>(atlas.path("/gaps", { mode: view.mode }));
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        {head}
        <div class="filters">
          <Select
            label="Handlungsfeld"
            all="alle Felder"
            value={filter.handlungsfeld}
            choices={listHandlungsfelder(atlas.layers)}
            choose={(handlungsfeld) => setFilter({ ...filter, handlungsfeld })}
          />
          <KommuneSelect ags={filter.ags} choose={(ags) => setFilter({ ...filter, ags })} />
        </div>
        <fieldset class="chips">
          <legend class="hidden">Rangfolge</legend>
          {RANKINGS.map(({ key, title }) => (
            <button
              key={key}
              type="button"
              class="chip"
              aria-pressed={view.ranking === key}
              onClick={() => go({ ranking: key })}
            >
              {title}
            </button>
          ))}
        </fieldset>
      </section>
      <section class="rows" aria-label="Rangliste">
        <Loaded answer={gaps} words="Die Lücken werden geladen">
          {(all) => (
            <Ranked
              gaps={chooseGaps(all, atlas.layers, { ...filter, ranking: view.ranking })}
              mode={modeTitle(atlas)}
            />
          )}
        </Loaded>
        {atlas.verbund.run && <RunLine run={atlas.verbund.run} />}
      </section>
    </div>
  );
}

function Ranked({ gaps, mode }: { gaps: Gap[]; mode: string }) {
  if (gaps.length === 0) {
    return (
      <p class="empty">
        Keine Norm wird hier {mode} verfehlt, soweit Daten vorliegen. Wo Daten fehlen, steht es
        unter Versorgung.
      </p>
    );
  }
  const places = new Set(gaps.map(({ ortsteil_id }) => ortsteil_id)).size;
  return (
    <>
      <p class="lead">
        <strong class="figure">{formatCount(gaps.length)}</strong>{" "}
        {gaps.length === 1 ? "Norm wird" : "Normen werden"} {mode} verfehlt, in{" "}
        {formatQuantity(places, "Ortsteil", "Ortsteilen")}.
      </p>
      <GapList gaps={gaps} />
    </>
  );
}
