import { useEffect, useRef, useState } from "preact/hooks";
import type { LayerInfo } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatCount } from "../text/numbers";
import { commonLayers, groupLayers } from "./common-layers";

const N_COMMON = 4;

/** A few services as chips, all of them in a list by Handlungsfeld. */
export function ServicePicker() {
  const { layers, layer: current, go } = useAtlas();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      <fieldset class="chips">
        <legend class="hidden">Welcher Dienst?</legend>
        {commonLayers(layers, current.key, N_COMMON).map(({ key, title }) => (
          <button
            key={key}
            type="button"
            class="chip"
            aria-pressed={key === current.key}
            onClick={() => go({ layer: key })}
          >
            {title}
          </button>
        ))}
        <button
          ref={opener}
          type="button"
          class="chip more"
          aria-expanded={open}
          aria-controls="alle-dienste"
          onClick={() => setOpen(!open)}
        >
          alle {layers.length} …
        </button>
      </fieldset>
      {open && (
        <ServiceList
          close={close}
          choose={(key) => {
            go({ layer: key });
            close();
          }}
        />
      )}
    </>
  );
}

interface ServiceListProps {
  choose: (key: string) => void;
  close: () => void;
}

function ServiceList({ choose, close }: ServiceListProps) {
  const { layers, layer: current } = useAtlas();
  const [words, setWords] = useState("");
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => search.current?.focus(), []);
  const groups = groupLayers(layers, words);
  const first = groups[0]?.layers[0];
  return (
    <section
      id="alle-dienste"
      class="services"
      aria-label="Alle Dienste"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // The list closes, not the sheet or the tool beside it.
        event.preventDefault();
        close();
      }}
    >
      <input
        ref={search}
        type="search"
        placeholder="Dienst suchen"
        aria-label="Dienst suchen"
        value={words}
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && first) choose(first.key);
        }}
      />
      {groups.length === 0 && <p class="empty">Kein Dienst heißt so.</p>}
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2>{group.title}</h2>
          <ul>
            {group.layers.map((layer) => (
              <li key={layer.key}>
                <button
                  type="button"
                  aria-pressed={layer.key === current.key}
                  onClick={() => choose(layer.key)}
                >
                  <span>{layer.title}</span>
                  <small>{knownWords(layer)}</small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** How much is known of a layer; never "none", which would claim that there is no facility. */
function knownWords(layer: LayerInfo): string {
  return layer.n_facilities > 0 ? `${formatCount(layer.n_facilities)} erfasst` : "keine Daten";
}
