import { useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import type { Coverage, CoverageRow } from "../generated/api";
import { useAtlas } from "../state/context";
import { NEARER } from "../text/bound";
import { formatPeople, formatShare } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { PlaceHead } from "./place-head";

type Column = "name" | "within" | "missed";

/** Share of the people who certainly reach it within the limit; null where nothing is known. */
function shareWithin(row: CoverageRow, minutes: number): number | null {
  const unknown = row.unknown[String(minutes)] ?? 0;
  if (row.residents <= 0 || unknown >= row.residents) return null;
  return (row.within[String(minutes)] ?? 0) / row.residents;
}

/** People per Ortsteil: within the limit, and below the norm. */
export function CoverageTable({ coverage }: { coverage: Coverage }) {
  const { view } = useAtlas();
  const [order, setOrder] = useState<Order<Column>>({ key: "within", direction: "ascending" });
  const rows = coverage.rows.filter(({ ortsteil_id }) => ortsteil_id);
  const pick: Record<Column, (row: CoverageRow) => string | number | null> = {
    name: (row) => row.ortsteil,
    within: (row) => shareWithin(row, view.minutes),
    missed: (row) => row.poverty_share,
  };
  const byName = sortRows(rows, pick.name, "ascending");
  const sorted = sortRows(byName, pick[order.key], order.direction);
  const shared = { order, setOrder };
  return (
    <table class="list">
      <caption class="hidden">Menschen je Ortsteil</caption>
      <thead>
        <tr>
          <SortHeader column="name" title="Ortsteil" {...shared} />
          <SortHeader column="within" title={`in ${view.minutes}\u00a0min`} numeric {...shared} />
          {coverage.norm && (
            <SortHeader
              column="missed"
              title="Norm verfehlt"
              first="descending"
              numeric
              {...shared}
            />
          )}
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <Row key={row.ortsteil_id} row={row} judged={coverage.norm !== null} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, judged }: { row: CoverageRow; judged: boolean }) {
  const { view } = useAtlas();
  const people = `${formatPeople(row.residents, true)} Einwohner`;
  return (
    <tr data-ortsteil={row.ortsteil_id}>
      <PlaceHead
        id={row.ortsteil_id}
        name={row.ortsteil}
        lines={[row.kommune === row.ortsteil ? "" : row.kommune, people].filter(Boolean)}
      />
      <td class="numeric">
        <Within row={row} minutes={view.minutes} />
      </td>
      {judged && (
        <td class="numeric">
          <Missed row={row} />
        </td>
      )}
    </tr>
  );
}

function Within({ row, minutes }: { row: CoverageRow; minutes: number }) {
  const unknown = row.unknown[String(minutes)] ?? 0;
  const share = shareWithin(row, minutes);
  if (share === null) return <span class="muted">nicht bekannt</span>;
  return (
    <>
      {formatShare(share)}
      <small>{formatPeople(row.within[String(minutes)] ?? 0, true)}</small>
      {unknown >= 1 && <small>{formatPeople(unknown, true)} unbekannt</small>}
    </>
  );
}

/** P0, and below it P1: the mean over everybody who could be judged. */
function Missed({ row }: { row: CoverageRow }) {
  if (row.poverty_share === null) return <Missing />;
  return (
    <>
      {formatShare(row.poverty_share)}
      {row.poverty_gap !== null && row.poverty_gap > 0 && (
        <small>im Mittel {formatShare(row.poverty_gap)} zu weit</small>
      )}
      {(row.residents_missed_nearer_possible ?? 0) >= 1 && (
        <small title={NEARER}>
          {row.residents_missed_nearer_possible === row.residents_missed
            ? "vielleicht"
            : "teils vielleicht"}
        </small>
      )}
    </>
  );
}

function Missing() {
  const { verbund } = useAtlas();
  const title = verbund.states.find(({ key }) => key === "data_missing")?.title;
  return <span class="muted">{title}</span>;
}
