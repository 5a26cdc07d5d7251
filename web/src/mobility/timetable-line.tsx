import type { GateFinding, TimetableInfo } from "../generated/api";
import { formatDate, formatQuantity } from "../text/numbers";
import { sourceWords } from "../text/sources";

/** Which timetable the figures come from, and what the gate found in it. */
export function TimetableLine({ timetable }: { timetable: TimetableInfo }) {
  const { dataset, valid_from, valid_to, findings, run_id } = timetable;
  const found = findings.filter(({ level }) => level !== "ok");
  const parts = [
    dataset ? `Fahrplan: ${sourceWords(dataset)}` : timetable.sentence,
    valid_from && valid_to ? `gültig ${formatDate(valid_from)} bis ${formatDate(valid_to)}` : "",
    run_id ? `Lauf ${run_id}` : "",
  ];
  return (
    <>
      <p class="source">{parts.filter(Boolean).join(" · ")}</p>
      {findings.length > 0 && (
        <details class="sources">
          <summary>
            Prüfung des Fahrplans:{" "}
            {found.length > 0 ? formatQuantity(found.length, "Befund", "Befunde") : "ohne Befund"}
          </summary>
          <ul>
            {(found.length > 0 ? found : findings).map((each) => (
              <Finding key={each.code} finding={each} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Finding({ finding: { title, text, examples } }: { finding: GateFinding }) {
  return (
    <li>
      <strong>{title}</strong>: {text}
      {examples.length > 0 && ` Zum Beispiel: ${examples.slice(0, 3).join("; ")}.`}
    </li>
  );
}
