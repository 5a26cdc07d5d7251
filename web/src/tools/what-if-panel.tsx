import type { FacilityCollection } from "../api/geo";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { WhatIf } from "../generated/api";
import { modeTitle, useAtlas } from "../state/context";
import { ModePicker } from "../supply/mode-picker";
import { ModelLine, RunLine, StreetsLine } from "../supply/model-line";
import { ServicePicker } from "../supply/service-picker";
import { farWords } from "../text/snap";
import { sortRows } from "../text/sort";
import { PlaceChoice } from "./place-choice";
import { Scenarios } from "./scenarios";
import { ToolFrame } from "./tool-frame";
import { useFacilities, useWhatIf } from "./what-if";
import { WhatIfTable } from "./what-if-table";
import { newQuestion } from "./words";

/** Was wäre, wenn …?: a facility opened at a place of the map, or one that exists closed. */
export function WhatIfPanel() {
  const atlas = useAtlas();
  const { tool, layer, network, view, verbund, go } = atlas;
  const facilities = useFacilities(atlas).value;
  const answer = useWhatIf(atlas);
  const able = network?.modes.includes(view.mode);
  return (
    <ToolFrame
      title={tool === "neu" ? newQuestion(layer) : closedQuestion(facilities, view.facility)}
      question={
        <>
          <ModelLine atlas={atlas} />
          <Direction />
          <ServicePicker />
          <ModePicker />
          {tool === "neu" ? (
            <PlaceChoice
              at={view.at}
              choose={(at, ags) => go(ags ? { at, kommune: ags } : { at })}
            />
          ) : (
            <FacilityChoice facilities={facilities} />
          )}
          {!able && <p class="note">{modeTitle(atlas)}: dafür ist kein Straßennetz geladen.</p>}
          {(view.at || view.facility) && able && (
            <Loaded answer={answer} words="Die Wege werden neu berechnet">
              {(value) => <Sentence result={value} />}
            </Loaded>
          )}
        </>
      }
    >
      {answer.value && <WhatIfTable result={answer.value} />}
      <Scenarios result={answer.loading ? null : answer.value} />
      <StreetsLine />
      {verbund.run && <RunLine run={verbund.run} />}
    </ToolFrame>
  );
}

function closedQuestion(facilities: FacilityCollection | null, id: string | null): string {
  const found = facilities?.features.find(({ properties }) => properties.facility_id === id);
  return `Was wäre ohne ${found?.properties.name || "…"}?`;
}

/** Open or close. */
function Direction() {
  const { tool, go } = useAtlas();
  return (
    <fieldset class="segments">
      <legend class="hidden">Eröffnen oder schließen</legend>
      <button
        type="button"
        aria-pressed={tool === "neu"}
        onClick={() => go({ tool: "neu", facility: null })}
      >
        eröffnen
      </button>
      <button
        type="button"
        aria-pressed={tool === "ohne"}
        onClick={() => go({ tool: "ohne", at: null })}
      >
        schließen
      </button>
    </fieldset>
  );
}

/** A click on a point of the map, or without it: the name of the facility. */
function FacilityChoice({ facilities }: { facilities: FacilityCollection | null }) {
  const { view, go, layer } = useAtlas();
  const choices = (facilities?.features ?? []).map(({ properties }) => ({
    key: properties.facility_id,
    title: [properties.name || layer.title, properties.kommune && `(${properties.kommune})`]
      .filter(Boolean)
      .join(" "),
  }));
  return (
    <Select
      label="Einrichtung"
      all="auf einen Punkt der Karte klicken oder hier wählen"
      value={view.facility ?? ""}
      choices={sortRows(choices, ({ title }) => title, "ascending")}
      choose={(id) => go({ facility: id || null })}
    />
  );
}

function Sentence({ result }: { result: WhatIf }) {
  const far = farWords("Lage", result.snap_m);
  const notes = [result.note, far && `${far}.`];
  return (
    <div class="headline" aria-live="polite">
      <p class="verdict">{result.sentence}</p>
      {notes.filter(Boolean).map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
    </div>
  );
}
