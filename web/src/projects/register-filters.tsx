import { Select } from "../frame/select";
import { EVERYWHERE, useAtlas } from "../state/context";
import type { ProjectsView } from "../state/projects";
import { useRegister } from "./use-projects";

type Choices = readonly { key: string; title: string }[];

/** The Kommune that projects, actors or the network are of; the map follows. */
export function KommuneFilter() {
  const { verbund, view, go } = useAtlas();
  return (
    <Select
      label="Kommune"
      all="alle"
      value={view.kommune === EVERYWHERE ? "" : (view.kommune ?? "")}
      choices={verbund.kommunen}
      choose={(key) =>
        go({ kommune: key || EVERYWHERE, projects: { ...view.projects, ortsteil: null } })
      }
    />
  );
}

interface FilterProps {
  /** What of the register is narrowed. */
  part: "need" | "field" | "phase" | "ortsteil" | "direction" | "resource" | "quarter";
  label: string;
  all?: string;
  choices: Choices | undefined;
}

/** One filter of the register, kept in the address. */
export function RegisterFilter({ part, label, all = "alle", choices = [] }: FilterProps) {
  const { register, move } = useRegister();
  return (
    <Select
      label={label}
      all={all}
      value={register[part] ?? ""}
      choices={choices}
      choose={(key) => move({ [part]: key || null } as Partial<ProjectsView>)}
    />
  );
}

/** Bedarf and Handlungsfeld: what projects and actors have in common. */
export function ThemeFilters({
  form,
}: {
  form: { needs: Choices; handlungsfelder: Choices } | null;
}) {
  return (
    <>
      <RegisterFilter part="need" label="Bedarf" choices={form?.needs} />
      <RegisterFilter part="field" label="Handlungsfeld" choices={form?.handlungsfelder} />
    </>
  );
}

interface NothingProps {
  words: string;
  /** Whether words or filters narrow the list. */
  narrowed: boolean;
}

/** Nothing was found, and the step that finds more: without filters, or in all Kommunen. */
export function Nothing({ words, narrowed }: NothingProps) {
  const { view, go } = useAtlas();
  const { register, start, move } = useRegister();
  const { part, deleted } = register;
  const here = view.kommune !== null && view.kommune !== EVERYWHERE;
  return (
    <div class="empty">
      <p>{words}</p>
      {narrowed && (
        <button
          type="button"
          class="button quiet"
          onClick={() => move({ ...start, part, deleted })}
        >
          Suche und Filter leeren
        </button>
      )}
      {here && (
        <button
          type="button"
          class="button quiet"
          onClick={() =>
            go({ kommune: EVERYWHERE, projects: { ...view.projects, ortsteil: null } })
          }
        >
          In allen Kommunen suchen
        </button>
      )}
    </div>
  );
}

interface NotesProps {
  count: number;
  examples: number;
  /** How many the list shows at the most. */
  most: number;
}

/** Below the number found: which of them are examples, and that the list is cut. */
export function ListNotes({ count, examples, most }: NotesProps) {
  return (
    <>
      {examples > 0 && <p class="note">{exampleWords(examples, count)}</p>}
      {count > most && (
        <p class="note">Gezeigt sind die ersten {most}: bitte suchen oder filtern.</p>
      )}
    </>
  );
}

function exampleWords(examples: number, count: number): string {
  if (count === 1) return "Es ist ein Beispiel und erfunden.";
  if (examples === count) return "Alle sind Beispiele und erfunden.";
  return examples === 1
    ? "Davon ist 1 ein Beispiel und erfunden."
    : `Davon sind ${examples} Beispiele und erfunden.`;
}
