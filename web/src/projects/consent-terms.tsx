import { TextField } from "./fields";

interface Terms {
  mail: string;
  phone: string;
  purpose: string;
  given_on: string;
  expires_on: string;
}

interface TermsProps {
  terms: Terms;
  put: (part: Partial<Terms>) => void;
  /** Said below the end. */
  hint?: string;
}

/** How to reach a person who agreed, for what, and from when until when. */
export function ConsentTerms({ terms, put, hint = "" }: TermsProps) {
  return (
    <>
      <div class="filters">
        <TextField label="E-Mail" type="email" value={terms.mail} put={(mail) => put({ mail })} />
        <TextField label="Telefon" most={50} value={terms.phone} put={(phone) => put({ phone })} />
      </div>
      <TextField
        label="Eingewilligt wofür"
        required
        value={terms.purpose}
        put={(purpose) => put({ purpose })}
      />
      <div class="filters">
        <TextField
          label="Eingewilligt am"
          type="date"
          required
          value={terms.given_on}
          put={(given_on) => put({ given_on })}
        />
        <TextField
          label="Gilt bis"
          type="date"
          required
          value={terms.expires_on}
          put={(expires_on) => put({ expires_on })}
          hint={hint}
        />
      </div>
    </>
  );
}
