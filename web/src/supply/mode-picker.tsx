import type { Mode } from "../generated/api";
import { useAtlas } from "../state/context";

/** Means of transport as chips. */
export function ModePicker() {
  const { verbund, view, go } = useAtlas();
  return (
    <fieldset class="chips">
      <legend class="hidden">Wie unterwegs?</legend>
      {verbund.modes.map(({ key, title }) => (
        <button
          key={key}
          type="button"
          class="chip"
          aria-pressed={view.mode === key}
          onClick={() => go({ mode: key as Mode })}
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
}
