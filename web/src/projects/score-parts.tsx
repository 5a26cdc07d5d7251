import { formatShare } from "../text/numbers";

interface ScorePartsProps {
  parts: { part: string; title: string; weight: number; share: number | null; reason: string }[];
  /** Head of the column that tells how much of a part is there. */
  head: string;
  /** What stands where a part does not count. */
  none: string;
}

/** Parts of a score with their weights and reasons. */
export function ScoreParts({ parts, head, none }: ScorePartsProps) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Teil</th>
          <th scope="col">Gewicht</th>
          <th scope="col">{head}</th>
          <th scope="col">Grund</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.part}>
            <th scope="row">{part.title}</th>
            <td>{part.share === null ? "–" : formatShare(part.weight)}</td>
            <td>{part.share === null ? none : formatShare(part.share)}</td>
            <td>{part.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
