/** Labelled inputs of the form. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { toggle } from "./draft";

interface TextProps {
  label: string;
  value: string;
  put: (value: string) => void;
  most?: number;
  rows?: number;
  required?: boolean;
  type?: "text" | "date" | "email";
  hint?: string;
  /** What keeps the form from being saved. */
  wrong?: string;
}

export function TextField(props: TextProps) {
  const { label, value, put, most = 200, rows, required = false, type = "text", hint } = props;
  const { wrong = "" } = props;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {label}
        {required && " (Pflicht)"}
      </label>
      {rows ? (
        <textarea
          id={id}
          rows={rows}
          maxLength={most}
          value={value}
          onInput={(event) => put(event.currentTarget.value)}
        />
      ) : (
        <input
          id={id}
          ref={(input) => input?.setCustomValidity(wrong)}
          {...({ type } as { type: "text" })}
          maxLength={most}
          required={required}
          value={value}
          onInput={(event) => put(event.currentTarget.value)}
        />
      )}
      {(wrong || hint) && <small>{wrong || hint}</small>}
    </div>
  );
}

interface ChecksProps {
  label: string;
  choices: readonly { key: string; title: string }[];
  chosen: readonly string[];
  put: (chosen: string[]) => void;
}

/** Several of a few. */
export function Checks({ label, choices, chosen, put }: ChecksProps) {
  return (
    <fieldset class="checks">
      <legend>{label}</legend>
      {choices.map(({ key, title }) => (
        <label key={key}>
          <input
            type="checkbox"
            checked={chosen.includes(key)}
            onChange={() => put(toggle(chosen, key))}
          />
          {title}
        </label>
      ))}
    </fieldset>
  );
}

interface MoreProps {
  title: string;
  open?: boolean;
  children: ComponentChildren;
}

/** A part of the form that not everybody needs. */
export function More({ title, open = false, children }: MoreProps) {
  return (
    <details class="more" open={open}>
      <summary>{title}</summary>
      <div class="form">{children}</div>
    </details>
  );
}

interface EntriesProps<T> {
  label: string;
  add: string;
  entries: readonly T[];
  blank: T;
  put: (entries: T[]) => void;
  children: (entry: T, put: (part: Partial<T>) => void) => ComponentChildren;
}

/** Rows of one kind: add, change, take out. */
export function Entries<T extends object>(props: EntriesProps<T>) {
  const { label, add, entries, blank, put, children } = props;
  return (
    <>
      {entries.map((entry, index) => (
        <fieldset class="entry" key={index}>
          <legend>
            {label} {index + 1}
          </legend>
          {children(entry, (part) =>
            put(entries.map((each, at) => (at === index ? { ...each, ...part } : each))),
          )}
          <button
            type="button"
            class="plain-link"
            onClick={() => put(entries.filter((_, at) => at !== index))}
          >
            {label} {index + 1} entfernen
          </button>
        </fieldset>
      ))}
      <button type="button" class="button quiet" onClick={() => put([...entries, blank])}>
        {add}
      </button>
    </>
  );
}
