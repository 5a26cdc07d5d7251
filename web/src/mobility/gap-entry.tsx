import type { MobilityGap, ModeShortfall, Remedy } from "../generated/api";
import { useRowLink } from "../state/row-link";
import { formatPeople } from "../text/numbers";
import { sortRows } from "../text/sort";
import { OnDemandNames } from "./on-demand";

/** One gap: who, what, how far on foot, by bike and by bus and rail, and the remedies compared. */
export function GapEntry({ gap }: { gap: MobilityGap }) {
  const { marked, link } = useRowLink(gap.ortsteil_id, gap.ags);
  return (
    <li {...marked} data-ortsteil={gap.ortsteil_id}>
      <p class="gap-head">
        <button {...link}>
          {gap.ortsteil}: {gap.service_title}
        </button>
        <strong>{formatPeople(gap.residents, gap.residents_estimated)}</strong>
      </p>
      <p class="gap-words">
        <span>{[gap.kommune, gap.shortfall_text].filter(Boolean).join(" · ")}</span>
        <span>{gap.residents === null ? "" : "Einwohner"}</span>
      </p>
      <Modes modes={gap.modes} />
      {gap.return_text && <p class="gap-words">{gap.return_text}</p>}
      {gap.nearer_possible && (
        <p class="gap-words">Außerhalb des Erfassten kann etwas Näheres liegen.</p>
      )}
      {gap.on_demand.length > 0 && (
        <p class="gap-words on-demand">
          <OnDemandNames offers={gap.on_demand} />
        </p>
      )}
      {gap.remedies.length > 0 && <Remedies gap={gap} />}
    </li>
  );
}

function modeWords({ mode_title, state, state_title, value_text, limit_text }: ModeShortfall) {
  if (state !== "reached" && state !== "beyond_limit") return `${mode_title} ${state_title}`;
  return `${mode_title} ${value_text}${limit_text ? ` statt ${limit_text}` : ""}`;
}

function Modes({ modes }: { modes: readonly ModeShortfall[] }) {
  return (
    <ul class="mode-values" aria-label="Wege">
      {modes.map((each) => (
        <li key={each.mode} class={each.met === false ? "missed" : ""}>
          {modeWords(each)}
        </li>
      ))}
    </ul>
  );
}

/** The computed comparison: the cheapest of those that mend the gap comes first. */
function Remedies({ gap }: { gap: MobilityGap }) {
  return (
    <details class="remedies">
      <summary>{gap.comparison || "Was würde helfen?"}</summary>
      <ol>
        {sortRows(gap.remedies, ({ rank }) => rank, "ascending").map((remedy) => (
          <RemedyEntry key={remedy.kind} remedy={remedy} cheapest={remedy.kind === gap.cheapest} />
        ))}
      </ol>
    </details>
  );
}

const MENDS = { true: "behebt die Lücke", false: "reicht nicht", null: "nicht gerechnet" } as const;

function RemedyEntry({ remedy, cheapest }: { remedy: Remedy; cheapest: boolean }) {
  const { title, text, mends, effort_text } = remedy;
  return (
    <li>
      <p class="gap-head">
        <b>{title}</b>
        <span class={`badge ${mends ? "good" : "none"}`}>
          {cheapest ? "am günstigsten" : MENDS[`${mends}`]}
        </span>
      </p>
      <p class="gap-words">{[effort_text, text].filter(Boolean).join(" · ")}</p>
    </li>
  );
}
