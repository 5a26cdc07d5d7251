import type { ZentrumCollection } from "../api/geo";
import { useApi } from "../api/use-api";
import { Select } from "../frame/select";
import { useAtlas } from "../state/context";
import type { Position } from "../state/view";
import { roundPlace } from "./place";
import { useZentrumChoices } from "./zentrum-choices";

interface PlaceChoiceProps {
  at: Position | null;
  choose: (at: Position | null, ags: string | null) => void;
  label?: string;
}

/** The twin of a click on the map: the place of a Zentrum. */
export function PlaceChoice({ at: place, choose, label = "Ort" }: PlaceChoiceProps) {
  const { path, byId } = useAtlas();
  const zentren = useApi<ZentrumCollection>(path("/zentren")).value;
  const choices = useZentrumChoices();
  const at = place?.join();
  const chosen = zentren?.features.find(({ geometry }) => placeOf(geometry.coordinates) === at);
  const find = (id: string) => {
    const found = zentren?.features.find(({ properties }) => properties.zentrum_id === id);
    if (!found) return choose(null, null);
    const [lon = 0, lat = 0] = found.geometry.coordinates;
    choose(roundPlace(lon, lat), byId.get(id)?.properties.ags ?? null);
  };
  return (
    <Select
      label={label}
      all={at && !chosen ? "auf der Karte gewählt" : "auf die Karte klicken oder Zentrum wählen"}
      value={chosen?.properties.zentrum_id ?? ""}
      choices={choices}
      choose={find}
    />
  );
}

function placeOf([lon = 0, lat = 0]: number[]): string {
  return roundPlace(lon, lat).join();
}
