import { useAtlas } from "../state/context";
import { Checks } from "./fields";

interface Draft {
  ags: string[];
  zentren: string[];
}

interface KommunenProps {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
  /** The Kommunen that the person may write for. */
  allowed: readonly { key: string }[];
}

/** Kommunen and their Ortsteile; without its Kommune an Ortsteil goes too. */
export function KommunenFields({ draft: { ags, zentren }, put, allowed }: KommunenProps) {
  const { ortsteile, verbund, byId } = useAtlas();
  const kommunen = verbund.kommunen.filter(
    ({ key }) => ags.includes(key) || allowed.some((each) => each.key === key),
  );
  const places = ortsteile.features
    .filter(({ properties }) => ags.includes(properties.ags))
    .map(({ properties }) => ({ key: properties.ortsteil_id, title: properties.name }));
  const keep = (next: string[]) =>
    zentren.filter((id) => {
      const place = byId.get(id);
      return !place || next.includes(place.properties.ags);
    });
  return (
    <>
      <Checks
        label="Kommunen"
        choices={kommunen}
        chosen={ags}
        put={(next) => put({ ags: next, zentren: keep(next) })}
      />
      {places.length > 0 && (
        <Checks
          label="Ortsteile"
          choices={places}
          chosen={zentren}
          put={(next) => put({ zentren: next })}
        />
      )}
    </>
  );
}
