import type { Answer } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Headline, Reach } from "../generated/api";
import { useAtlas } from "../state/context";
import type { Tool } from "../state/view";
import { ToolPicker } from "../tools/tool-picker";
import { HeadlineSentence } from "./headline";
import { ModePicker } from "./mode-picker";
import { ModelLine, RunLine } from "./model-line";
import { ReachTable } from "./reach-table";
import { ServicePicker } from "./service-picker";

interface SupplyPanelProps {
  reach: Answer<Reach[]>;
  headline: Answer<Headline>;
  /** The tool that was open a moment ago. */
  before: Tool | null;
}

/** Versorgung: one service and mode over all Ortsteile. */
export function SupplyPanel({ reach, headline, before }: SupplyPanelProps) {
  const atlas = useAtlas();
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>{atlas.layer.question}</h1>
        <ModelLine atlas={atlas} />
        <ServicePicker />
        <ModePicker />
        <Loaded answer={headline} words="Die Zahlen werden geladen">
          {(value) => <HeadlineSentence headline={value} />}
        </Loaded>
        <ToolPicker before={before} />
      </section>
      <section class="rows" aria-label="Liste der Ortsteile">
        <Loaded answer={reach} words="Die Liste wird geladen">
          {(rows) =>
            rows.length > 0 ? (
              <ReachTable rows={rows} />
            ) : (
              <p class="empty">Für diesen Verbund ist noch nichts berechnet.</p>
            )
          }
        </Loaded>
        {atlas.verbund.run && <RunLine run={atlas.verbund.run} />}
      </section>
    </div>
  );
}
