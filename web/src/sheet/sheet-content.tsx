import { NearbySection } from "../areas/nearby-section";
import type {
  DatasetInfo,
  Gap,
  Mode,
  Reach,
  Residents,
  RunInfo,
  ZentrumSheet,
} from "../generated/api";
import { TransitSection } from "../mobility/transit-section";
import { modeTitle, useAtlas } from "../state/context";
import { CompareLink } from "../supply/model-line";
import { missedWords } from "../text/bound";
import { formatCount, formatDate } from "../text/numbers";
import { farWords, snapWords } from "../text/snap";
import { sourceWords } from "../text/sources";
import { Figures } from "./figures";
import { SheetProjects } from "./sheet-projects";
import { SupplyLines } from "./supply-lines";

interface SheetContentProps {
  sheet: ZentrumSheet;
  mode: Mode;
}

/** Figures, gaps, partner, report and sources of one Zentrum. */
export function SheetContent({ sheet, mode }: SheetContentProps) {
  const atlas = useAtlas();
  const gaps = sheet.gaps.filter((gap) => gap.mode === mode);
  const words = modeTitle(atlas);
  // What is asked for comes first.
  const first = atlas.view.tab === "mobilitaet";
  return (
    <>
      <p class="sub">
        {sheet.kind} in {sheet.kommune} · {sheet.residents.text}
      </p>
      <Scaled residents={sheet.residents} />
      <Boundary sheet={sheet} />
      {sheet.sentence && <p class="lead">{sheet.sentence}</p>}
      {first && <TransitSection id={sheet.zentrum_id} />}
      <h3>Versorgung {words}</h3>
      <Snap figures={sheet.figures.filter((figure) => figure.mode === mode)} />
      <Figures figures={sheet.figures.filter((figure) => figure.mode === mode)} />
      {sheet.nahversorgung && (
        <dl class="lines">
          <div>
            <dt>Nahversorgung zu Fuß (BBSR)</dt>
            <dd>{sheet.nahversorgung}</dd>
          </div>
        </dl>
      )}
      <SupplyLines id={sheet.zentrum_id} mode={mode} />
      <h3>Was fehlt {words}</h3>
      <Gaps gaps={gaps} />
      {!first && <TransitSection id={sheet.zentrum_id} />}
      <h3>Über die Grenze</h3>
      <p>{sheet.partner_sentence || "Ein Zentrum einer anderen Kommune ist nicht geladen."}</p>
      {sheet.border_sentence && <p>{sheet.border_sentence}</p>}
      <NearbySection id={sheet.zentrum_id} />
      <SheetProjects id={sheet.zentrum_id} />
      <a
        class="button"
        href={atlas.path(`/reports/zentrum/${encodeURIComponent(sheet.zentrum_id)}.pdf`)}
        target="_blank"
        rel="noopener"
      >
        Bericht (PDF)
      </a>
      <p class="source">{sheet.source_line}</p>
      <Sources sources={sheet.sources} run={sheet.run} residents={sheet.residents.source} />
    </>
  );
}

/** How far the Zentrum lies from the street; set apart where that is far. */
function Snap({ figures }: { figures: Reach[] }) {
  const metres = figures.find(({ snap_m }) => snap_m !== null)?.snap_m ?? null;
  const far = farWords("Lage", metres);
  if (far) return <p class="flag">{far}: die Wege sind unsicher.</p>;
  const words = snapWords(metres);
  return words && <p class="note">{words}.</p>;
}

/** The figure used in sums, where it differs from that of the source. */
function Scaled({ residents }: { residents: Residents }) {
  const { value, scaled, estimated } = residents;
  if (value === null || scaled === null || value === scaled || estimated) return null;
  return (
    <p class="note">In Summen {formatCount(scaled)}: angepasst an die amtliche Zahl der Kommune.</p>
  );
}

function Boundary({ sheet }: { sheet: ZentrumSheet }) {
  const notes = [
    sheet.geometrie_estimated ? `Grenze geschätzt: ${sheet.geometrie_title}.` : "",
    sheet.position_estimated ? "Lage des Zentrums geschätzt." : "",
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return <p class="boundary">{notes.join(" ")}</p>;
}

function Gaps({ gaps }: { gaps: Gap[] }) {
  if (gaps.length === 0) {
    return <p>Keine Norm wird verfehlt, soweit Daten vorliegen.</p>;
  }
  return (
    <ul class="missing">
      {gaps.map((gap) => (
        <li key={gap.layer}>
          <strong>{gap.layer_title}</strong>: {missedWords(gap)} ({gap.shortfall_text})
        </li>
      ))}
    </ul>
  );
}

interface SourcesProps {
  sources: DatasetInfo[];
  run: RunInfo;
  residents: string;
}

function Sources({ sources, run, residents }: SourcesProps) {
  return (
    <details class="sources">
      <summary>Quellen und Verfahren</summary>
      <p>
        {run.model_note} Lauf {run.run_id} vom {formatDate(run.finished_at)}, Programmstand{" "}
        {run.code_version}. <CompareLink />
      </p>
      {residents && <p>Einwohner: {residents}</p>}
      <ul>
        {sources.map((each) => (
          <li key={each.key}>
            <strong>{each.title}</strong>: {sourceWords(each)}. {each.note}
          </li>
        ))}
      </ul>
    </details>
  );
}
