import type { Answer } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Link, LinkEnd, Links } from "../generated/api";
import { useAtlas } from "../state/context";
import { ModePicker } from "../supply/mode-picker";
import { ModelLine, RunLine } from "../supply/model-line";
import { formatDistance, formatDuration } from "../text/numbers";

/** Wer ist in der Nähe?: Zentren of other Kommunen within the limit, and the nearest pair of each two. */
export function LinksPanel({ links }: { links: Answer<Links> }) {
  const atlas = useAtlas();
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Wer ist in der Nähe?</h1>
        <ModelLine atlas={atlas} />
        <ModePicker />
        <Loaded answer={links} words="Die Nachbarn werden geladen">
          {(value) => (
            <div class="headline">
              <p>{value.sentence}</p>
              <p class="note">
                Grenze: {value.limit_text}. {value.limit_source}
              </p>
            </div>
          )}
        </Loaded>
      </section>
      <section class="rows" aria-label="Verbindungen">
        {links.value && <LinkLists links={links.value} />}
        {atlas.verbund.run && <RunLine run={atlas.verbund.run} />}
      </section>
    </div>
  );
}

function LinkLists({ links }: { links: Links }) {
  return (
    <>
      <h2>Innerhalb von {links.limit_text}</h2>
      {links.links.length > 0 ? (
        <LinkList links={links.links} />
      ) : (
        <p class="empty">Kein Zentrum einer anderen Kommune liegt so nah.</p>
      )}
      {links.nearest.length > 0 && (
        <>
          <h2>Nächstes Paar je zwei Kommunen</h2>
          <LinkList links={links.nearest} />
        </>
      )}
    </>
  );
}

function LinkList({ links }: { links: Link[] }) {
  return (
    <ul class="links">
      {links.map((link) => (
        <li key={`${link.a.zentrum_id} ${link.b.zentrum_id}`}>
          <span class="pair">
            <End end={link.a} />
            <span aria-hidden="true">–</span>
            <End end={link.b} />
          </span>
          <span class="numeric">
            <strong>{formatDuration(link.travel_time_s)}</strong>
            <small>{formatDistance(link.distance_m)}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

function End({ end }: { end: LinkEnd }) {
  const { go, hover, view } = useAtlas();
  return (
    <span class="end">
      <button
        type="button"
        class="plain-link"
        aria-current={view.zentrum === end.zentrum_id ? "true" : undefined}
        onMouseEnter={() => hover(end.zentrum_id)}
        onMouseLeave={() => hover(null)}
        onClick={() => go({ zentrum: end.zentrum_id, kommune: end.ags })}
      >
        {end.name}
      </button>
      <small>{end.kommune}</small>
    </span>
  );
}
