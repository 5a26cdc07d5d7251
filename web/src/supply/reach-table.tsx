import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import { StateBadge } from "../frame/state-badge";
import type { Reach } from "../generated/api";
import { useAtlas } from "../state/context";
import { useRowLink } from "../state/row-link";
import { AT_MOST, farness, NEARER, splitBound } from "../text/bound";
import { formatPeople } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";

type Column = "name" | "value" | "residents" | "state";

/** Every figure of the map as a list that can be sorted; a row opens the sheet of its Zentrum. */
export function ReachTable({ rows }: { rows: Reach[] }) {
  const { verbund, layerMode, layer } = useAtlas();
  const [order, setOrder] = useState<Order<Column>>({ key: "value", direction: "descending" });
  const sorted = useMemo(() => {
    const rank = new Map(verbund.states.map(({ key }, index) => [key, index]));
    const pick: Record<Column, (row: Reach) => string | number | null> = {
      name: (row) => row.zentrum,
      value: farness,
      residents: (row) => row.residents,
      state: (row) => rank.get(row.state) ?? null,
    };
    const byName = sortRows(rows, pick.name, "ascending");
    return sortRows(byName, pick[order.key], order.direction);
  }, [rows, order, verbund]);
  const shared = { order, setOrder };
  return (
    <>
      {rows.some(({ nearer_possible }) => nearer_possible) && (
        <p class="note">
          {AT_MOST}: {NEARER}, dort fehlen Daten.
        </p>
      )}
      <table class="list">
        <caption class="hidden">Nächste Einrichtung je Ortsteil: {layer.title}</caption>
        <thead>
          <tr>
            <SortHeader column="name" title="Ortsteil" {...shared} />
            <SortHeader
              column="value"
              title={layerMode?.limit_unit === "min" ? "Zeit" : "Weg"}
              first="descending"
              numeric
              {...shared}
            />
            <SortHeader
              column="residents"
              title="Einwohner"
              first="descending"
              numeric
              {...shared}
            />
            <SortHeader column="state" title="Stand" {...shared} />
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <ReachRow key={row.zentrum_id} row={row} />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Keep the chosen row in sight when it was chosen on the map. */
function useInSight(active: boolean) {
  const row = useRef<HTMLTableRowElement>(null);
  const before = useRef(active);
  useEffect(() => {
    if (active && !before.current) row.current?.scrollIntoView({ block: "nearest" });
    before.current = active;
  }, [active]);
  return row;
}

function ReachRow({ row }: { row: Reach }) {
  const { chosen, marked, link } = useRowLink(row.zentrum_id, row.ags);
  const element = useInSight(chosen && matchMedia("(min-width: 760px)").matches);
  return (
    <tr ref={element} {...marked} data-zentrum={row.zentrum_id}>
      <th scope="row">
        <button {...link}>{row.zentrum}</button>
        <small>{row.kommune}</small>
      </th>
      <td class="numeric">
        <Way row={row} />
      </td>
      <td class="numeric">{formatPeople(row.residents, row.residents_estimated)}</td>
      <td>
        <StateBadge state={row.state} title={row.verdict} />
      </td>
    </tr>
  );
}

/** The figure; why there is none says the state. That it is an upper bound stands below the number. */
function Way({ row }: { row: Reach }) {
  if (row.value === null) return <span class="muted">–</span>;
  const [bound, figure] = splitBound(row.value_text);
  return (
    <>
      {figure}
      {bound && <small title={NEARER}>{bound}</small>}
    </>
  );
}
