import { ConsentTerms } from "./consent-terms";
import type { Draft } from "./draft";
import { TextField } from "./fields";

type Contact = NonNullable<Draft["contact"]>;

const YEARS = 2;

function newContact(): Contact {
  const today = new Date();
  const end = new Date(today);
  end.setFullYear(today.getFullYear() + YEARS);
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return {
    name: "",
    mail: "",
    phone: "",
    purpose: "Fragen anderer Kommunen zum Projekt",
    consented_on: day(today),
    expires_on: day(end),
  };
}

interface ContactProps {
  contact: Contact | null;
  put: (contact: Contact | null) => void;
}

/** A person who agreed to be asked; taking it out deletes it. */
export function ContactFields({ contact, put }: ContactProps) {
  if (!contact) {
    return (
      <>
        <p class="note">
          Name und Adresse nur mit Einwilligung der Person. Zu sehen sind sie nur mit Konto; nach
          Ablauf werden sie gelöscht.
        </p>
        <button type="button" class="button quiet" onClick={() => put(newContact())}>
          Kontakt mit Einwilligung hinzufügen
        </button>
      </>
    );
  }
  const change = (part: Partial<Contact>) => put({ ...contact, ...part });
  return (
    <>
      <TextField label="Name" required value={contact.name} put={(name) => change({ name })} />
      <ConsentTerms
        terms={{ ...contact, given_on: contact.consented_on }}
        put={({ given_on = contact.consented_on, ...part }) =>
          change({ ...part, consented_on: given_on })
        }
      />
      <button type="button" class="plain-link" onClick={() => put(null)}>
        Einwilligung zurückgezogen: Kontakt löschen
      </button>
    </>
  );
}
