import { useId } from "preact/hooks";

interface FieldProps {
  label: string;
  type?: "text" | "email" | "password";
  autocomplete: string;
  value: string;
  set: (value: string) => void;
  hint?: string;
  minLength?: number;
}

/** A labelled input with what it wants below. */
export function Field({
  label,
  type = "text",
  autocomplete,
  value,
  set,
  hint,
  minLength,
}: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        // Preact types each kind of input apart; these three take the same attributes.
        type={type as "text"}
        required
        minLength={minLength}
        // A name is not a sentence: no correction, no capital.
        autocapitalize="none"
        spellcheck={false}
        autocomplete={autocomplete}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

const PASSWORD_HINT =
  "Mindestens 15 Zeichen: ein kurzer Satz oder vier Wörter. Zahlen und Sonderzeichen müssen nicht sein.";
const LEAST = 15;

/** A password that is set anew, with what it must be. */
export function NewPassword({ value, set }: Pick<FieldProps, "value" | "set">) {
  return (
    <Field
      label="Neues Passwort"
      type="password"
      autocomplete="new-password"
      minLength={LEAST}
      hint={PASSWORD_HINT}
      value={value}
      set={set}
    />
  );
}

/** A problem above the form it belongs to; read out when it appears. */
export function Problem({ words }: { words: string | null }) {
  return words ? (
    <p class="failure" role="alert">
      {words}
    </p>
  ) : null;
}
