import { useApi } from "../api/use-api";
import type { Mode, NahversorgungRow, Supply } from "../generated/api";
import { hasGrid } from "../map/cells";
import { useAtlas } from "../state/context";
import { formatDecimal } from "../text/numbers";

const METHOD = "2sfca";

interface SupplyLinesProps {
  id: string;
  mode: Mode;
}

/** What the street network adds: Nahversorgung 0–5, and supply per 1,000 people. One line each. */
export function SupplyLines({ id, mode }: SupplyLinesProps) {
  const atlas = useAtlas();
  const { path, layer, verbund } = atlas;
  const near = useApi<NahversorgungRow[]>(path("/nahversorgung")).value;
  const supply = useApi<Supply>(
    // Supply is shared out among people: without a grid nobody knows where they live.
    hasGrid(atlas) ? path("/supply", { layer: layer.key, mode, method: METHOD }) : null,
  ).value;
  const points = near?.find(({ ortsteil_id }) => ortsteil_id === id);
  const own = supply?.rows.find(({ ortsteil_id }) => ortsteil_id === id);
  if (!points && !own) return null;
  return (
    <ul class="lines">
      {points && (
        <li>
          <span>Nahversorgung zu Fuß (BBSR)</span>
          <strong>{points.text}</strong>
        </li>
      )}
      {own && (
        <li>
          <span>{layer.title} je 1.000 Menschen (2SFCA)</span>
          <strong>
            {own.per_1000[METHOD] == null
              ? verbund.states.find(({ key }) => key === own.state)?.title
              : formatDecimal(own.per_1000[METHOD])}
          </strong>
        </li>
      )}
    </ul>
  );
}
