import { useState } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { Gap } from "../generated/api";
import { modeTitle, useAtlas } from "../state/context";
import { ModePicker } from "../supply/mode-picker";
import { ModelLine, RunLine } from "../supply/model-line";
import { formatCount, formatQuantity } from "../text/numbers";
import { chooseGaps, type GapFilter, listHandlungsfelder, type Ranking } from "./choose-gaps";
import { GapList } from "./gap-list";

const RANKINGS: { key: Ranking; title: string }[] = [
  { key: "people", title: "nach Menschen" },
  { key: "shortfall", title: "nach Abstand" },
];

/** Was fehlt wo?: every norm that is missed, ranked by people or by how far it is missed. */
export function GapsPanel() {
  const atlas = useAtlas();
  const [filter, setFilter] = useState<GapFilter>({
    handlungsfeld: "",
    ags: "",
    ranking: "people",
  });
  const gaps = useApi<Gap[]>(atlas.path("/gaps", { mode: atlas.view.mode }));
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Was fehlt wo?</h1>
        <ModelLine atlas={atlas} />
        <ModePicker />
        <div class="filters">
          <Select
            label="Handlungsfeld"
            all="alle Felder"
            value={filter.handlungsfeld}
            choices={listHandlungsfelder(atlas.layers)}
            choose={(handlungsfeld) => setFilter({ ...filter, handlungsfeld })}
          />
          <Select
            label="Kommune"
            all="alle Kommunen"
            value={filter.ags}
            choices={atlas.verbund.kommunen}
            choose={(ags) => {
              setFilter({ ...filter, ags });
              atlas.go({ kommune: ags || null, zentrum: null });
            }}
          />
        </div>
        <fieldset class="segments">
          <legend class="hidden">Rangfolge</legend>
          {RANKINGS.map(({ key, title }) => (
            <button
              key={key}
              type="button"
              aria-pressed={filter.ranking === key}
              onClick={() => setFilter({ ...filter, ranking: key })}
            >
              {title}
            </button>
          ))}
        </fieldset>
      </section>
      <section class="rows" aria-label="Rangliste">
        <Loaded answer={gaps} words="Die Lücken werden geladen">
          {(all) => <Ranked gaps={chooseGaps(all, atlas.layers, filter)} mode={modeTitle(atlas)} />}
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
