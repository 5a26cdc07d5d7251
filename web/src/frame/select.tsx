interface SelectProps {
  label: string;
  all: string;
  value: string;
  choices: readonly { key: string; title: string }[];
  choose: (key: string) => void;
}

/** A labelled choice with "all" as the first entry. */
export function Select({ label, all, value, choices, choose }: SelectProps) {
  return (
    <label class="select">
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {choices.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
