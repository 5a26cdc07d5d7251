import { useState } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { CellsInfo, Coverage, Supply } from "../generated/api";
import { hasGrid } from "../map/cells";
import { useAtlas } from "../state/context";
import { ModePicker } from "../supply/mode-picker";
import { ModelLine, RunLine, StreetsLine } from "../supply/model-line";
import { ServicePicker } from "../supply/service-picker";
import { formatDate } from "../text/numbers";
import { CoverageTable } from "./coverage-table";
import { LimitSlider } from "./limit-slider";
import { SupplyTable } from "./supply-table";
import { ToolFrame } from "./tool-frame";

type Topic = "people" | "supply";

const TOPICS: { key: Topic; title: string }[] = [
  { key: "people", title: "Menschen" },
  { key: "supply", title: "Angebot je 1.000" },
];

/** Wer wohnt wie nah?: people by time and norm, and supply per head, out of 100-m cells. */
export function CellsPanel() {
  const atlas = useAtlas();
  const [topic, setTopic] = useState<Topic>("people");
  const question = { layer: atlas.layer.key, mode: atlas.view.mode };
  const able = hasGrid(atlas);
  const coverage = useApi<Coverage>(able ? atlas.path("/coverage", question) : null);
  const supply = useApi<Supply>(
    able && topic === "supply" ? atlas.path("/supply", question) : null,
  );
  const info = useApi<CellsInfo>(able ? atlas.path("/cells") : null);
  return (
    <ToolFrame
      title="Wer wohnt wie nah?"
      question={
        <>
          <ModelLine atlas={atlas} />
          <ServicePicker />
          <ModePicker />
          <LimitSlider />
          {!able && <p class="note">Dafür ist kein Bevölkerungsraster geladen.</p>}
          {able && (
            <Loaded answer={coverage} words="Die Menschen werden gezählt">
              {(value) => <Sentences coverage={value} />}
            </Loaded>
          )}
          {able && <Topics topic={topic} choose={setTopic} />}
        </>
      }
    >
      {topic === "people" && coverage.value && <CoverageTable coverage={coverage.value} />}
      {topic === "supply" && (
        <Loaded answer={supply} words="Das Angebot wird verteilt">
          {(value) => <SupplyTable supply={value} />}
        </Loaded>
      )}
      {info.value && <GridLine info={info.value} />}
      <StreetsLine />
      {atlas.verbund.run && <RunLine run={atlas.verbund.run} />}
    </ToolFrame>
  );
}

function Sentences({ coverage }: { coverage: Coverage }) {
  const { view } = useAtlas();
  const { figures, sentences, norm, norm_sentence } = coverage;
  const figure = figures[view.minutes] ?? "";
  return (
    <div class="headline" aria-live="polite">
      <p>
        {figure && <strong class="figure">{figure}</strong>}{" "}
        <span>{sentences[view.minutes]?.slice(figure.length)}</span>
      </p>
      {norm_sentence && (
        <p class="note" title={norm ? `${norm.title}: ${norm.text}, ${norm.source}` : undefined}>
          {norm_sentence} {norm && `Quelle der Norm: ${norm.source}.`}
        </p>
      )}
    </div>
  );
}

function Topics({ topic, choose }: { topic: Topic; choose: (topic: Topic) => void }) {
  return (
    <fieldset class="segments">
      <legend class="hidden">Was zeigt die Liste?</legend>
      {TOPICS.map(({ key, title }) => (
        <button key={key} type="button" aria-pressed={topic === key} onClick={() => choose(key)}>
          {title}
        </button>
      ))}
    </fieldset>
  );
}

/** Where the people come from, and that single cells must not be read. */
function GridLine({ info }: { info: CellsInfo }) {
  return (
    <p class="source">
      Menschen: {info.source}, Stand {formatDate(info.date)}. {info.counted_text} {info.note}
    </p>
  );
}
