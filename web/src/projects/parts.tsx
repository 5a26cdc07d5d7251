import { useAtlas } from "../state/context";
import { PART_TITLES, PARTS, START_PROJECTS } from "../state/projects";

/** The parts of the question: the register, and what came of it. */
export function Parts() {
  const { view, go } = useAtlas();
  return (
    <fieldset class="segments parts">
      <legend class="hidden">Was zeigen?</legend>
      {PARTS.map((part) => (
        <button
          key={part}
          type="button"
          aria-pressed={view.projects.part === part}
          onClick={() => go({ projects: { ...START_PROJECTS, part } })}
        >
          {PART_TITLES[part]}
        </button>
      ))}
    </fieldset>
  );
}
