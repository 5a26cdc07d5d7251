/** Where a project is: municipalities, Ortsteile, places on the map, an area of its own. All may stay empty. */
import { useEffect, useState } from "preact/hooks";
import type { Place, ProjectForm } from "../generated/api";
import { useAtlas } from "../state/context";
import { PlaceChoice } from "../tools/place-choice";
import { AreaField } from "./area-field";
import { type Draft, putAt, readDegrees } from "./draft";
import { TextField } from "./fields";
import { KommunenFields } from "./kommunen-fields";

interface WhereProps {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
  form: ProjectForm;
}

export function Where({ draft, put, form }: WhereProps) {
  return (
    <>
      <KommunenFields draft={draft} put={put} allowed={form.kommunen} />
      <Places places={draft.places} put={(next) => put({ places: next })} />
      <AreaField draft={draft} put={put} />
    </>
  );
}

interface PlacesProps {
  places: Place[];
  put: (places: Place[]) => void;
}

/** Places on the map, each by a click, a Zentrum, or degrees; a click is for the one that was touched last. */
function Places({ places, put }: PlacesProps) {
  const { at } = useAtlas().view;
  const [active, setActive] = useState(0);
  const [another, setAnother] = useState(false);
  const rows: (Place | null)[] = another || places.length === 0 ? [...places, null] : places;
  const name = (index: number) => (rows.length > 1 ? `Ort ${index + 1}` : "Ort");
  const set = (index: number, place: Place | null) => {
    put(
      index < places.length ? putAt(places, index, place) : [...places, ...(place ? [place] : [])],
    );
    if (place === null) setActive(0);
    if (place === null || index >= places.length) setAnother(false);
  };
  // A click on the map.
  useEffect(() => {
    if (at) set(Math.min(active, rows.length - 1), { lon: at[0], lat: at[1] });
  }, [at]);
  return (
    <>
      {rows.map((place, index) => (
        <fieldset class="entry" key={index} onFocusIn={() => setActive(index)}>
          <legend class="hidden">{name(index)}</legend>
          <PlaceFields label={name(index)} place={place} set={(next) => set(index, next)} />
          {rows.length > 1 && active === index && (
            <small class="note">Ein Klick auf die Karte setzt diesen Ort.</small>
          )}
          {(place || another) && (
            <button type="button" class="plain-link" onClick={() => set(index, null)}>
              {name(index)} entfernen
            </button>
          )}
        </fieldset>
      ))}
      {places.length === 0 && <small class="note">Ein Projekt ohne Ort ist in Ordnung.</small>}
      {places.length > 0 && !another && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            setAnother(true);
            setActive(places.length);
          }}
        >
          Weiteren Ort hinzufügen
        </button>
      )}
    </>
  );
}

interface PlaceFieldsProps {
  label: string;
  place: Place | null;
  set: (place: Place | null) => void;
}

function PlaceFields({ label, place, set }: PlaceFieldsProps) {
  return (
    <>
      <PlaceChoice
        label={label}
        at={place ? [place.lon, place.lat] : null}
        choose={(at) => set(at ? { lon: at[0], lat: at[1] } : null)}
      />
      <Degrees key={`${place?.lat} ${place?.lon}`} place={place} set={set} />
    </>
  );
}

function Degrees({ place, set }: Omit<PlaceFieldsProps, "label">) {
  const words = (value: number | undefined) =>
    value === undefined ? "" : String(value).replace(".", ",");
  const [lat, setLat] = useState(words(place?.lat));
  const [lon, setLon] = useState(words(place?.lon));
  const take = (newLat: string, newLon: string) => {
    const north = readDegrees(newLat);
    const east = readDegrees(newLon);
    if (north !== null && east !== null && (north !== place?.lat || east !== place?.lon)) {
      set({ lon: east, lat: north });
    }
  };
  return (
    <div class="filters" onFocusOut={() => take(lat, lon)}>
      <TextField label="Breite" value={lat} put={setLat} />
      <TextField label="Länge" value={lon} put={setLon} />
    </div>
  );
}
