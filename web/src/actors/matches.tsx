import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ActorBrief, ActorMatch, ActorMatches, LineFit, ProjectMatch } from "../generated/api";
import { ScoreParts } from "../projects/score-parts";
import { useRegister } from "../projects/use-projects";
import { useAtlas } from "../state/context";
import { START_PROJECTS } from "../state/projects";
import { formatHundredth } from "../text/numbers";
import { actorRoute } from "./use-actors";

/** Who offers what this actor looks for, who looks for what it offers, which projects it could join. */
export function ActorMatchesSection({ id }: { id: string }) {
  const { path } = useAtlas();
  const answer = useApi<ActorMatches>(path(actorRoute(id, "/matches")));
  return (
    <section class="matches" aria-label="Wer passt dazu?">
      <h2>Wer passt dazu?</h2>
      <Loaded answer={answer} words="Passende werden gesucht">
        {(found) => (
          <>
            <p>{found.sentence}</p>
            <MatchList title="Bietet, was hier gesucht wird" matches={found.helpers} />
            <MatchList title="Sucht, was hier geboten wird" matches={found.seekers} />
            <ProjectMatchList matches={found.projects} />
            {found.helpers.length + found.seekers.length + found.projects.length > 0 && (
              <p class="note">{found.note}</p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

/** Actors with the best of what connects them. */
export function MatchList({ title, matches }: { title: string; matches: readonly ActorMatch[] }) {
  if (matches.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ol class="fits">
        {matches.map(({ actor, fit }) => (
          <li key={actor.actor_id}>
            <ActorName actor={actor} />
            <FitLines fit={fit} />
          </li>
        ))}
      </ol>
    </>
  );
}

function ProjectMatchList({ matches }: { matches: readonly ProjectMatch[] }) {
  const { link } = useRegister();
  if (matches.length === 0) return null;
  return (
    <>
      <h3>Projekte, die das brauchen könnten</h3>
      <ol class="fits">
        {matches.map(({ project_id, title, kommunen, phase_title, beispiel, fit }) => (
          <li key={project_id}>
            <p>
              <a {...link({ ...START_PROJECTS, project: project_id })}>{title}</a>{" "}
              <small>
                {[kommunen.join(", "), phase_title, beispiel ? "Beispiel" : ""]
                  .filter(Boolean)
                  .join(" · ")}
              </small>
            </p>
            <FitLines fit={fit} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Name of an actor as the way to its page. */
export function ActorName({ actor }: { actor: ActorBrief }) {
  const { link } = useRegister();
  return (
    <p>
      <a {...link({ ...START_PROJECTS, part: "akteure", actor: actor.actor_id })}>{actor.name}</a>{" "}
      <small>
        {[actor.kommunen.join(", "), actor.beispiel ? "Beispiel" : ""].filter(Boolean).join(" · ")}
      </small>
    </p>
  );
}

/** What is looked for and offered, how well it fits, and why. */
export function FitLines({ fit }: { fit: LineFit }) {
  return (
    <>
      <dl class="fit">
        <dt>gesucht</dt>
        <dd>{fit.wish}</dd>
        <dt>geboten</dt>
        <dd>
          {fit.offer} <small>{fit.offer_kind}</small>
        </dd>
      </dl>
      <p>
        <strong>{fit.level}</strong>
        {fit.across ? ", aus einer anderen Kommune" : ", aus derselben Kommune"}: {fit.sentence}
      </p>
      <details>
        <summary>Teile und Gewichte</summary>
        <ScoreParts parts={fit.parts} head="passt" none="zählt nicht" />
        <p class="note">Wert {formatHundredth(fit.score)} von 1.</p>
      </details>
    </>
  );
}
