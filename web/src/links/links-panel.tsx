import type { Answer } from "../api/use-api";
import { AreasPanel } from "../areas/areas-panel";
import { type Pair, PairList } from "../areas/pair-list";
import { PartnerPairs } from "../areas/partner-pairs";
import type { NamedPlace } from "../areas/place-name";
import { Raeume } from "../areas/raum-list";
import { RaumPanel } from "../areas/raum-panel";
import { Loaded } from "../frame/notice";
import type { Areas, Link, LinkEnd, Links } from "../generated/api";
import { useAtlas } from "../state/context";
import { SHARE_TITLES, SHARES } from "../state/share";
import { ModePicker } from "../supply/mode-picker";
import { ModelLine, RunLine } from "../supply/model-line";

interface LinksPanelProps {
  links: Answer<Links>;
  areas: Answer<Areas>;
}

/** Wer ist in der Nähe?: neighbours, near areas, twins, and what planners have made of them. */
export function LinksPanel({ links, areas }: LinksPanelProps) {
  const { view } = useAtlas();
  if (view.share.raum) return <RaumPanel key={view.share.raum} id={view.share.raum} />;
  if (view.share.kind === "nachbarn") return <Neighbours links={links} />;
  if (view.share.kind === "projektraeume") return <Raeume head={<Head />} />;
  return <AreasPanel head={<Head />} areas={areas} />;
}

/** The question, and what it is asked of. */
function Head() {
  const { view, go } = useAtlas();
  return (
    <>
      <h1>Wer ist in der Nähe?</h1>
      <fieldset class="segments wrap">
        <legend class="hidden">Was zeigen?</legend>
        {SHARES.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={view.share.kind === kind}
            onClick={() => go({ share: { ...view.share, kind, area: null, pool: null } })}
          >
            {SHARE_TITLES[kind]}
          </button>
        ))}
      </fieldset>
    </>
  );
}

function Neighbours({ links }: { links: Answer<Links> }) {
  const atlas = useAtlas();
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <Head />
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
        <PartnerPairs />
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
        <PairList pairs={toPairs(links.links)} />
      ) : (
        <p class="empty">Kein Zentrum einer anderen Kommune des Verbunds liegt so nah.</p>
      )}
      {links.nearest.length > 0 && (
        <>
          <h2>Nächstes Paar je zwei Kommunen</h2>
          <PairList pairs={toPairs(links.nearest)} />
        </>
      )}
    </>
  );
}

function toPairs(links: Link[]): Pair[] {
  return links.map(({ a, b, ...way }) => ({ ...way, a: toPlace(a), b: toPlace(b) }));
}

function toPlace({ zentrum_id, ...end }: LinkEnd): NamedPlace {
  return { ...end, place_id: zentrum_id, partner: false };
}
