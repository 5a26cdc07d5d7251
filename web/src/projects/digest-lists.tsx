import type { Digest, DigestEntry } from "../generated/api";
import { useAtlas } from "../state/context";
import { useRegister } from "./use-projects";

/** What is new of a quarter: projects, phases, Projekträume. */
export function DigestLists({ digest }: { digest: Digest }) {
  return (
    <>
      <h2>Neu im Verzeichnis</h2>
      <Entries entries={digest.added} none="Kein Projekt ist dazugekommen." />
      <h2>In eine andere Phase gekommen</h2>
      <Entries entries={digest.moved} none="Kein Projekt hat die Phase gewechselt." />
      <h2>Neue Projekträume</h2>
      <Entries entries={digest.raeume} none="Kein Projektraum ist dazugekommen." raum />
    </>
  );
}

interface EntriesProps {
  entries: DigestEntry[];
  none: string;
  raum?: boolean;
}

function Entries({ entries, none, raum = false }: EntriesProps) {
  const { link } = useRegister();
  const { view, href } = useAtlas();
  if (entries.length === 0) return <p class="empty">{none}</p>;
  return (
    <ul class="uses">
      {entries.map(({ key, title, kommunen, text, beispiel }) => (
        <li key={key}>
          <p>
            <a
              {...(raum
                ? {
                    href: href({
                      tab: "naehe",
                      share: { ...view.share, kind: "projektraeume", raum: key },
                    }),
                  }
                : link({ project: key }))}
            >
              {title}
            </a>
            {beispiel && " (Beispiel)"}
          </p>
          <p class="note">{[kommunen.join(", ") || "ohne Ort", text].filter(Boolean).join(": ")}</p>
        </li>
      ))}
    </ul>
  );
}
