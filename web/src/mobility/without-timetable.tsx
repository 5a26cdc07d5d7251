import { useState } from "preact/hooks";
import { SortHeader } from "../frame/sort-header";
import { StateBadge } from "../frame/state-badge";
import type { TimetableInfo, TransitClass } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatPeople, formatQuantity } from "../text/numbers";
import { type Order, sortRows } from "../text/sort";
import { OnDemandNames } from "./on-demand";
import { AspectPicker } from "./pickers";
import { StopSearch } from "./stop-search";
import { useClasses, useSetMobility, useStops } from "./use-transit";

/** Without a timetable: that it is so, the stations, the Ortsteile; never a class. */
export function WithoutTimetable({ timetable }: { timetable: TimetableInfo }) {
  const rows = useClasses(useAtlas()).value ?? [];
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Wie gut fahren Bus und Bahn?</h1>
        <AspectPicker timetable={timetable} />
        <div class="headline">
          <p>
            <strong class="figure">{timetable.state_title}</strong>{" "}
            <span>{timetable.sentence}</span>
          </p>
          <p class="note">{timetable.note}</p>
        </div>
        <StopSearch />
      </section>
      <section class="rows" aria-label="Ortsteile und Bahnhöfe">
        <Unknown rows={rows} />
        <Stations />
      </section>
    </div>
  );
}

/** Every point of the map stands in this list. */
function Stations() {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const stops = useStops(atlas).value;
  if (!stops) return null;
  if (stops.features.length === 0) return <p class="empty">Es ist kein Bahnhof geladen.</p>;
  const named = stops.features.map(({ properties }) => properties);
  return (
    <details class="sources">
      <summary>alle {formatQuantity(named.length, "Bahnhof", "Bahnhöfe")}</summary>
      <ul class="stations">
        {sortRows(named, ({ name }) => name, "ascending").map(({ stop_id, name }) => (
          <li key={stop_id}>
            <button
              type="button"
              class="place"
              aria-current={atlas.view.mobility.stop === stop_id ? "true" : undefined}
              onClick={() => set({ stop: stop_id })}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

type Column = "name" | "residents";

function Unknown({ rows }: { rows: TransitClass[] }) {
  const { view, go, hovered, hover } = useAtlas();
  const [order, setOrder] = useState<Order<Column>>({ key: "residents", direction: "descending" });
  const pick: Record<Column, (row: TransitClass) => string | number | null> = {
    name: (row) => row.ortsteil,
    residents: (row) => row.residents,
  };
  const sorted = sortRows(sortRows(rows, pick.name, "ascending"), pick[order.key], order.direction);
  const shared = { order, setOrder };
  return (
    <table class="list">
      <caption class="hidden">Ortsteile ohne Fahrplandaten</caption>
      <thead>
        <tr>
          <SortHeader column="name" title="Ortsteil" {...shared} />
          <SortHeader column="residents" title="Einwohner" first="descending" numeric {...shared} />
          <th scope="col" class="plain-head">
            Güteklasse
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((row) => (
          <tr
            key={row.ortsteil_id}
            class={`${view.zentrum === row.ortsteil_id ? "chosen" : ""} ${hovered === row.ortsteil_id ? "hovered" : ""}`}
            data-zentrum={row.ortsteil_id}
            onMouseEnter={() => hover(row.ortsteil_id)}
            onMouseLeave={() => hover(null)}
          >
            <th scope="row">
              <button
                type="button"
                class="row-link"
                aria-current={view.zentrum === row.ortsteil_id ? "true" : undefined}
                onFocus={() => hover(row.ortsteil_id)}
                onBlur={() => hover(null)}
                onClick={() => go({ zentrum: row.ortsteil_id, kommune: row.ags })}
              >
                {row.ortsteil}
              </button>
              <small>{row.kommune}</small>
              <OnDemandNames offers={row.on_demand} />
            </th>
            <td class="numeric">{formatPeople(row.residents, row.residents_estimated)}</td>
            <td>
              <StateBadge state={row.state} title={row.state_title} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
