import { Fragment, type RefObject } from "preact";
import type { ClassBreak, LayerMode } from "../generated/api";
import { modeTitle, useAtlas } from "../state/context";
import { PHONE, useMedia } from "../state/use-media";
import { formatCount } from "../text/numbers";
import { limitColour, limitWords, nestedLimits } from "../tools/isochrones";
import type { CellsView } from "./cells";

export interface Shown {
  facilities: boolean;
  projects: boolean;
  cells: boolean;
}

interface LegendProps {
  element: RefObject<HTMLDetailsElement | null>;
  hatched: boolean;
  missing: boolean;
  within: boolean;
  cells: CellsView;
  shown: Shown;
  show: (shown: Shown) => void;
}

/** What colours, patterns, points and lines mean; points can be switched off here. */
export function Legend({ element, hatched, missing, within, cells, shown, show }: LegendProps) {
  const atlas = useAtlas();
  const phone = useMedia(PHONE);
  const { layer, layerMode, verbund, view, tinted, tool } = atlas;
  const noData = verbund.states.find(({ key }) => key === "data_missing")?.title;
  return (
    <details class="legend" ref={element} open={!phone}>
      <summary>{tinted ? `${layer.title} ${modeTitle(atlas)}` : "Legende"}</summary>
      <ul>
        {tool === "zeit" && <LimitEntries />}
        {tinted && layerMode && <Classes layerMode={layerMode} />}
        {tinted && missing && (
          <li>
            <i class="swatch no-data" />
            {noData}
          </li>
        )}
        {hatched && (
          <li>
            <i class="swatch hatch" />
            {verbund.palette.hatch_note}
          </li>
        )}
        {(tool === "neu" || tool === "ohne") && (
          <li>
            <i class="stroke changed" />
            hier ändert sich der Weg
          </li>
        )}
        {view.tab === "naehe" && <LinkEntries within={within} />}
        {tinted && cells.info && (
          <CellsEntry
            cells={cells}
            shown={shown.cells}
            toggle={() => show({ ...shown, cells: !shown.cells })}
          />
        )}
        <li class="toggle">
          <label>
            <input
              type="checkbox"
              checked={shown.facilities}
              onChange={() => show({ ...shown, facilities: !shown.facilities })}
            />
            <i class="dot" style={{ backgroundColor: layer.colour }} />
            {layer.plural}
          </label>
        </li>
        <li class="toggle">
          <label>
            <input
              type="checkbox"
              checked={shown.projects}
              onChange={() => show({ ...shown, projects: !shown.projects })}
            />
            <i class="diamond" />
            Projekte
          </label>
        </li>
      </ul>
    </details>
  );
}

/** The classes from good to poor; between the last that meets the limit and the next stands the limit. */
function Classes({ layerMode }: { layerMode: LayerMode }) {
  const { classes, norm, limit_text } = layerMode;
  const last = classes.filter(({ norm_met }) => norm_met).at(-1);
  return classes.map((each) => (
    <Fragment key={each.letter}>
      <ClassEntry entry={each} />
      {each === last && (
        <li class="norm-break">
          {norm ? "Norm" : "Grenze"} {limit_text}
        </li>
      )}
    </Fragment>
  ));
}

function ClassEntry({ entry }: { entry: ClassBreak }) {
  return (
    <li>
      <i class="swatch" style={{ backgroundColor: entry.colour }} />
      <b>{entry.letter}</b>
      {entry.label}
    </li>
  );
}

/** The areas of the tool: each limit in its colour. */
function LimitEntries() {
  const { view, layerMode } = useAtlas();
  return nestedLimits(view.minutes).map((minutes) => (
    <li key={minutes}>
      <i class="swatch" style={{ backgroundColor: limitColour(minutes, layerMode) }} />
      {limitWords(minutes)}
    </li>
  ));
}

interface CellsEntryProps {
  cells: CellsView;
  shown: boolean;
  toggle: () => void;
}

function stateWords({ title, count }: CellsView["without"][number]): string {
  return `${title} ${formatCount(count)}`;
}

/** The cells, and in words why some of them have no colour. */
function CellsEntry({ cells, shown, toggle }: CellsEntryProps) {
  return (
    <>
      <li class="toggle">
        <label>
          <input type="checkbox" checked={shown} onChange={toggle} />
          100-m-Zellen
        </label>
      </li>
      {shown && cells.problem && <li>{cells.problem}</li>}
      {shown && cells.without.length > 0 && (
        <li class="many-lines">
          <i class="swatch plain" />
          <span>ohne Klasse: {cells.without.map(stateWords).join(", ")}</span>
        </li>
      )}
    </>
  );
}

function LinkEntries({ within }: { within: boolean }) {
  return (
    <>
      {within && (
        <li>
          <i class="stroke within" />
          nah genug für ein gemeinsames Projekt
        </li>
      )}
      <li>
        <i class="stroke nearest" />
        nächstes Paar einer Kommune, aber zu weit
      </li>
    </>
  );
}
