import { useAtlas } from "../state/context";
import { ActorDetail } from "./actor-detail";
import { EditActor, NewActor } from "./actor-form";
import { ActorListPanel } from "./actor-list";
import { GiveConsent } from "./give-consent";

/** Akteure: the list, one of them, its form, or its consent. */
export function ActorsPanel() {
  const { actor, doing } = useAtlas().view.projects;
  if (doing === "neu") return <NewActor />;
  if (actor && doing === "bearbeiten") return <EditActor key={actor} id={actor} />;
  if (actor && doing === "einwilligung") return <GiveConsent key={actor} id={actor} />;
  if (actor) return <ActorDetail key={actor} id={actor} />;
  return <ActorListPanel />;
}
