import { useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import type { Supply, SupplyRow } from "../generated/api";
import { useAtlas } from "../state/context";
import { NEARER } from "../text/bound";
import { formatHundredth } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { PlaceHead } from "./place-head";

/** What the methods weigh, in words. */
const METHODS: Record<string, string> = {
  "2sfca": "2SFCA zählt jeden Weg im Einzugsgebiet gleich",
  e2sfca: "E2SFCA zählt nahe Wege mehr",
  m2sfca: "M2SFCA lässt Angebot ungenutzt, wo die Menschen weit weg wohnen",
};

/** Facilities per 1,000 people and Ortsteil, by three methods side by side. */
export function SupplyTable({ supply }: { supply: Supply }) {
  const methods = supply.balances.map(({ method }) => method);
  const [order, setOrder] = useState<Order<string>>({
    key: methods[0] ?? "name",
    direction: "ascending",
  });
  const pick = (row: SupplyRow) =>
    order.key === "name" ? row.ortsteil : (row.per_1000[order.key] ?? null);
  const byName = sortRows(supply.rows, ({ ortsteil }) => ortsteil, "ascending");
  const shared = { order, setOrder };
  return (
    <>
      <p>{supply.sentence}</p>
      <p class="note">
        Einzugsgebiet: {supply.catchment_text}; jede Einrichtung zählt als eine.{" "}
        {methods.map((method) => METHODS[method]).join("; ")}.
      </p>
      <table class="list">
        <caption class="hidden">Einrichtungen je 1.000 Menschen</caption>
        <thead>
          <tr>
            <SortHeader column="name" title="Ortsteil" {...shared} />
            {methods.map((method) => (
              <SortHeader
                key={method}
                column={method}
                title={method.toUpperCase()}
                numeric
                {...shared}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sortRows(byName, pick, order.direction).map((row) => (
            <Row key={row.ortsteil_id} row={row} methods={methods} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function Row({ row, methods }: { row: SupplyRow; methods: string[] }) {
  const { verbund } = useAtlas();
  const state = verbund.states.find(({ key }) => key === row.state)?.title;
  return (
    <tr data-ortsteil={row.ortsteil_id}>
      <PlaceHead
        id={row.ortsteil_id}
        name={row.ortsteil}
        lines={row.kommune === row.ortsteil ? [] : [row.kommune]}
      />
      {row.state === "reached" ? (
        methods.map((method) => (
          <td key={method} class="numeric">
            {formatHundredth(row.per_1000[method] ?? 0)}
            {row.at_least && <small title={NEARER}>mindestens</small>}
          </td>
        ))
      ) : (
        <td class="numeric muted" colSpan={methods.length}>
          {state}
        </td>
      )}
    </tr>
  );
}
