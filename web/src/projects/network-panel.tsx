import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { Learning } from "../generated/api";
import { EVERYWHERE, useAtlas } from "../state/context";
import { formatDateTime } from "../text/numbers";
import { EffortForm, NO_EFFORT, toAsked } from "./effort-form";
import { KommunenTable, ModuleList, Once, OpenList, TogetherTable } from "./network-tables";
import { Parts } from "./parts";

/** Netzwerk: who works with whom on what, which modules go round, what is thought up once. */
export function NetworkPanel() {
  const { path, view, verbund, go } = useAtlas();
  const [effort, setEffort] = useState(NO_EFFORT);
  const learning = useApi<Learning>(path("/learning", toAsked(effort)));
  const ags = view.kommune === EVERYWHERE ? "" : (view.kommune ?? "");
  return (
    <div class="panel network">
      <section class="question" aria-label="Frage">
        <h1>Wer arbeitet mit wem woran?</h1>
        <Parts />
        <Select
          label="Kommune"
          all="alle"
          value={ags}
          choices={verbund.kommunen}
          choose={(key) => go({ kommune: key || EVERYWHERE })}
        />
        <Loaded answer={learning} words="Das Netzwerk wird geladen">
          {(found) => (
            <div class="headline">
              <p>{found.sentence}</p>
            </div>
          )}
        </Loaded>
      </section>
      <section class="rows" aria-label="Netzwerk">
        {learning.value && (
          <Content found={learning.value} ags={ags}>
            <EffortForm set={setEffort} />
          </Content>
        )}
      </section>
    </div>
  );
}

interface ContentProps {
  found: Learning;
  ags: string;
  /** Stands below the figure of what is thought up once. */
  children: ComponentChildren;
}

function Content({ found, ags, children }: ContentProps) {
  const together = found.together.filter((row) => !ags || row.ags_a === ags || row.ags_b === ags);
  const modules = found.modules.filter(
    (row) => !ags || row.ags.includes(ags) || row.from_ags.includes(ags),
  );
  return (
    <>
      <h2>Wer mit wem woran</h2>
      <TogetherTable rows={together} />
      <h2>Bausteine, die andere übernommen haben</h2>
      <ModuleList rows={modules} />
      <h2>Konzeptioniert einmal</h2>
      <Once once={found.once} />
      {children}
      <OpenList once={found.once} />
      <h2>Je Kommune</h2>
      <KommunenTable rows={found.kommunen} chosen={ags} />
      {found.note && <p class="note">{found.note}</p>}
      <p class="source">
        Gezählt am {formatDateTime(found.counted_at)}: was man mit diesem Zugang sehen darf.
        {found.run_id && ` Lücken aus Lauf ${found.run_id}.`}
      </p>
    </>
  );
}
