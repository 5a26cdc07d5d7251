import { useId } from "preact/hooks";

interface SelectProps {
  label: string;
  /** The first entry, where nothing need be chosen. */
  all?: string;
  value: string;
  choices: readonly { key: string; title: string }[];
  choose: (key: string) => void;
}

/** A labelled choice with "all" as the first entry, if there is one. */
export function Select({ label, all, value, choices, choose }: SelectProps) {
  const id = useId();
  return (
    <div class="select">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {all && <option value="">{all}</option>}
        {choices.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
