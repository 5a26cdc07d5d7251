import { useMemo, useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import { StateBadge } from "../frame/state-badge";
import type { TransitClass, TransitMethod, TransitTime } from "../generated/api";
import { useAtlas } from "../state/context";
import { useRowLink } from "../state/row-link";
import { formatPeople } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { ClassBadge } from "./class-badge";
import { OnDemandNames } from "./on-demand";
import { isWithoutClass, NO_CLASS, shortInterval } from "./tint";
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
          <SortHeader column="home" title="Heimfahrt" numeric {...shared} />
          <SortHeader column="residents" title="Einwohner" first="descending" numeric {...shared} />
        </tr>
      </thead>
      {sorted.map((row) => (
        <Rows
          key={row.ortsteil_id}
          row={row}
          home={homes.get(row.ortsteil_id) ?? null}
          method={method}
        />
      ))}
    </table>
  );
}

interface RowsProps {
  row: TransitClass;
  home: TransitTime | null;
  method: TransitMethod;
}

/** The figures of an Ortsteil, and below them the stop that they are those of. */
function Rows({ row, home, method }: RowsProps) {
  const { marked, link } = useRowLink(row.ortsteil_id, row.ags);
  return (
    <tbody {...marked} data-zentrum={row.ortsteil_id}>
      <tr>
        <td rowSpan={2}>
          <ClassCell row={row} method={method} />
        </td>
        <th scope="row">
          <button {...link}>{row.ortsteil}</button>
        </th>
        <td class="numeric">{shortInterval(row.best_stop?.interval_text) || <None />}</td>
        <td class="numeric">
          <Home time={home} />
        </td>
        <td class="numeric people">{formatPeople(row.residents, row.residents_estimated)}</td>
      </tr>
      <tr class="more">
        <td colSpan={4}>
          <BestStop row={row} />
          <WithSchool row={row} />
          <OnDemandNames offers={row.on_demand} />
        </td>
      </tr>
    </tbody>
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
  return <ClassBadge letter={row.class_letter} method={method} />;
}

/** What the class would be if trips for pupils counted. */
function WithSchool({ row: { class_letter, class_with_school } }: { row: TransitClass }) {
  if (!class_with_school || class_with_school === class_letter) return null;
  return <small>mit Fahrten nur für Schüler: Klasse {class_with_school}</small>;
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
  return (
    <small>
      {time.return_text.replace("am selben Tag nicht zurück", "keine") || time.state_title}
    </small>
  );
}
