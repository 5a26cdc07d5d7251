import { useEffect, useRef } from "preact/hooks";
import { hasGrid } from "../map/cells";
import { useAtlas } from "../state/context";
import type { Tool } from "../state/view";
import { newQuestion } from "./words";

/** What a street network can answer besides the list; not shown where none is loaded. */
export function ToolPicker({ before }: { before: Tool | null }) {
  const atlas = useAtlas();
  const { network, layer, view, byId, go } = atlas;
  const box = useRef<HTMLFieldSetElement>(null);
  // Back to the button that opened the tool
  useEffect(() => {
    const opener = before === "ohne" ? "neu" : before;
    if (opener) box.current?.querySelector<HTMLElement>(`[data-tool="${opener}"]`)?.focus();
  }, []);
  if (!network) return null;
  const origin = view.zentrum ? byId.get(view.zentrum)?.properties.name : undefined;
  const titles: [Tool, string][] = [
    ["zeit", `Wie weit in ${view.minutes} min${origin ? ` von ${origin}` : ""}?`],
    ["neu", newQuestion(layer)],
  ];
  if (hasGrid(atlas)) titles.splice(1, 0, ["zellen", "Wer wohnt wie nah?"]);
  return (
    <fieldset class="tools" ref={box}>
      <legend class="hidden">Werkzeuge</legend>
      {titles.map(([tool, title]) => (
        <button key={tool} type="button" data-tool={tool} onClick={() => go({ tool })}>
          {title}
          <svg viewBox="0 0 8 12" aria-hidden="true">
            <path d="m1.5 1 5 5-5 5" stroke="currentColor" stroke-width="1.6" fill="none" />
          </svg>
        </button>
      ))}
    </fieldset>
  );
}
