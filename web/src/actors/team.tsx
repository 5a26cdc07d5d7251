import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Project, ProjectTeam } from "../generated/api";
import { projectRoute } from "../projects/paths";
import { useAtlas } from "../state/context";
import { ActorName, FitLines, MatchList } from "./matches";

/** Wer könnte mitmachen?: a team that covers what the project looks for, what stays open, who fits besides. */
export function Team({ project }: { project: Project }) {
  const { path } = useAtlas();
  const { project_id: id, deleted } = project.info;
  const answer = useApi<ProjectTeam>(deleted ? null : path(projectRoute(id, "/team")));
  if (deleted) return null;
  return (
    <section class="matches" aria-label="Wer könnte mitmachen?">
      <h2>Wer könnte mitmachen?</h2>
      <Loaded answer={answer} words="Ein Team wird gesucht">
        {(team) => <Content team={team} mayEdit={project.may_edit} />}
      </Loaded>
    </section>
  );
}

function Content({ team, mayEdit }: { team: ProjectTeam; mayEdit: boolean }) {
  return (
    <>
      <p>{team.sentence}</p>
      {team.n_roles === 0 && mayEdit && (
        <p class="note">Bearbeiten, „Wen oder was das Projekt sucht“: dann entsteht ein Team.</p>
      )}
      {team.members.length > 0 && (
        <>
          <h3>Vorschlag für ein Team</h3>
          <ol class="fits">
            {team.members.map(({ actor, fits }) => (
              <li key={actor.actor_id}>
                <ActorName actor={actor} />
                {fits.map((fit) => (
                  <FitLines key={fit.wish} fit={fit} />
                ))}
              </li>
            ))}
          </ol>
        </>
      )}
      {team.open_roles.length > 0 && (
        <>
          <h3>Bleibt offen</h3>
          <ul class="open-roles">
            {team.open_roles.map(({ text, sentence }) => (
              <li key={text}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <MatchList title="Passt auch" matches={team.others} />
      {team.members.length + team.others.length > 0 && <p class="note">{team.note}</p>}
    </>
  );
}
