import { useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import type {
  TimetableInfo,
  TransitMethod,
  TransitWhatIf,
  TransitWhatIfRow,
} from "../generated/api";
import { useAtlas } from "../state/context";
import { formatCount, formatDecimal, formatPeople, formatQuantity } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { normTurned } from "../tools/words";
import { ClassBadge } from "./class-badge";
import { PeopleByClass } from "./people-by-class";
import { methodOf } from "./use-transit";

interface ChangeAnswerProps {
  result: TransitWhatIf;
  timetable: TimetableInfo;
}

/** Who gains, in sum and per Ortsteil. */
export function ChangeAnswer({ result, timetable }: ChangeAnswerProps) {
  const method = methodOf(timetable, result.ask.method || null);
  return (
    <>
      <Sums result={result} />
      {method && (
        <>
          <h2>Menschen je Güteklasse: bisher und dann</h2>
          <PeopleByClass people={result.residents_by_class_before} method={method} />
          <PeopleByClass people={result.residents_by_class_after} method={method} />
        </>
      )}
      {method && <Rows rows={result.rows} method={method} />}
    </>
  );
}

function Sums({ result }: { result: TransitWhatIf }) {
  const { trips_added, vehicle_km_added } = result;
  const people: [string, number | null][] = [
    ["in besserer Güteklasse", result.residents_class_better],
    ["neu in der Norm", result.residents_norm_met],
    ["kommen neu am selben Tag zurück", result.residents_return_gained],
    ["können später nach Hause", result.residents_return_later],
  ];
  return (
    <dl class="sums">
      {people.map(([title, count]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{count === null ? "unbekannt" : formatPeople(count, true)}</dd>
        </div>
      ))}
      <div>
        <dt>dafür am Tag</dt>
        <dd>
          {formatQuantity(trips_added, "Fahrt", "Fahrten")},{" "}
          {formatCount(Math.round(vehicle_km_added))}&nbsp;km
        </dd>
      </div>
    </dl>
  );
}

type Column = "name" | "gain" | "residents";

const PICK: Record<Column, (row: TransitWhatIfRow) => string | number | null> = {
  name: (row) => row.ortsteil,
  // What has no figure on one side changes most.
  gain: (row) => row.minutes_gained ?? Infinity,
  residents: (row) => row.residents,
};

function Rows({ rows, method }: { rows: TransitWhatIfRow[]; method: TransitMethod }) {
  const [order, setOrder] = useState<Order<Column>>({ key: "gain", direction: "descending" });
  if (rows.length === 0) return null;
  const byName = sortRows(rows, PICK.name, "ascending");
  const sorted = sortRows(byName, PICK[order.key], order.direction);
  const shared = { order, setOrder };
  return (
    <table class="list">
      <caption class="hidden">Was sich je Ortsteil ändert</caption>
      <thead>
        <tr>
          <th scope="col" class="plain-head">
            Klasse
          </th>
          <SortHeader column="name" title="Ortsteil" {...shared} />
          <SortHeader column="gain" title="kürzer" first="descending" numeric {...shared} />
          <SortHeader column="residents" title="Einwohner" first="descending" numeric {...shared} />
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <Row key={row.ortsteil_id} row={row} method={method} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, method }: { row: TransitWhatIfRow; method: TransitMethod }) {
  const { go, byId, hovered, hover } = useAtlas();
  const place = byId.get(row.ortsteil_id)?.properties;
  const mark = () => hover(row.ortsteil_id);
  const unmark = () => hover(null);
  const norm = normTurned(row.norm_met_before, row.norm_met_after);
  return (
    <tr
      class={hovered === row.ortsteil_id ? "hovered" : ""}
      data-ortsteil={row.ortsteil_id}
      onMouseEnter={mark}
      onMouseLeave={unmark}
    >
      <td class="class-change">
        <ClassBadge letter={row.class_before} method={method} />
        {row.class_after !== row.class_before && (
          <>
            <span aria-hidden="true">→</span>
            <span class="hidden">wird</span>
            <ClassBadge letter={row.class_after} method={method} />
          </>
        )}
      </td>
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
        {row.target_title && row.after_text !== row.before_text && (
          <small>
            {row.target_title}: {row.after_text} statt {row.before_text}
          </small>
        )}
        {norm && <small class="norm-change">{norm}</small>}
        <Home row={row} />
      </th>
      <td class="numeric change">{gainWords(row)}</td>
      <td class="numeric">{formatPeople(row.residents, place?.residents_estimated ?? false)}</td>
    </tr>
  );
}

function gainWords({ minutes_gained: gain, before_text, after_text }: TransitWhatIfRow): string {
  if (before_text === after_text) return "–";
  return gain === null ? "neu" : `${formatDecimal(Math.round(gain))}\u00a0min`;
}

function Home({ row: { return_before, return_after } }: { row: TransitWhatIfRow }) {
  if (return_before === return_after || return_after === null) return null;
  return (
    <small>
      letzte Heimfahrt {return_after}
      {return_before ? ` statt ${return_before}` : ", bisher keine"}
    </small>
  );
}
