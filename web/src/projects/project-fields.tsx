import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { WishEntries } from "../actors/wish-fields";
import { Select } from "../frame/select";
import type { ProjectForm } from "../generated/api";
import { ContactFields } from "./contact-fields";
import { type Draft, readEuro, readList } from "./draft";
import { Checks, Entries, More, TextField } from "./fields";
import { useProjectForm } from "./use-projects";
import { Where } from "./where-fields";

interface FieldsProps {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
  /** Stands below title and summary. */
  children?: ComponentChildren;
}

/** All fields of a project: what everybody fills in first, the rest folded. */
export function ProjectFields({ draft, put, children }: FieldsProps) {
  const form = useProjectForm();
  if (!form) return null;
  return (
    <>
      <TextField label="Titel" required value={draft.title} put={(title) => put({ title })} />
      <TextField
        label="Kurzfassung"
        rows={3}
        most={1000}
        value={draft.summary}
        put={(summary) => put({ summary })}
        hint="Ein bis drei Sätze: was, für wen, wodurch."
      />
      {children}
      <Basics draft={draft} put={put} form={form} />
      <Where draft={draft} put={put} form={form} />
      <More title="Beschreibung, Zielgruppen, Erfahrungen">
        <LongFields draft={draft} put={put} />
      </More>
      <More title="Kosten und Förderung">
        <Money draft={draft} put={put} />
      </More>
      <More title="Offene Quellen und Bausteine für andere">
        <Shared draft={draft} put={put} />
      </More>
      <More title="Wen oder was das Projekt sucht" open={draft.seeks.length > 0}>
        <WishEntries
          label="Gesuch"
          add="Gesuch hinzufügen"
          entries={draft.seeks}
          put={(seeks) => put({ seeks })}
        />
      </More>
      <More title="Kontakt" open={draft.contact !== null}>
        <ContactFields contact={draft.contact} put={(contact) => put({ contact })} />
      </More>
      <Select
        label="Sichtbar für"
        value={draft.visibility}
        choices={form.visibilities}
        choose={(key) => put({ visibility: key as Draft["visibility"] })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={draft.beispiel}
          onChange={() => put({ beispiel: !draft.beispiel })}
        />
        Beispiel, kein echtes Vorhaben
      </label>
    </>
  );
}

interface FormProps extends FieldsProps {
  form: ProjectForm;
}

function Basics({ draft, put, form }: FormProps) {
  return (
    <>
      <div class="filters">
        <Select
          label="Bedarf"
          all="nicht angegeben"
          value={draft.need}
          choices={form.needs}
          choose={(need) => put({ need })}
        />
        <Select
          label="Phase"
          value={draft.phase}
          choices={form.phases}
          choose={(key) => put({ phase: key as Draft["phase"] })}
        />
      </div>
      <TextField
        label="Phase seit"
        type="date"
        value={draft.phase_since ?? ""}
        put={(day) => put({ phase_since: day || null })}
      />
      <Checks
        label="Handlungsfelder"
        choices={form.handlungsfelder}
        chosen={draft.handlungsfelder}
        put={(keys) => put({ handlungsfelder: keys as Draft["handlungsfelder"] })}
      />
      <TextField
        label="Träger"
        value={draft.owner}
        put={(owner) => put({ owner })}
        hint="Eine Stelle, etwa „Stadt Unna, Wirtschaftsförderung“, keine Person."
      />
    </>
  );
}

function LongFields({ draft, put }: FieldsProps) {
  const [groups, setGroups] = useState(draft.target_groups.join("; "));
  return (
    <>
      <TextField
        label="Beschreibung"
        rows={8}
        most={20000}
        value={draft.description}
        put={(description) => put({ description })}
      />
      <TextField
        label="Zielgruppen"
        most={1000}
        value={groups}
        put={(text) => {
          setGroups(text);
          put({ target_groups: readList(text) });
        }}
        hint="Mehrere mit ; trennen."
      />
      <TextField
        label="Was gelernt wurde"
        rows={4}
        most={20000}
        value={draft.lessons}
        put={(lessons) => put({ lessons })}
      />
    </>
  );
}

function Money({ draft, put }: FieldsProps) {
  return (
    <>
      <Euro label="Kosten in Euro" value={draft.cost_eur} put={(cost_eur) => put({ cost_eur })} />
      <Entries
        label="Förderung"
        add="Förderung hinzufügen"
        entries={draft.funding}
        blank={{ programme: "", amount_eur: null, since: null, until: null }}
        put={(funding) => put({ funding })}
      >
        {(entry, change) => (
          <>
            <TextField
              label="Programm"
              required
              value={entry.programme}
              put={(programme) => change({ programme })}
            />
            <Euro
              label="Betrag in Euro"
              value={entry.amount_eur}
              put={(amount_eur) => change({ amount_eur })}
            />
            <div class="filters">
              <TextField
                label="von"
                type="date"
                value={entry.since ?? ""}
                put={(day) => change({ since: day || null })}
              />
              <TextField
                label="bis"
                type="date"
                value={entry.until ?? ""}
                put={(day) => change({ until: day || null })}
              />
            </div>
          </>
        )}
      </Entries>
    </>
  );
}

interface EuroProps {
  label: string;
  value: number | null;
  put: (value: number | null) => void;
}

function Euro({ label, value, put }: EuroProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const wrong = text.trim() !== "" && readEuro(text) === null;
  return (
    <TextField
      label={label}
      value={text}
      put={(next) => {
        setText(next);
        put(readEuro(next));
      }}
      wrong={wrong ? "Bitte nur Ziffern schreiben." : ""}
    />
  );
}

function Shared({ draft, put }: FieldsProps) {
  return (
    <>
      <Entries
        label="Quelle"
        add="Offene Quelle hinzufügen"
        entries={draft.links}
        blank={{ url: "https://", title: "", licence: "" }}
        put={(links) => put({ links })}
      >
        {(entry, change) => (
          <>
            <TextField
              label="Adresse"
              most={500}
              required
              value={entry.url}
              put={(url) => change({ url })}
            />
            <TextField label="Name" value={entry.title} put={(title) => change({ title })} />
            <TextField
              label="Lizenz"
              value={entry.licence}
              put={(licence) => change({ licence })}
            />
          </>
        )}
      </Entries>
      <Entries
        label="Baustein"
        add="Baustein hinzufügen"
        entries={draft.modules}
        blank={{ key: "", title: "", description: "", licence: "", url: "" }}
        put={(modules) => put({ modules })}
      >
        {(entry, change) => (
          <>
            <TextField
              label="Name"
              required
              value={entry.title}
              put={(title) => change({ title })}
            />
            <TextField
              label="Was andere übernehmen können"
              rows={2}
              most={1000}
              value={entry.description}
              put={(description) => change({ description })}
            />
            <TextField
              label="Lizenz"
              value={entry.licence}
              put={(licence) => change({ licence })}
            />
            <TextField
              label="Adresse"
              most={500}
              value={entry.url}
              put={(url) => change({ url })}
              hint="Wo der Baustein liegt, mit https://."
            />
          </>
        )}
      </Entries>
    </>
  );
}
