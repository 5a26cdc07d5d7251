import type { TransitMethod } from "../generated/api";
import { formatPeople } from "../text/numbers";
import { ClassBadge } from "./class-badge";

interface PeopleByClassProps {
  people: Record<string, number>;
  method: TransitMethod;
}

/** How many people live in which class: a bar for the eye, a list for all. */
export function PeopleByClass({ people, method }: PeopleByClassProps) {
  const letters = [...method.classes.map(({ letter }) => letter), ""];
  const parts = letters
    .map((letter) => ({ letter, count: people[letter] ?? 0 }))
    .filter(({ count }) => count > 0);
  if (parts.length === 0) return null;
  return (
    <>
      <div class="share-bar" aria-hidden="true">
        {parts.map(({ letter, count }) => (
          <i
            key={letter}
            style={{
              flexGrow: count,
              backgroundColor:
                method.classes.find((each) => each.letter === letter)?.colour ??
                method.no_class_colour,
            }}
          />
        ))}
      </div>
      <ul class="share-list" aria-label="Menschen je Güteklasse, gerundet">
        {parts.map(({ letter, count }) => (
          <li key={letter}>
            <ClassBadge letter={letter || null} method={method} />{" "}
            {formatPeople(count, true).replace(/^rund\s/, "")}
          </li>
        ))}
      </ul>
    </>
  );
}
