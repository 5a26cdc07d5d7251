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
      <TextField
        label="E-Mail"
        type="email"
        value={contact.mail}
        put={(mail) => change({ mail })}
      />
      <TextField
        label="Telefon"
        most={50}
        value={contact.phone}
        put={(phone) => change({ phone })}
      />
      <TextField
        label="Eingewilligt wofür"
        required
        value={contact.purpose}
        put={(purpose) => change({ purpose })}
      />
      <div class="filters">
        <TextField
          label="Eingewilligt am"
          type="date"
          required
          value={contact.consented_on}
          put={(consented_on) => change({ consented_on })}
        />
        <TextField
          label="Gilt bis"
          type="date"
          required
          value={contact.expires_on}
          put={(expires_on) => change({ expires_on })}
        />
      </div>
      <button type="button" class="plain-link" onClick={() => put(null)}>
        Einwilligung zurückgezogen: Kontakt löschen
      </button>
    </>
  );
}
