import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Digest, Learning } from "../generated/api";
import { EVERYWHERE, useAtlas } from "../state/context";
import { formatDateTime } from "../text/numbers";
import { DigestLists } from "./digest-lists";
import { EffortForm, NO_EFFORT, toAsked } from "./effort-form";
import { KommunenTable, ModuleList, Once, OpenList, TogetherTable } from "./network-tables";
import { Parts } from "./parts";
import { lastQuarters } from "./quarters";
import { KommuneFilter, RegisterFilter } from "./register-filters";

/** Netzwerk: who works with whom on what, which modules go round, what is thought up once; all so far, or a quarter. */
export function NetworkPanel() {
  const { path, view } = useAtlas();
  const [effort, setEffort] = useState(NO_EFFORT);
  const { quarter } = view.projects;
  const asked = toAsked(effort);
  const all = useApi<Learning>(quarter ? null : path("/learning", asked));
  const digest = useApi<Digest>(quarter ? path("/learning/digest", { quarter, ...asked }) : null);
  const found = quarter ? (digest.value?.learning ?? null) : all.value;
  return (
    <div class="panel network">
      <section class="question" aria-label="Frage">
        <h1>Wer arbeitet mit wem woran?</h1>
        <Parts />
        <Filters />
        {quarter ? (
          <Loaded answer={digest} words="Der Rückblick wird geladen">
            {({ sentence, note, quarter: key }) => (
              <div class="headline">
                <p>{sentence}</p>
                <p class="note">{note}</p>
                <a
                  class="button quiet"
                  href={path("/learning/digest", { quarter: key, format: "pdf", ...asked })}
                  target="_blank"
                  rel="noopener"
                >
                  Rückblick (PDF)
                </a>
              </div>
            )}
          </Loaded>
        ) : (
          <Loaded answer={all} words="Das Netzwerk wird geladen">
            {({ sentence }) => (
              <div class="headline">
                <p>{sentence}</p>
              </div>
            )}
          </Loaded>
        )}
      </section>
      <section class="rows" aria-label="Netzwerk">
        {quarter && digest.value && <DigestLists digest={digest.value} />}
        {found && (
          <Content found={found}>
            <EffortForm set={setEffort} />
          </Content>
        )}
      </section>
    </div>
  );
}

/** Of which Kommune, and since when. */
function Filters() {
  return (
    <div class="filters">
      <KommuneFilter />
      <RegisterFilter
        part="quarter"
        label="Zeitraum"
        all="alles bisher"
        choices={lastQuarters(new Date())}
      />
    </div>
  );
}

interface ContentProps {
  found: Learning;
  /** Stands below the figure of what is thought up once. */
  children: ComponentChildren;
}

function Content({ found, children }: ContentProps) {
  const { kommune } = useAtlas().view;
  const ags = kommune === EVERYWHERE ? "" : (kommune ?? "");
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
