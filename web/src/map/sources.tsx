import type { DatasetInfo } from "../generated/api";
import { useAtlas } from "../state/context";
import { sourceWords } from "../text/sources";

/** Each right holder once, short ones first: what fits into one line. */
function shortAttribution(datasets: readonly DatasetInfo[]): string {
  const parts = datasets.flatMap(({ attribution }) => attribution.split("; "));
  const named = parts.map((part) => part.slice(Math.max(part.indexOf("©"), 0)));
  const holders = named
    .filter((part) => part.startsWith("©"))
    .map((part) => part.split(",")[0] ?? part);
  return [...new Set(holders)].sort((a, b) => a.length - b.length).join(" · ");
}

/** Who made the data, in one line on the map; the details open above it. */
export function Sources() {
  const { datasets } = useAtlas().verbund;
  return (
    <details class="attribution">
      <summary>
        <span>{shortAttribution(datasets)}</span>
      </summary>
      <ul>
        {datasets.map((each) => (
          <li key={each.key}>
            <strong>{each.title}</strong>
            <span>{sourceWords(each)}</span>
            {each.note && <span class="source">{each.note}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
