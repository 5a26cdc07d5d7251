import { useAtlas } from "../state/context";

interface PlaceHeadProps {
  id: string;
  name: string;
  lines: readonly string[];
}

/** Head of a row: the Ortsteil; a click brings its Kommune into view, the pointer marks it on the map. */
export function PlaceHead({ id, name, lines }: PlaceHeadProps) {
  const { byId, go, hover } = useAtlas();
  const mark = () => hover(id);
  const unmark = () => hover(null);
  return (
    <th scope="row" onMouseEnter={mark} onMouseLeave={unmark}>
      <button
        type="button"
        class="row-link"
        onFocus={mark}
        onBlur={unmark}
        onClick={() => go({ kommune: byId.get(id)?.properties.ags ?? null })}
      >
        {name}
      </button>
      {lines.map((line) => (
        <small key={line}>{line}</small>
      ))}
    </th>
  );
}
