import type { Answer } from "../api/use-api";
import type { Ranking } from "../generated/api";
import { useAtlas } from "../state/context";
import type { List } from "../state/view";
import { ModePicker } from "../supply/mode-picker";
import { ModelLine } from "../supply/model-line";
import { NormGaps } from "./norm-gaps";
import { RankedOrtsteile } from "./ranked-ortsteile";

const LIST_TITLES: { key: List; title: string }[] = [
  { key: "ortsteile", title: "Ortsteile" },
  { key: "normen", title: "einzelne Normen" },
];

/** Was fehlt wo?: the Ortsteile in their ranking, or every norm that is missed. */
export function GapsPanel({ ranking }: { ranking: Answer<Ranking> }) {
  const atlas = useAtlas();
  const { view, go } = atlas;
  const head = (
    <>
      <h1>Was fehlt wo?</h1>
      <ModelLine atlas={atlas} />
      <ModePicker />
      <fieldset class="segments">
        <legend class="hidden">Was ordnen?</legend>
        {LIST_TITLES.map(({ key, title }) => (
          <button
            key={key}
            type="button"
            aria-pressed={view.list === key}
            onClick={() => go({ list: key })}
          >
            {title}
          </button>
        ))}
      </fieldset>
    </>
  );
  return view.list === "ortsteile" ? (
    <RankedOrtsteile head={head} ranking={ranking} />
  ) : (
    <NormGaps head={head} />
  );
}
