import type { ProjectInfo } from "../generated/api";
import { useAtlas } from "../state/context";

/** The Ortsteile of a project: each opens its sheet and is marked on the map; one that is gone says so. */
export function ProjectPlaces({ project }: { project: ProjectInfo }) {
  const { byId, go, view, hover } = useAtlas();
  const none = project.points.length > 0 ? "ohne Kommune" : "ohne Ort";
  if (project.zentrum_ids.length === 0) return <>{project.kommunen.join(", ") || none}</>;
  return (
    <>
      {project.zentrum_ids.map((id, index) => {
        const place = byId.get(id)?.properties;
        if (!place) return <span key={id}>{project.zentren[index]} (aufgelöst)</span>;
        return (
          <button
            key={id}
            type="button"
            class="place"
            aria-current={view.zentrum === id ? "true" : undefined}
            onMouseEnter={() => hover(id)}
            onMouseLeave={() => hover(null)}
            onClick={() => go({ zentrum: id, kommune: place.ags })}
          >
            {place.name} <small>{place.kommune}</small>
          </button>
        );
      })}
    </>
  );
}
