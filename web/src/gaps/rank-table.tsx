import { useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import type { RankPlace, RankRow } from "../generated/api";
import { useAtlas } from "../state/context";
import { useRowLink } from "../state/row-link";
import { NEARER } from "../text/bound";
import { type Order, sortRows } from "../text/sort";

type Column = "name" | "people" | "shortfall";

/** The Ortsteile with their places in both rankings; a row opens the sheet of its Zentrum. */
export function RankTable({ rows }: { rows: RankRow[] }) {
  const { view, go } = useAtlas();
  const [order, keep] = useState<Order<Column>>({ key: view.ranking, direction: "descending" });
  const setOrder = (next: Order<Column>) => {
    keep(next);
    if (next.key !== "name" && next.key !== view.ranking) go({ ranking: next.key });
  };
  // The back button changes the ranking without a click on a header.
  const shown = order.key === "name" ? order : { ...order, key: view.ranking };
  const pick: Record<Column, (row: RankRow) => string | number | null> = {
    name: (row) => row.ortsteil,
    // The first is the worst off; the figures beside the places are rounded.
    people: (row) => (row.people ? -row.people.rank : null),
    shortfall: (row) => (row.shortfall ? -row.shortfall.rank : null),
  };
  const byName = sortRows(rows, pick.name, "ascending");
  const sorted = sortRows(byName, pick[shown.key], shown.direction);
  const shared = { order: shown, setOrder };
  return (
    <>
      {rows.some(({ missed_unsure }) => missed_unsure.length > 0) && (
        <p class="note">vielleicht: {NEARER}, dort fehlen Daten.</p>
      )}
      <table class="list ranks">
        <caption class="hidden">
          Ortsteile nach betroffenen Menschen und mittlerem Abstand zur Norm
        </caption>
        <thead>
          <tr>
            <SortHeader column="name" title="Ortsteil" {...shared} />
            <SortHeader column="people" title="Menschen" first="descending" numeric {...shared} />
            <SortHeader column="shortfall" title="Abstand" first="descending" numeric {...shared} />
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <Row key={row.ortsteil_id} row={row} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ row }: { row: RankRow }) {
  const { marked, link } = useRowLink(row.ortsteil_id, row.ags);
  return (
    <tr {...marked} data-ortsteil={row.ortsteil_id}>
      <th scope="row">
        <button {...link}>{row.ortsteil}</button>
        {row.kommune !== row.ortsteil && <small>{row.kommune}</small>}
        {missedWords(row).map((words) => (
          <small key={words}>{words}</small>
        ))}
      </th>
      <td class="numeric">
        <Place place={row.people} />
      </td>
      <td class="numeric">
        <Place place={row.shortfall} />
      </td>
    </tr>
  );
}

/** Which norms are missed for certain, and which perhaps. */
function missedWords({ missed, missed_unsure }: RankRow): string[] {
  if (missed.length === 0) return ["keine Norm verfehlt"];
  const certain = missed.filter((title) => !missed_unsure.includes(title));
  return [
    certain.length > 0 ? `zu weit: ${certain.join(", ")}` : "",
    missed_unsure.length > 0 ? `vielleicht zu weit: ${missed_unsure.join(", ")}` : "",
  ].filter(Boolean);
}

function Place({ place }: { place: RankPlace | null }) {
  const { verbund } = useAtlas();
  if (!place) {
    const missing = verbund.states.find(({ key }) => key === "data_missing")?.title;
    return <span class="muted">{missing}</span>;
  }
  return (
    <>
      {place.text}
      <small class="places" title="Platz, je nach Gewicht der Dienste">
        {place.score === 0 ? "" : place.range_text}
      </small>
    </>
  );
}
