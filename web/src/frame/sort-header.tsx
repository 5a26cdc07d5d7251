import type { Direction, Order } from "../text/sort";
import { nextOrder } from "../text/sort";

interface SortHeaderProps<K extends string> {
  column: K;
  title: string;
  order: Order<K>;
  setOrder: (order: Order<K>) => void;
  first?: Direction;
  numeric?: boolean;
}

/** A column header that sorts: a button, its state in aria-sort. */
export function SortHeader<K extends string>(props: SortHeaderProps<K>) {
  const { column, title, order, setOrder, first = "ascending", numeric = false } = props;
  const active = order.key === column;
  return (
    <th scope="col" class={numeric ? "numeric" : ""} aria-sort={active ? order.direction : "none"}>
      <button type="button" onClick={() => setOrder(nextOrder(order, column, first))}>
        {title}
        <svg
          viewBox="0 0 8 12"
          aria-hidden="true"
          class={active ? `arrow ${order.direction}` : "arrow"}
        >
          <path class="up" d="M4 1 7 5H1z" />
          <path class="down" d="M4 11 1 7h6z" />
        </svg>
      </button>
    </th>
  );
}
