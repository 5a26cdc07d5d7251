import { Fragment, type RefObject } from "preact";
import { AreaEntries } from "../areas/legend-entries";
import type { Areas, ClassBreak } from "../generated/api";
import { StopEntries } from "../mobility/legend-entries";
import { type Atlas, modeTitle, useAtlas } from "../state/context";
import { PHONE, useMedia } from "../state/use-media";
import { formatCount } from "../text/numbers";
import { limitColour, limitWords, nestedLimits } from "../tools/isochrones";
import { type CellsView, hasCells } from "./cells";
import { countWithout, type Tint } from "./tint";

export interface Shown {
  facilities: boolean;
  projects: boolean;
  cells: boolean;
  stops: boolean;
}

interface LegendProps {
  element: RefObject<HTMLDetailsElement | null>;
  hatched: boolean;
  within: boolean;
  /** Areas whose members the map marks. */
  areas: Areas | null;
  cells: CellsView;
  shown: Shown;
  show: (shown: Shown) => void;
}

/** What colours, patterns, points and lines mean; points can be switched off here. */
export function Legend(props: LegendProps) {
  const { element, hatched, within, areas, cells, shown, show } = props;
  const atlas = useAtlas();
  const phone = useMedia(PHONE);
  const { layer, verbund, view, tint, tool } = atlas;
  return (
    <details class="legend" ref={element} open={!phone}>
      <summary>{legendTitle(atlas)}</summary>
      <ul>
        {(tool === "zeit" || tool === "zellen") && <LimitEntries />}
        {tool === "zellen" && <CellStates cells={cells} />}
        {tint && !cells.shown && <Classes tint={tint} />}
        {tint && !cells.shown && <States tint={tint} />}
        {tint && cells.shown && <Classes tint={tint} />}
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
        {view.tab === "naehe" && view.share.kind === "nachbarn" && <LinkEntries within={within} />}
        {view.tab === "naehe" && view.share.kind !== "nachbarn" && <AreaEntries areas={areas} />}
        {hasCells(atlas) && cells.info && (
          <CellsEntry
            cells={cells}
            shown={shown.cells}
            toggle={() => show({ ...shown, cells: !shown.cells })}
          />
        )}
        {view.tab === "mobilitaet" && (
          <StopEntries shown={shown.stops} toggle={() => show({ ...shown, stops: !shown.stops })} />
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

function legendTitle(atlas: Atlas): string {
  const { tint, tool, layer } = atlas;
  if (tool === "zellen") return `${layer.title} ${modeTitle(atlas)}`;
  if (tool === "zeit") return `Zeit ${modeTitle(atlas)}`;
  return tint?.title ?? "Legende";
}

/** The classes from good to poor; between the last that meets the limit and the next stands the limit. */
function Classes({ tint: { classes, limit } }: { tint: Tint }) {
  const last = classes.filter(({ norm_met }) => norm_met).at(-1);
  // Letters that the title explains stand side by side.
  const bare = classes.filter(({ label }) => label === "");
  return (
    <>
      {bare.length > 0 && (
        <li class="categories letters">
          {bare.map(({ letter, colour }) => (
            <span key={letter}>
              <i class="swatch" style={{ backgroundColor: colour }} />
              {letter}
            </span>
          ))}
        </li>
      )}
      {classes.map((each) => (
        <Fragment key={each.letter}>
          {each.label !== "" && <ClassEntry entry={each} />}
          {limit && each === last && <li class="norm-break">{limit}</li>}
        </Fragment>
      ))}
    </>
  );
}

/** Why some Ortsteile have no class, with their number. */
function States({ tint }: { tint: Tint }) {
  return countWithout(tint).map(({ title, count }) => (
    <li key={title}>
      <i class="swatch no-data" />
      {title} ({formatCount(count)})
    </li>
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

/** The limits of the tool: each in its colour; of cells also what lies beyond. */
function LimitEntries() {
  const { view, layerMode, tool } = useAtlas();
  return (
    <>
      {nestedLimits(view.minutes).map((minutes) => (
        <li key={minutes}>
          <i class="swatch" style={{ backgroundColor: limitColour(minutes, layerMode) }} />
          {tool === "zellen" ? `bis ${minutes}\u00a0min` : limitWords(minutes)}
        </li>
      ))}
      {tool === "zellen" && (
        <li>
          <i class="swatch beyond" />
          länger als {view.minutes}&nbsp;min
        </li>
      )}
    </>
  );
}

interface CellsEntryProps {
  cells: CellsView;
  shown: boolean;
  toggle: () => void;
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
      {shown && <CellStates cells={cells} />}
    </>
  );
}

function CellStates({ cells }: { cells: CellsView }) {
  if (cells.problem) return <li class="many-lines">{cells.problem}</li>;
  if (!cells.without) return null;
  return (
    <li class="many-lines">
      <i class="swatch plain" />
      <span>{cells.without}</span>
    </li>
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
