import { useMemo, useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import { StateBadge } from "../frame/state-badge";
import type { TransitClass, TransitMethod, TransitTime } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatPeople } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { ClassBadge } from "./class-badge";
import { isWithoutClass, NO_CLASS } from "./tint";
import { useSetMobility } from "./use-transit";

type Column = "name" | "class" | "interval" | "home" | "residents";

interface ClassTableProps {
  rows: TransitClass[];
  /** By Ortsteil: the last way home. */
  homes: ReadonlyMap<string, TransitTime>;
  method: TransitMethod;
}

/** "0:43" after midnight comes after "23:50". */
function minutesOf(clock: string | null | undefined): number | null {
  if (!clock) return null;
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const NIGHT_ENDS = 4;
  return (hours < NIGHT_ENDS ? hours + 24 : hours) * 60 + minutes;
}

/** Class, best stop, interval, last way home and people per Ortsteil; a row opens the sheet of its Zentrum. */
export function ClassTable({ rows, homes, method }: ClassTableProps) {
  const [order, setOrder] = useState<Order<Column>>({ key: "class", direction: "ascending" });
  const sorted = useMemo(() => {
    const letters = [...method.classes.map(({ letter }) => letter), NO_CLASS];
    const rank = (row: TransitClass) =>
      letters.indexOf(isWithoutClass(row) ? NO_CLASS : (row.class_letter ?? ""));
    const pick: Record<Column, (row: TransitClass) => string | number | null> = {
      name: (row) => row.ortsteil,
      class: (row) => (rank(row) < 0 ? null : rank(row)),
      interval: (row) => row.best_stop?.interval_min ?? null,
      home: (row) => minutesOf(homes.get(row.ortsteil_id)?.last_way_home),
      residents: (row) => row.residents,
    };
    const byName = sortRows(rows, pick.name, "ascending");
    return sortRows(byName, pick[order.key], order.direction);
  }, [rows, homes, method, order]);
  const shared = { order, setOrder };
  return (
    <table class="list classes">
      <caption class="hidden">
        Güteklasse, beste Haltestelle, Takt und letzte Heimfahrt je Ortsteil
      </caption>
      <thead>
        <tr>
          <SortHeader column="class" title="Klasse" {...shared} />
          <SortHeader column="name" title="Ortsteil" {...shared} />
          <SortHeader column="interval" title="Takt" numeric {...shared} />
          <SortHeader column="home" title="letzte Heimfahrt" numeric {...shared} />
          <SortHeader column="residents" title="Einwohner" first="descending" numeric {...shared} />
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <Row
            key={row.ortsteil_id}
            row={row}
            home={homes.get(row.ortsteil_id) ?? null}
            method={method}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: TransitClass;
  home: TransitTime | null;
  method: TransitMethod;
}

function Row({ row, home, method }: RowProps) {
  const { view, go, hovered, hover } = useAtlas();
  const chosen = view.zentrum === row.ortsteil_id;
  const mark = () => hover(row.ortsteil_id);
  const unmark = () => hover(null);
  return (
    <tr
      class={`${chosen ? "chosen" : ""} ${hovered === row.ortsteil_id ? "hovered" : ""}`}
      data-zentrum={row.ortsteil_id}
      onMouseEnter={mark}
      onMouseLeave={unmark}
    >
      <td>
        <ClassCell row={row} method={method} />
      </td>
      <th scope="row">
        <button
          type="button"
          class="row-link"
          aria-current={chosen ? "true" : undefined}
          onFocus={mark}
          onBlur={unmark}
          onClick={() => go({ zentrum: row.ortsteil_id, kommune: row.ags })}
        >
          {row.ortsteil}
        </button>
        <BestStop row={row} />
        {row.on_demand.map((title) => (
          <small key={title}>auf Bestellung: {title}</small>
        ))}
      </th>
      <td class="numeric">{row.best_stop?.interval_text || <None />}</td>
      <td class="numeric">
        <Home time={home} />
      </td>
      <td class="numeric">{formatPeople(row.residents, row.residents_estimated)}</td>
    </tr>
  );
}

/** A cell without a figure is read aloud, not skipped. */
function None() {
  return (
    <span class="muted">
      <span aria-hidden="true">{NO_CLASS}</span>
      <span class="hidden">keiner</span>
    </span>
  );
}

function ClassCell({ row, method }: { row: TransitClass; method: TransitMethod }) {
  if (!row.class_letter && !isWithoutClass(row)) {
    return <StateBadge state={row.state} title={row.state_title} />;
  }
  const { class_with_school: pupils } = row;
  return (
    <>
      <ClassBadge letter={row.class_letter} method={method} />
      {pupils && pupils !== row.class_letter && (
        <small title="mit Fahrten nur für Schüler">mit Schulbus {pupils}</small>
      )}
    </>
  );
}

/** The stop that gives the class: a click shows its departures. */
function BestStop({ row }: { row: TransitClass }) {
  const set = useSetMobility(useAtlas());
  const stop = row.best_stop;
  if (!stop) return <small>{isWithoutClass(row) ? row.state_title : row.kommune}</small>;
  return (
    <small>
      <button
        type="button"
        class="plain-link above-row"
        aria-label={`Abfahrten ${stop.name}`}
        onClick={() => set({ stop: stop.stop_id })}
      >
        {stop.name}
      </button>
      {`, ${stop.distance_text}, ${stop.group_title}`}
    </small>
  );
}

/** When the last way home leaves; that there is none is said in words. */
function Home({ time }: { time: TransitTime | null }) {
  if (!time || time.state === "data_missing") return <span class="muted">unbekannt</span>;
  if (time.last_way_home) return <span title={time.return_text}>{time.last_way_home}</span>;
  return <span title={time.return_text}>{time.return_possible === false ? "keine" : "–"}</span>;
}
