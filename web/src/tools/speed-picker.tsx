import { useAtlas } from "../state/context";
import { formatDecimal } from "../text/numbers";

/** How fast somebody goes, where there is a choice: the run's own speed first. */
export function SpeedPicker() {
  const { network, view, go } = useAtlas();
  const speeds = network?.speeds.filter(({ mode }) => mode === view.mode) ?? [];
  if (speeds.length < 2) return null;
  const usual = speeds.find((speed) => speed.usual)?.kmh;
  // The view may hold the speed of another mode: it waits there for the way back.
  const shown = speeds.find(({ kmh }) => kmh === view.speed)?.kmh ?? usual;
  return (
    <fieldset class="segments">
      <legend class="hidden">Wie schnell?</legend>
      {speeds.map(({ kmh, title }) => (
        <button
          key={kmh}
          type="button"
          aria-pressed={kmh === shown}
          onClick={() => go({ speed: kmh === usual ? null : kmh })}
        >
          {title} <small>{formatDecimal(kmh)}&nbsp;km/h</small>
        </button>
      ))}
    </fieldset>
  );
}
