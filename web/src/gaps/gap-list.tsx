import { useState } from "preact/hooks";
import type { Gap } from "../generated/api";
import { useRowLink } from "../state/row-link";
import { AT_MOST, missedWords, NEARER } from "../text/bound";
import { formatCount, formatPeople } from "../text/numbers";

const PAGE = 60;

/** Gaps in their order; a click shows the service on the map and opens the Zentrum. */
export function GapList({ gaps }: { gaps: Gap[] }) {
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      {gaps.some(({ nearer_possible }) => nearer_possible) && (
        <p class="note">
          {AT_MOST}: {NEARER}, dort fehlen Daten.
        </p>
      )}
      <ol class="gaps">
        {gaps.slice(0, shown).map((gap) => (
          <GapRow key={`${gap.ortsteil_id} ${gap.layer}`} gap={gap} />
        ))}
      </ol>
      {gaps.length > shown && (
        <button type="button" class="button quiet" onClick={() => setShown(gaps.length)}>
          alle {formatCount(gaps.length)} zeigen
        </button>
      )}
    </>
  );
}

/** "Rang 3 nach Menschen, Rang 17 nach Abstand": both rankings stay visible. */
function rankWords(gap: Gap): string {
  const people =
    gap.rank_people === null
      ? "Einwohnerzahl unbekannt"
      : `Rang ${formatCount(gap.rank_people)} nach Menschen`;
  return `${people} · Rang ${formatCount(gap.rank_shortfall)} nach Abstand (${gap.shortfall_text}${gap.shortfall === null ? "" : " zu viel"})`;
}

function GapRow({ gap }: { gap: Gap }) {
  const { marked, link } = useRowLink(gap.ortsteil_id, gap.ags, gap.layer);
  return (
    <li {...marked}>
      <p class="gap-head">
        <button {...link}>
          {gap.ortsteil}: {gap.layer_title}
        </button>
        <strong>{formatPeople(gap.residents, gap.residents_estimated)}</strong>
      </p>
      <p class="gap-words">
        <span>
          {gap.kommune} · {missedWords(gap)}
        </span>
        <span>{gap.residents === null ? "" : "Einwohner"}</span>
      </p>
      <p class="gap-words">{rankWords(gap)}</p>
    </li>
  );
}
