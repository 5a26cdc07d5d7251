import { useAtlas } from "./context";

/**
 * What links a row of a list with its Ortsteil on the map: pointer and focus mark both, a press opens the sheet.
 * `marked` goes to the row, `link` to the button with the name. A row of one service chooses that service too.
 */
export function useRowLink(id: string, ags: string, service: string | null = null) {
  const { view, layer, go, hovered, hover } = useAtlas();
  const chosen = view.zentrum === id && (service === null || layer.key === service);
  const mark = () => hover(id);
  const unmark = () => hover(null);
  return {
    chosen,
    marked: {
      class: `${chosen ? "chosen" : ""} ${hovered === id ? "hovered" : ""}`,
      onMouseEnter: mark,
      onMouseLeave: unmark,
    },
    link: {
      type: "button",
      class: "row-link",
      "aria-current": chosen ? "true" : undefined,
      onFocus: mark,
      onBlur: unmark,
      onClick: () =>
        go({ zentrum: id, kommune: ags, ...(service === null ? {} : { layer: service }) }),
    },
  } as const;
}
