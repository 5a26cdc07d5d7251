import { useMemo, useState } from "preact/hooks";
import { Loaded } from "../frame/notice";
import { Select } from "../frame/select";
import type { MobilityGap, MobilityGaps, TimetableInfo } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatCount } from "../text/numbers";
import { sortRows } from "../text/sort";
import { GapEntry } from "./gap-entry";
import { AspectPicker, DayPicker } from "./pickers";
import { TimetableLine } from "./timetable-line";
import { useMobilityGaps, useSetMobility } from "./use-transit";

const PAGE = 40;

type Ranking = "people" | "shortfall";

const RANKINGS: { key: Ranking; title: string }[] = [
  { key: "people", title: "nach Menschen" },
  { key: "shortfall", title: "nach Abstand" },
];

/** Gaps of one Kommune ("" for all), in the chosen ranking; the other rank decides between equals. */
export function orderGaps(
  gaps: readonly MobilityGap[],
  { ags, ranking }: { ags: string; ranking: Ranking },
): MobilityGap[] {
  const kept = gaps.filter((gap) => !ags || gap.ags === ags);
  const byShortfall = sortRows(kept, ({ rank_shortfall }) => rank_shortfall, "ascending");
  if (ranking === "shortfall") return byShortfall;
  return sortRows(byShortfall, ({ rank_people }) => rank_people, "ascending");
}

/** Lücken: what is too far on foot, by bike and by bus and rail, and what would mend it most cheaply. */
export function GapsView({ timetable }: { timetable: TimetableInfo }) {
  const atlas = useAtlas();
  const set = useSetMobility(atlas);
  const answer = useMobilityGaps(atlas);
  const [ags, setAgs] = useState("");
  const [ranking, setRanking] = useState<Ranking>("people");
  const { service } = atlas.view.mobility;
  const choose = (key: string) => {
    setAgs(key);
    atlas.go({ kommune: key || null, zentrum: null });
  };
  return (
    <div class="panel">
      <section class="question" aria-label="Frage">
        <h1>Wo kommt man ohne Auto nicht hin?</h1>
        <AspectPicker timetable={timetable} />
        {timetable.loaded && <DayPicker timetable={timetable} />}
        <Loaded answer={answer} words="Die Lücken werden geladen">
          {(value) => <Sentence gaps={value} />}
        </Loaded>
        <div class="filters">
          <ServiceSelect value={service} choose={(key) => set({ service: key })} />
          <Select
            label="Kommune"
            all="alle Kommunen"
            value={ags}
            choices={atlas.verbund.kommunen}
            choose={choose}
          />
        </div>
        <fieldset class="segments">
          <legend class="hidden">Rangfolge</legend>
          {RANKINGS.map(({ key, title }) => (
            <button
              key={key}
              type="button"
              aria-pressed={ranking === key}
              onClick={() => setRanking(key)}
            >
              {title}
            </button>
          ))}
        </fieldset>
      </section>
      <section class="rows" aria-label="Liste der Lücken">
        {answer.value && <Gaps gaps={orderGaps(answer.value.gaps, { ags, ranking })} />}
        <TimetableLine timetable={timetable} />
      </section>
    </div>
  );
}

function Sentence({ gaps: { sentence, note, state, state_title } }: { gaps: MobilityGaps }) {
  return (
    <div class="headline" aria-live="polite">
      <p class="verdict">{sentence}</p>
      {state === "data_missing" && <span class="badge none">{state_title}</span>}
      {note && <p class="note">{note}</p>}
    </div>
  );
}

/** The services that some Ortsteil misses, whatever is chosen now. */
function ServiceSelect({
  value,
  choose,
}: {
  value: string | null;
  choose: (key: string | null) => void;
}) {
  const all = useMobilityGaps(useAtlas(), null).value;
  const choices = useMemo(() => {
    const titles = new Map(all?.gaps.map((gap) => [gap.service, gap.service_title]));
    return sortRows(
      [...titles].map(([key, title]) => ({ key, title })),
      ({ title }) => title,
      "ascending",
    );
  }, [all]);
  return (
    <Select
      label="Ziel"
      all="alle Ziele"
      value={value ?? ""}
      choices={choices}
      choose={(key) => choose(key || null)}
    />
  );
}

function Gaps({ gaps }: { gaps: MobilityGap[] }) {
  const [shown, setShown] = useState(PAGE);
  if (gaps.length === 0) {
    return (
      <p class="empty">
        Hier gibt es an diesen Tagen keine Mobilitätslücke, soweit Daten vorliegen.
      </p>
    );
  }
  return (
    <>
      <ol class="gaps mobility">
        {gaps.slice(0, shown).map((gap) => (
          <GapEntry key={`${gap.ortsteil_id} ${gap.service}`} gap={gap} />
        ))}
      </ol>
      {gaps.length > shown && (
        <button type="button" class="button quiet" onClick={() => setShown(gaps.length)}>
          alle {formatCount(gaps.length)} zeigen
        </button>
      )}
    </>
  );
}
