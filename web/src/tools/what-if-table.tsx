import { useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import type { WhatIf, WhatIfRow } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatPeople } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { changeWords, normChange } from "./words";

type Column = "name" | "change" | "residents";

/** What has no figure on one side changes most. */
function changeOf({ minutes_gained }: WhatIfRow): number {
  return minutes_gained === null ? Infinity : Math.abs(minutes_gained);
}

const PICK: Record<Column, (row: WhatIfRow) => string | number | null> = {
  name: (row) => row.ortsteil,
  change: changeOf,
  residents: (row) => row.residents,
};

/** Who wins or loses how many minutes, per Ortsteil. */
export function WhatIfTable({ result }: { result: WhatIf }) {
  const [order, setOrder] = useState<Order<Column>>({ key: "change", direction: "descending" });
  if (result.rows.length === 0) return null;
  const { action } = result.ask;
  const byName = sortRows(result.rows, PICK.name, "ascending");
  const sorted = sortRows(byName, PICK[order.key], order.direction);
  const shared = { order, setOrder };
  return (
    <table class="list">
      <caption class="hidden">Was sich je Ortsteil ändert</caption>
      <thead>
        <tr>
          <SortHeader column="name" title="Ortsteil" {...shared} />
          <th scope="col" class="numeric plain-head">
            Weg
          </th>
          <SortHeader
            column="change"
            title={action === "add" ? "kürzer" : "länger"}
            first="descending"
            numeric
            {...shared}
          />
          <SortHeader column="residents" title="Einwohner" first="descending" numeric {...shared} />
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <Row key={row.ortsteil_id} row={row} action={action} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, action }: { row: WhatIfRow; action: "add" | "close" }) {
  const { go, byId, hovered, hover } = useAtlas();
  const place = byId.get(row.ortsteil_id)?.properties;
  const mark = () => hover(row.ortsteil_id);
  const unmark = () => hover(null);
  const norm = normChange(row);
  return (
    <tr
      class={hovered === row.ortsteil_id ? "hovered" : ""}
      data-ortsteil={row.ortsteil_id}
      onMouseEnter={mark}
      onMouseLeave={unmark}
    >
      <th scope="row">
        <button
          type="button"
          class="row-link"
          onFocus={mark}
          onBlur={unmark}
          onClick={() => go({ kommune: place?.ags ?? null })}
        >
          {row.ortsteil}
        </button>
        {row.kommune !== row.ortsteil && <small>{row.kommune}</small>}
        {norm && <small class="norm-change">{norm}</small>}
      </th>
      <td class="numeric">
        {row.after_text}
        <small>
          statt <span class="before">{row.before_text}</span>
        </small>
      </td>
      <td class="numeric change">{changeWords(row, action)}</td>
      <td class="numeric">{formatPeople(row.residents, place?.residents_estimated ?? false)}</td>
    </tr>
  );
}
