import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { Isochrone } from "../generated/api";
import { modeTitle, useAtlas } from "../state/context";
import { ModePicker } from "../supply/mode-picker";
import { ModelLine, RunLine, StreetsLine } from "../supply/model-line";
import { formatArea, formatPeople, formatSpan } from "../text/numbers";
import { farWords } from "../text/snap";
import { limitColour, limitWords, useIsochrones } from "./isochrones";
import { LimitSlider } from "./limit-slider";
import { SpeedPicker } from "./speed-picker";
import { ToolFrame } from "./tool-frame";
import { useZentrumChoices } from "./zentrum-choices";

/** Wie weit kommt man?: areas that can be reached from a Zentrum within some minutes. */
export function IsochronePanel() {
  const atlas = useAtlas();
  const { view, byId, go, network, verbund } = atlas;
  const answer = useIsochrones(atlas);
  const choices = useZentrumChoices();
  const origin = view.zentrum ? byId.get(view.zentrum)?.properties : undefined;
  const able = network?.modes.includes(view.mode);
  return (
    <ToolFrame
      title={origin ? `Wie weit kommt man von ${origin.name}?` : "Wie weit kommt man?"}
      question={
        <>
          <ModelLine atlas={atlas} />
          <Select
            label="Zentrum"
            all="auf der Karte oder hier wählen"
            value={origin?.ortsteil_id ?? ""}
            choices={choices}
            choose={(id) =>
              go({ zentrum: id || null, kommune: byId.get(id)?.properties.ags ?? null })
            }
          />
          <ModePicker />
          <SpeedPicker />
          <LimitSlider />
          {!able && <p class="note">{modeTitle(atlas)}: dafür ist kein Straßennetz geladen.</p>}
          {able && origin && (
            <Loaded answer={answer} words="Die Flächen werden berechnet">
              {(areas) => <Largest areas={areas} origin={origin.name} />}
            </Loaded>
          )}
        </>
      }
    >
      {able && origin && answer.value && <Areas areas={answer.value} />}
      <StreetsLine />
      {verbund.run && <RunLine run={verbund.run} />}
    </ToolFrame>
  );
}

/** The sentence that comes first. */
function Largest({ areas, origin }: { areas: Isochrone[]; origin: string }) {
  const atlas = useAtlas();
  const largest = byMinutes(areas).at(-1);
  if (!largest) return <p class="empty">Von hier ist kein Weg bekannt.</p>;
  const { residents } = largest;
  return (
    <div class="headline" aria-live="polite">
      <p>
        <strong class="figure">
          {least(largest)}
          {formatArea(largest.area_km2)}
        </strong>{" "}
        <span>
          sind von {origin} aus {limitWords(largest.minutes)} {modeTitle(atlas)} erreichbar
          {residents !== null && <>, {formatPeople(residents, true)} Menschen wohnen dort</>}.
        </span>
      </p>
      <p class="note">{assumptions(largest).join(" ")}</p>
    </div>
  );
}

/** What the areas claim, how exactly, and under which assumptions. */
function assumptions({
  tolerance_s,
  speed_text,
  snap_m,
  residents,
  complete,
}: Isochrone): string[] {
  const snap = farWords("Lage", snap_m);
  return [
    complete
      ? ""
      : "Die Fläche reicht bis an den Rand der geladenen Straßen; dahinter kann es weitergehen.",
    `Innerhalb der Flächen dauert kein Weg mehr als ${formatSpan(tolerance_s)} länger als angegeben.`,
    `Angenommen: ${speed_text}.`,
    snap ? `${snap}.` : "",
    residents === null ? "Wie viele Menschen dort wohnen, ist nicht bekannt." : "",
  ].filter(Boolean);
}

/** Before an area that is cut off where the loaded streets end. */
function least({ complete }: Isochrone): string {
  return complete ? "" : "mindestens ";
}

function byMinutes(areas: readonly Isochrone[]): Isochrone[] {
  return [...areas].sort((a, b) => a.minutes - b.minutes);
}

function Areas({ areas }: { areas: Isochrone[] }) {
  const atlas = useAtlas();
  return (
    <ul class="areas">
      {byMinutes(areas).map((area) => (
        <li key={area.minutes}>
          <i
            class="swatch"
            style={{ backgroundColor: limitColour(area.minutes, atlas.layerMode) }}
            aria-hidden="true"
          />
          <span>
            {limitWords(area.minutes)} {modeTitle(atlas)}: {least(area)}
            <strong>{formatArea(area.area_km2)}</strong>
            {area.residents !== null && `, ${formatPeople(area.residents, true)} Einwohner`}
          </span>
        </li>
      ))}
    </ul>
  );
}
