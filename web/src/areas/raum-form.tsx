import { useState } from "preact/hooks";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Select } from "../frame/select";
import type {
  AreaPlace,
  ProjectList,
  Projektraum,
  ProjektraumConflict,
  Visibility,
} from "../generated/api";
import { Conflict } from "../projects/conflict";
import { TextField } from "../projects/fields";
import { useAtlas } from "../state/context";

const VISIBILITIES = [
  { key: "own", title: "nur die beteiligten Kommunen" },
  { key: "network", title: "das Netzwerk" },
  { key: "public", title: "öffentlich" },
];

interface RaumFormProps {
  route: string;
  raum: Projektraum;
  done: (changed: boolean) => void;
  gone: () => void;
}

interface Chosen {
  place_id: string;
  name: string;
}

/** Name, members, projects, notes by hand. The check of the limits follows after saving and stays visible. */
export function RaumForm({ route, raum, done, gone }: RaumFormProps) {
  const { path } = useAtlas();
  const [name, setName] = useState(raum.info.name);
  const [notes, setNotes] = useState(raum.notes);
  const [visibility, setVisibility] = useState<string>(raum.info.visibility);
  const [members, setMembers] = useState<Chosen[]>(raum.members);
  const [projects, setProjects] = useState(raum.project_ids);
  const [problem, setProblem] = useState<string | null>(null);
  const [version, setVersion] = useState(raum.info.version);
  const [conflict, setConflict] = useState<ProjektraumConflict | null>(null);
  const places = useApi<AreaPlace[]>(path("/areas/places"));
  const known = useApi<ProjectList>(path("/projects", { limit: "500" }));
  const act = async (method: string, ask: unknown, then: () => void) => {
    setProblem(null);
    try {
      await send(route, method, ask);
      then();
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setProblem(reason.message);
      setConflict((reason.body as { conflict?: ProjektraumConflict } | null)?.conflict ?? null);
    }
  };
  /** Go on with my version, but for the fields in which the stored one was chosen. */
  const decide = ({ version: stored, theirs }: ProjektraumConflict, taken: ReadonlySet<string>) => {
    if (taken.has("name")) setName(theirs.name);
    if (taken.has("notes")) setNotes(theirs.notes);
    if (taken.has("visibility")) setVisibility(theirs.visibility);
    if (taken.has("projects")) setProjects(theirs.projects);
    if (taken.has("members"))
      setMembers(theirs.members.map((key) => ({ place_id: key, name: nameOf(key) })));
    setVersion(stored);
    setConflict(null);
    setProblem(null);
  };
  const nameOf = (key: string) =>
    (places.value ?? []).find(({ place_id }) => place_id === key)?.name ??
    raum.members.find(({ place_id }) => place_id === key)?.name ??
    key;
  const save = () =>
    act(
      "PUT",
      {
        version,
        name,
        notes,
        members: members.map(({ place_id }) => place_id),
        projects,
        visibility: visibility as Visibility,
      },
      () => done(true),
    );
  const others = (places.value ?? []).filter(
    ({ place_id }) => !members.some((each) => each.place_id === place_id),
  );
  const titles = new Map(
    [...raum.projects, ...(known.value?.projects ?? [])].map((each) => [
      each.project_id,
      each.title,
    ]),
  );
  if (conflict) return <Conflict conflict={conflict} message={problem ?? ""} decide={decide} />;
  return (
    <form
      class="raum-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField label="Name" required value={name} put={setName} />
      <h2>Mitglieder</h2>
      <Chips
        chosen={members.map(({ place_id, name: title }) => ({ key: place_id, title }))}
        remove={(key) => setMembers(members.filter(({ place_id }) => place_id !== key))}
      />
      <Select
        label="Mitglied aufnehmen"
        all="Ort wählen"
        value=""
        choices={others.map(({ place_id, name: title, kommune }) => ({
          key: place_id,
          title: `${kommune}: ${title}`,
        }))}
        choose={(key) => {
          const place = others.find(({ place_id }) => place_id === key);
          if (place) setMembers([...members, place]);
        }}
      />
      {raum.difference.added.length > 0 && (
        <button
          type="button"
          class="text-button"
          onClick={() =>
            setMembers([
              ...members,
              ...raum.difference.added.filter(
                ({ place_id }) => !members.some((each) => each.place_id === place_id),
              ),
            ])
          }
        >
          Vom Lauf übernehmen: {raum.difference.added.map((place) => place.name).join(", ")}
        </button>
      )}
      <h2>Projekte</h2>
      <Chips
        chosen={projects.map((key) => ({ key, title: titles.get(key) ?? key }))}
        remove={(key) => setProjects(projects.filter((each) => each !== key))}
      />
      <Select
        label="Projekt zuordnen"
        all="Projekt wählen"
        value=""
        choices={[...titles]
          .filter(([key]) => !projects.includes(key))
          .map(([key, title]) => ({ key, title }))}
        choose={(key) => key && setProjects([...projects, key])}
      />
      <TextField label="Notizen" rows={5} most={20_000} value={notes} put={setNotes} />
      <Select
        label="Sichtbar für"
        value={visibility}
        choices={VISIBILITIES}
        choose={setVisibility}
      />
      {problem && (
        <p class="failure" role="alert">
          {problem}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="button">
          Speichern
        </button>
        <button type="button" class="button quiet" onClick={() => done(false)}>
          Abbrechen
        </button>
        <Remove remove={() => act("DELETE", undefined, gone)} />
      </div>
    </form>
  );
}

interface ChipsProps {
  chosen: { key: string; title: string }[];
  remove: (key: string) => void;
}

function Chips({ chosen, remove }: ChipsProps) {
  return (
    <ul class="chosen-list">
      {chosen.map(({ key, title }) => (
        <li key={key}>
          {title}
          <button
            type="button"
            class="small-button"
            aria-label={`${title} herausnehmen`}
            onClick={() => remove(key)}
          >
            herausnehmen
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Deleting asks once more. */
function Remove({ remove }: { remove: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <button
      type="button"
      class={sure ? "small-button sure" : "small-button"}
      onBlur={() => setSure(false)}
      onClick={() => (sure ? remove() : setSure(true))}
    >
      {sure ? "wirklich löschen?" : "Projektraum löschen"}
    </button>
  );
}
