import type { Areas } from "../generated/api";
import { useAtlas } from "../state/context";
import { areaMarks, areaPoints } from "./features";

/** What the marks of areas mean, as far as there are any. */
export function AreaEntries({ areas }: { areas: Areas | null }) {
  const { area, raum, pool } = useAtlas().view.share;
  const { members, hub, partners } = areaMarks(areaPoints(areas, area ?? raum).features);
  return (
    <>
      {members && (
        <li>
          <i class="area-mark full" />
          {hub ? "Zentrum in einem Raum, groß: Treffpunkt" : "Zentrum in einer Gruppe"}
        </li>
      )}
      {partners && (
        <li>
          <i class="area-mark" />
          Ort eines Partners
        </li>
      )}
      {pool && (
        <>
          <li>
            <i class="site-mark" aria-hidden="true">
              +
            </i>
            gemeinsamer Standort
          </li>
          <li>
            <i class="stroke nearest" />
            Runde eines mobilen Angebots
          </li>
        </>
      )}
    </>
  );
}
