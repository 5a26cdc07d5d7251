import { useMemo } from "preact/hooks";
import type { OrtsteilFeature } from "../api/geo";
import { type Tint, tintColours } from "../map/tint";
import { EVERYWHERE, useAtlas } from "../state/context";
import { formatDecimal, formatQuantity } from "../text/numbers";
import { type Drawing, drawKommune, roundLength } from "./outline";

const HEIGHT_PX = 84;
const WIDTH_PX = 132;
const SCALE_BAR_PX = 72;

interface Town {
  ags: string;
  name: string;
  drawing: Drawing;
  nZentren: number;
}

/** The Kommunen of the Verbund and the one scale at which all of them are drawn. */
function useTowns(): { towns: Town[]; metresPerPixel: number } {
  const { verbund, ortsteile } = useAtlas();
  return useMemo(() => {
    const parts = new Map<string, OrtsteilFeature[]>();
    for (const feature of ortsteile.features) {
      const { ags } = feature.properties;
      parts.set(ags, [...(parts.get(ags) ?? []), feature]);
    }
    const draw = (step: number) =>
      verbund.kommunen.map(({ key, title }) => ({
        ags: key,
        name: title,
        drawing: drawKommune(parts.get(key) ?? [], step),
        nZentren: parts.get(key)?.length ?? 0,
      }));
    const sizes = draw(Infinity).map(({ drawing }) =>
      Math.max(drawing.height / HEIGHT_PX, drawing.width / WIDTH_PX),
    );
    const metresPerPixel = Math.max(...sizes, 1);
    return { towns: draw(metresPerPixel / 2), metresPerPixel };
  }, [verbund, ortsteile]);
}

/** All Kommunen at one scale: overview and navigation in one. */
export function Strip() {
  const { verbund, tint } = useAtlas();
  const { towns, metresPerPixel } = useTowns();
  const colours = useMemo(() => tintColours(tint), [tint]);
  const bar = roundLength(SCALE_BAR_PX * metresPerPixel);
  return (
    <nav class="strip" aria-label="Kommunen im gleichen Maßstab">
      <Overview bar={bar} barPx={bar / metresPerPixel} count={verbund.n_kommunen} />
      <ul>
        {towns.map((town) => (
          <TownButton
            key={town.ags}
            town={town}
            metresPerPixel={metresPerPixel}
            colours={colours}
            words={townWords(town, tint)}
          />
        ))}
      </ul>
    </nav>
  );
}

/** "4 Zentren · 2 über 2 km", or how many there are. */
function townWords({ ags, nZentren }: Town, tint: Tint | null): string {
  const words = tint?.towns.get(ags);
  const count = formatQuantity(nZentren, "Zentrum", "Zentren");
  return words ? `${count} · ${words}` : count;
}

interface OverviewProps {
  bar: number;
  barPx: number;
  count: number;
}

/** The whole Verbund on the map, and the scale bar of the strip. */
function Overview({ bar, barPx, count }: OverviewProps) {
  const { place, go } = useAtlas();
  return (
    <div class="overview">
      <button
        type="button"
        class="chip"
        aria-pressed={place === EVERYWHERE}
        onClick={() => go({ kommune: EVERYWHERE, zentrum: null })}
      >
        Alle {count}
      </button>
      <p>
        Gleicher Maßstab
        <i style={{ width: `${barPx}px` }} />
        {formatDecimal(bar / 1000)} km
      </p>
    </div>
  );
}

interface TownButtonProps {
  town: Town;
  metresPerPixel: number;
  colours: Map<string, string>;
  words: string;
}

function TownButton({ town, metresPerPixel, colours, words }: TownButtonProps) {
  const { view, place, tinted, tint, go } = useAtlas();
  const { width, height, paths } = town.drawing;
  return (
    <li>
      <button
        type="button"
        class="town"
        aria-pressed={place === town.ags}
        onClick={() => go({ kommune: town.ags, zentrum: null })}
      >
        <svg
          viewBox={`0 0 ${Math.max(width, 1)} ${Math.max(height, 1)}`}
          width={width / metresPerPixel}
          height={height / metresPerPixel}
          aria-hidden="true"
        >
          {paths.map(({ id, d }) => (
            <path
              key={id}
              d={d}
              fill={tinted || tint ? (colours.get(id) ?? "var(--map-missing)") : "var(--map-plain)"}
              class={view.zentrum === id ? "chosen" : ""}
            />
          ))}
        </svg>
        <strong>{town.name}</strong>
        <small>{words}</small>
      </button>
    </li>
  );
}
