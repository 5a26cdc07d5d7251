import { useId, useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import type { ProjectImport } from "../generated/api";
import { useAtlas } from "../state/context";
import { forgetProjects } from "./paths";
import { useRegister } from "./use-projects";

/** A table of projects: template, check of every cell, and then all or nothing. */
export function ImportPanel({ reload }: { reload: () => void }) {
  const { path } = useAtlas();
  const { link, list } = useRegister();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [found, setFound] = useState<ProjectImport | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (chosen: File, write: boolean, confirm: boolean) => {
    const form = new FormData();
    form.append("file", chosen);
    const flags = { write: String(write), confirm: String(confirm) };
    setProblem(null);
    try {
      setFound(await send<ProjectImport>(path("/projects/import", flags), "POST", form));
      if (write) {
        forgetProjects();
        reload();
      }
    } catch (error) {
      setFound(null);
      setProblem(error instanceof ApiError ? error.message : String(error));
    }
  };
  return (
    <div class="panel detail">
      <p class="back">
        <a {...link(list)}>Alle Projekte</a>
      </p>
      <section class="rows">
        <h1>Projekte aus einer Tabelle eintragen</h1>
        <p>
          Vorlage: <a href={path("/projects/template", { format: "xlsx" })}>XLSX</a>{" "}
          <a href={path("/projects/template", { format: "csv" })}>CSV</a>. Erst wird jede Zelle
          geprüft, dann auf Wunsch alles eingetragen. Eine Zeile mit Kennung und Version aus einer
          heruntergeladenen Tabelle ändert das Projekt.
        </p>
        <div class="field">
          <label for={id}>Tabelle (XLSX oder CSV)</label>
          <input
            id={id}
            type="file"
            accept=".xlsx,.csv"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0] ?? null;
              setFile(chosen);
              setFound(null);
              if (chosen) ask(chosen, false, false);
            }}
          />
        </div>
        {problem && <p role="alert">{problem}</p>}
        {found && file && <Findings found={found} write={(confirm) => ask(file, true, confirm)} />}
      </section>
    </div>
  );
}

interface FindingsProps {
  found: ProjectImport;
  write: (confirm: boolean) => void;
}

function Findings({ found, write }: FindingsProps) {
  const { problems, questions, written } = found;
  const wrong = [...problems, ...questions];
  return (
    <div aria-live="polite">
      <p class="lead">{found.sentence}</p>
      {wrong.length > 0 && (
        <table class="cells">
          <thead>
            <tr>
              <th scope="col">Zelle</th>
              <th scope="col">Was und wie</th>
            </tr>
          </thead>
          <tbody>
            {wrong.map((each) => (
              <tr key={`${each.cell} ${each.message}`}>
                <th scope="row">
                  {each.cell}
                  <small>
                    {each.sheet} {each.column}
                  </small>
                </th>
                <td>{each.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!written && problems.length === 0 && (
        <button type="button" class="button" onClick={() => write(questions.length > 0)}>
          {questions.length > 0 ? "Ja, so eintragen" : "Eintragen"}
        </button>
      )}
    </div>
  );
}
