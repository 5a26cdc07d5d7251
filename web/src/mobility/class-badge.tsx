import type { TransitMethod } from "../generated/api";
import { NO_CLASS } from "./tint";

interface ClassBadgeProps {
  /** null: the method gives no class. */
  letter: string | null;
  method: TransitMethod | null;
}

/** The letter of a class on its colour; read aloud with its words. */
export function ClassBadge({ letter, method }: ClassBadgeProps) {
  const known = method?.classes.find((each) => each.letter === letter);
  if (!known) {
    return (
      <span class="class-badge none" title={method?.no_class_label}>
        <span aria-hidden="true">{NO_CLASS}</span>
        <span class="hidden">{method?.no_class_label}</span>
      </span>
    );
  }
  return (
    <span
      class="class-badge"
      style={{ backgroundColor: known.colour, color: known.ink }}
      title={known.label}
    >
      {known.letter}
    </span>
  );
}
