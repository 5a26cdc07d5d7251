import { useState } from "preact/hooks";
import { Team } from "../actors/team";
import { ApiError, send } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { Adoption, Project, ProjectContactOutput } from "../generated/api";
import { useAtlas } from "../state/context";
import { formatDate } from "../text/numbers";
import { visibleWords } from "../text/visibility";
import { Adopt } from "./adopt";
import { Attachments } from "./attachments";
import { History } from "./history";
import { forgetProjects, projectRoute } from "./paths";
import { ProjectPlaces } from "./project-places";
import { useRegister } from "./use-projects";

interface DetailProps {
  id: string;
  reload: () => void;
}

/** One project with all that belongs to it. */
export function ProjectDetail({ id, reload }: DetailProps) {
  const { path } = useAtlas();
  const { register, link, list } = useRegister();
  const answer = useApi<Project>(path(projectRoute(id)));
  return (
    <div class="panel detail">
      <p class="back">
        <a {...link(list)}>{register.part === "register" ? "Alle Projekte" : "Zurück"}</a>
      </p>
      <Loaded answer={answer} words="Das Projekt wird geladen">
        {(project) => <Content project={project} changed={answer.retry} reload={reload} />}
      </Loaded>
    </div>
  );
}

interface ContentProps {
  project: Project;
  changed: () => void;
  reload: () => void;
}

function Content({ project, changed, reload }: ContentProps) {
  const { info } = project;
  return (
    <article class="rows">
      <p class="tags">
        {info.deleted && <span class="badge bad">gelöscht</span>}
        {info.beispiel && <span class="badge example">Beispiel</span>}
        <span class="badge none">{info.phase_title}</span>
        <span class="badge none">{visibleWords(info.visibility)}</span>
      </p>
      <h1>{info.title}</h1>
      {info.summary && <p class="lead">{info.summary}</p>}
      {project.may_edit && <Actions project={project} changed={changed} reload={reload} />}
      {project.description && <p class="long">{project.description}</p>}
      <dl class="facts">
        <Fact title="Bedarf" words={info.need_title} />
        <Fact title="Handlungsfelder" words={info.handlungsfelder.join(", ")} />
        <Fact title="Zielgruppen" words={info.target_groups.join(", ")} />
        <Fact title="Träger" words={info.owner} />
        <dt>Ort</dt>
        <dd>
          {info.zentrum_ids.length > 0 && <ProjectPlaces project={info} />}
          {project.place_words !== info.zentren.join(", ") && <small>{project.place_words}</small>}
        </dd>
        <Fact title="Kosten" words={euro(project.cost_eur)} />
        <dt>Förderung</dt>
        <dd>
          {project.funding.length === 0 && "nicht angegeben"}
          {project.funding.map((entry) => (
            <p key={`${entry.programme} ${entry.since}`}>
              {entry.programme}
              {entry.amount_eur !== null && `, ${euro(entry.amount_eur ?? null)}`}
              {period(entry.since, entry.until)}
            </p>
          ))}
        </dd>
        {project.phases.length > 0 && (
          <>
            <dt>Phasen</dt>
            <dd>
              {project.phases
                .map(({ title, since }) => `${title} seit ${formatDate(since)}`)
                .join(", ")}
            </dd>
          </>
        )}
      </dl>
      <Team project={project} />
      <Shared project={project} changed={changed} />
      {project.lessons && (
        <>
          <h2>Was gelernt wurde</h2>
          <p class="long">{project.lessons}</p>
        </>
      )}
      {project.contact && <Contact contact={project.contact} />}
      <Attachments project={project} changed={changed} />
      <History id={info.project_id} version={info.version} />
    </article>
  );
}

function Fact({ title, words }: { title: string; words: string }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{words || "nicht angegeben"}</dd>
    </>
  );
}

const euro = (amount: number | null) =>
  amount === null ? "" : `${new Intl.NumberFormat("de-DE").format(amount)} Euro`;

function period(since?: string | null, until?: string | null): string {
  return `${since ? `, ab ${formatDate(since)}` : ""}${until ? `, bis ${formatDate(until)}` : ""}`;
}

/** Edit, delete, bring back. */
function Actions({ project, changed, reload }: ContentProps) {
  const { path } = useAtlas();
  const { link } = useRegister();
  const [problem, setProblem] = useState<string | null>(null);
  const { project_id: id, deleted } = project.info;
  const act = async (part: string, method: string) => {
    try {
      await send(path(projectRoute(id, part)), method);
      forgetProjects();
      reload();
      changed();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error));
    }
  };
  return (
    <div class="actions">
      {deleted ? (
        <button type="button" class="button" onClick={() => act("/restore", "POST")}>
          Wiederherstellen
        </button>
      ) : (
        <>
          <a class="button" {...link({ doing: "bearbeiten" })}>
            Bearbeiten
          </a>
          <button type="button" class="button quiet" onClick={() => act("", "DELETE")}>
            Löschen
          </button>
        </>
      )}
      {deleted && <p class="note">Das Projekt ist gelöscht und nur noch hier zu sehen.</p>}
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}

/** Open sources, and modules that others may take over. */
function Shared({ project, changed }: { project: Project; changed: () => void }) {
  const { links, modules, adoptions } = project;
  return (
    <>
      {links.length > 0 && (
        <>
          <h2>Offene Quellen</h2>
          <ul class="plain">
            {links.map(({ url, title, licence }) => (
              <li key={url}>
                <a href={url} rel="noopener noreferrer nofollow" target="_blank">
                  {title || url}
                </a>
                {licence && <small> {licence}</small>}
              </li>
            ))}
          </ul>
        </>
      )}
      {modules.length > 0 && (
        <>
          <h2>Bausteine für andere</h2>
          <ul class="plain">
            {modules.map((module) => (
              <li key={module.key}>
                <strong>
                  {module.url ? (
                    <a href={module.url} rel="noopener noreferrer nofollow" target="_blank">
                      {module.title}
                    </a>
                  ) : (
                    module.title
                  )}
                </strong>
                {module.licence && <small> {module.licence}</small>}
                {module.description && <p>{module.description}</p>}
                <Adoptions found={adoptions.filter((each) => each.module === module.key)} />
                <Adopt project={project.info.project_id} module={module.key ?? ""} done={changed} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Adoptions({ found }: { found: Adoption[] }) {
  if (found.length === 0) return <p class="note">Noch von niemandem übernommen.</p>;
  return (
    <p class="note">
      Übernommen von{" "}
      {found
        .map(({ kommune, by_title, adopted_at }) =>
          [kommune, by_title && `für „${by_title}“`, `am ${formatDate(adopted_at)}`]
            .filter(Boolean)
            .join(" "),
        )
        .join(", ")}
    </p>
  );
}

function Contact({ contact }: { contact: ProjectContactOutput }) {
  return (
    <>
      <h2>Kontakt</h2>
      <p>
        {contact.name}
        {contact.mail && (
          <>
            {", "}
            <a href={`mailto:${contact.mail}`}>{contact.mail}</a>
          </>
        )}
        {contact.phone && `, ${contact.phone}`}
      </p>
      <p class="note">
        Eingewilligt am {formatDate(contact.consented_on)} für „{contact.purpose}“, bis{" "}
        {formatDate(contact.expires_on)}; nur mit Konto zu sehen.
      </p>
    </>
  );
}
