import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldChange } from "../generated/api";

interface ConflictProps<T extends { fields: FieldChange[] }> {
  conflict: T;
  message: string;
  decide: (conflict: T, theirs: ReadonlySet<string>) => void;
}

/** Two versions field by field; for each one is chosen, and nothing is lost until then. */
export function Conflict<T extends { fields: FieldChange[] }>({
  conflict,
  message,
  decide,
}: ConflictProps<T>) {
  const head = useRef<HTMLHeadingElement>(null);
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => head.current?.focus(), []);
  const choose = (field: string, stored: boolean) => {
    const next = new Set(theirs);
    if (stored) next.add(field);
    else next.delete(field);
    setTheirs(next);
  };
  return (
    <div class="conflict" role="alert">
      <h2 ref={head} tabIndex={-1}>
        Zwei Fassungen
      </h2>
      <p>{message}</p>
      {conflict.fields.length === 0 && <p>Beide Fassungen sind gleich.</p>}
      {conflict.fields.map(({ field, title, before, after }) => (
        <fieldset key={field}>
          <legend>{title}</legend>
          <label>
            <input
              type="radio"
              name={`fassung-${field}`}
              checked={!theirs.has(field)}
              onChange={() => choose(field, false)}
            />
            <span>
              eigene: <strong>{after}</strong>
            </span>
          </label>
          <label>
            <input
              type="radio"
              name={`fassung-${field}`}
              checked={theirs.has(field)}
              onChange={() => choose(field, true)}
            />
            <span>
              inzwischen gespeichert: <strong>{before}</strong>
            </span>
          </label>
        </fieldset>
      ))}
      <button type="button" class="button" onClick={() => decide(conflict, theirs)}>
        Übernehmen und weiter bearbeiten
      </button>
    </div>
  );
}
