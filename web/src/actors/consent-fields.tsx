import type { ActorForm } from "../generated/api";
import { ConsentTerms } from "../projects/consent-terms";
import { TextField } from "../projects/fields";
import { type Consent, toDay } from "./draft";

interface ConsentFieldsProps {
  form: ActorForm;
  /** Whose consent it is: the person's own, or that of whom to ask in an organisation. */
  person: boolean;
  consent: Consent;
  put: (part: Partial<Consent>) => void;
  agreed: boolean;
  agree: (agreed: boolean) => void;
}

/** A consent as it begins: from today on, for the usual purpose and time. */
export function newConsent(form: ActorForm): Consent {
  return {
    contact: "",
    mail: "",
    phone: "",
    purpose: form.purpose,
    given_on: toDay(new Date()),
    expires_on: form.expires_on,
  };
}

/** What somebody agrees to, for what and until when, and the contact that may be kept by it. */
export function ConsentFields(props: ConsentFieldsProps) {
  const { form, person, consent, put, agreed, agree } = props;
  return (
    <fieldset class="consent">
      <legend>Einwilligung</legend>
      <div class="consent-text">
        {form.consent_text.map((part) => (
          <p key={part}>{part}</p>
        ))}
      </div>
      <label class="check">
        <input type="checkbox" required checked={agreed} onChange={() => agree(!agreed)} />
        {person
          ? "Die Person hat diesen Text gelesen und zugestimmt."
          : "Wer als Kontakt genannt ist, hat diesen Text gelesen und zugestimmt."}
      </label>
      {!person && (
        <TextField
          label="Ansprechperson"
          required
          value={consent.contact}
          put={(contact) => put({ contact })}
        />
      )}
      <ConsentTerms terms={consent} put={put} hint="Höchstens drei Jahre; danach wird gelöscht." />
    </fieldset>
  );
}
