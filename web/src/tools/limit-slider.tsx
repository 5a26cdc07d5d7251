import { useId } from "preact/hooks";
import { useAtlas } from "../state/context";
import { LIMITS } from "../state/view";

/** The limit in a few steps; arrow keys move it. */
export function LimitSlider() {
  const { view, go } = useAtlas();
  const id = useId();
  const step = LIMITS.indexOf(view.minutes);
  return (
    <div class="slider">
      <label for={id}>
        höchstens <strong>{view.minutes} min</strong>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={LIMITS.length - 1}
        step={1}
        value={step}
        aria-valuetext={`${view.minutes} min`}
        onInput={(event) =>
          go({ minutes: LIMITS[Number(event.currentTarget.value)] ?? view.minutes })
        }
      />
      <p class="ticks" aria-hidden="true">
        {LIMITS.map((each) => (
          <span key={each}>{each}</span>
        ))}
      </p>
    </div>
  );
}
