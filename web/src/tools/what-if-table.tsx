import { useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import type { WhatIf, WhatIfRow } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatPeople } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { changeWords, minutesOf, normChange } from "./words";

type Column = "name" | "change" | "residents";

/** What has no figure on one side changes most. */
function sizeOf(minutes: number | null): number {
  return minutes === null ? Infinity : Math.abs(minutes);
}

/** Who wins or loses how many minutes, per Ortsteil. */
export function WhatIfTable({ result }: { result: WhatIf }) {
  const [order, setOrder] = useState<Order<Column>>({ key: "change", direction: "descending" });
  if (result.rows.length === 0) return null;
  const { action } = result.ask;
  const byCell = result.counted_by === "cell";
  const pick: Record<Column, (row: WhatIfRow) => string | number | null> = {
    name: (row) => row.ortsteil,
    change: (row) => sizeOf(minutesOf(row, result.counted_by)),
    residents: (row) => row.residents,
  };
  const byName = sortRows(result.rows, pick.name, "ascending");
  const sorted = sortRows(byName, pick[order.key], order.direction);
  const shared = { order, setOrder };
  return (
    <table class="list">
      <caption class="hidden">Was sich je Ortsteil ändert</caption>
      <thead>
        <tr>
          <SortHeader column="name" title="Ortsteil" {...shared} />
          <th scope="col" class="numeric plain-head">
            {byCell ? "Zentrum" : "Weg"}
          </th>
          <SortHeader
            column="change"
            title={action === "add" ? "kürzer" : "länger"}
            first="descending"
            numeric
            {...shared}
          />
          <SortHeader
            column="residents"
            title={byCell ? "Menschen" : "Einwohner"}
            first="descending"
            numeric
            {...shared}
          />
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <Row key={row.ortsteil_id} row={row} result={result} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, result }: { row: WhatIfRow; result: WhatIf }) {
  const { go, byId, hovered, hover } = useAtlas();
  const place = byId.get(row.ortsteil_id)?.properties;
  const mark = () => hover(row.ortsteil_id);
  const unmark = () => hover(null);
  const norm = normChange(row, result);
  const byCell = result.counted_by === "cell";
  const minutes = minutesOf(row, result.counted_by);
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
        {row.minutes_gained === 0 ? (
          <small>wie bisher</small>
        ) : (
          <small>
            statt <span class="before">{row.before_text}</span>
          </small>
        )}
      </td>
      <td class="numeric">
        <span class="change">{changeWords(minutes, result.ask.action)}</span>
        {byCell && row.residents && minutes !== null ? <small>im Mittel</small> : null}
        {byCell && minutes !== null && row.residents_one_figure ? (
          <small>
            {result.ask.action === "add" ? "neu erreicht" : "entfällt"} für{" "}
            {formatPeople(row.residents_one_figure, true)}
          </small>
        ) : null}
      </td>
      <td class="numeric">
        {formatPeople(row.residents, byCell || (place?.residents_estimated ?? false))}
      </td>
    </tr>
  );
}
