import { useApi } from "../api/use-api";
import type { Coverage, CoverageRow, Mode, Supply } from "../generated/api";
import { hasGrid } from "../map/cells";
import { useAtlas } from "../state/context";
import { formatHundredth, formatPeople, formatShare } from "../text/numbers";

interface SupplyLinesProps {
  id: string;
  mode: Mode;
}

/** What cells add: people within reach and below the norm, supply per head. */
export function SupplyLines({ id, mode }: SupplyLinesProps) {
  const atlas = useAtlas();
  const { path, layer } = atlas;
  // Without a grid nobody knows where in the Ortsteil people live.
  const question = { layer: layer.key, mode };
  const coverage = useApi<Coverage>(hasGrid(atlas) ? path("/coverage", question) : null).value;
  const supply = useApi<Supply>(hasGrid(atlas) ? path("/supply", question) : null).value;
  const people = coverage?.rows.find(({ ortsteil_id }) => ortsteil_id === id);
  const shares = supply?.rows.find(({ ortsteil_id }) => ortsteil_id === id);
  return (
    <>
      {coverage && people && <People coverage={coverage} row={people} />}
      {shares?.state === "reached" && (
        <>
          <h3>{layer.plural} je 1.000 Menschen</h3>
          <dl class="lines">
            {Object.entries(shares.per_1000).map(([method, figure]) => (
              <Line
                key={method}
                title={method.toUpperCase()}
                value={`${shares.at_least ? "mindestens " : ""}${formatHundredth(figure ?? 0)}`}
              />
            ))}
          </dl>
        </>
      )}
    </>
  );
}

/** How many people of the Ortsteil are how near, and how many of them miss the norm. */
function People({ coverage, row }: { coverage: Coverage; row: CoverageRow }) {
  const { layer } = useAtlas();
  const { residents, poverty_share: missed, poverty_gap: gap } = row;
  return (
    <>
      <h3>Wer wohnt wie nah: {layer.title}</h3>
      <table class="mini">
        <caption class="hidden">Menschen im Ortsteil nach Zeit</caption>
        <tbody>
          {coverage.minutes.map((minutes) => {
            const within = row.within[minutes] ?? 0;
            const unknown = row.unknown[minutes] ?? 0;
            return (
              <tr key={minutes}>
                <th scope="row">in {minutes}&nbsp;min</th>
                <td>{unknown >= residents ? "nicht bekannt" : formatPeople(within, true)}</td>
                <td class="muted">
                  {unknown >= 1 &&
                    unknown < residents &&
                    `${formatPeople(unknown, true)} unbekannt`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {coverage.norm && missed === null && (
        <p class="note">
          Wie viele Menschen die Norm ({coverage.norm.text}) verfehlen, ist nicht bekannt.
        </p>
      )}
      {coverage.norm && missed !== null && (
        <p class="note">
          Von {formatPeople(residents, true)} Menschen verfehlen {formatShare(missed)} die Norm (
          {coverage.norm.text}){gap ? `, über alle gerechnet im Mittel um ${formatShare(gap)}` : ""}
          .
        </p>
      )}
    </>
  );
}

function Line({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}
