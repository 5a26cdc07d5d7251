import { useAtlas } from "../state/context";
import { formatDate } from "../text/numbers";

/** Who made the data, in one line on the map; the details open above it. */
export function Sources() {
  const { datasets } = useAtlas().verbund;
  const names = [...new Set(datasets.map(({ attribution, source }) => attribution || source))];
  return (
    <details class="attribution">
      <summary>
        <span>{names.join(" · ")}</span>
      </summary>
      <ul>
        {datasets.map((each) => (
          <li key={each.key}>
            <strong>{each.title}</strong>
            <span>
              {each.attribution || each.source}, Stand {formatDate(each.date)}, {each.licence}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
