import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Bounds } from "../api/geo";
import type { Atlas } from "../state/context";
import { PHONE } from "../state/use-media";
import type { Cell } from "./cell-words";
import type { Pick, Stage } from "./stage";

export interface StageHold {
  stage: Stage | null;
  failed: boolean;
}

interface StageNeeds {
  atlas: Atlas;
  bounds: Bounds;
  describe: (id: string) => string[];
  describeCell: (cell: Cell) => string[];
  pick: (pick: Pick) => void;
}

/** The map in an element: loaded apart from the page, made once per Verbund. */
export function useStage(element: RefObject<HTMLDivElement | null>, needs: StageNeeds): StageHold {
  const [hold, setHold] = useState<StageHold>({ stage: null, failed: false });
  const latest = useRef(needs);
  latest.current = needs;
  useEffect(() => {
    const container = element.current;
    if (!container) return;
    let gone = false;
    let made: Stage | null = null;
    const { atlas, bounds } = latest.current;
    import("./stage")
      .then((module) =>
        module.Stage.create({
          container,
          bounds,
          cooperative: matchMedia(PHONE).matches,
          tilePath: (layer) =>
            tileAddress(atlas, layer, layer === "facilities" ? atlas.layer.key : null),
          onPick: (pick) => latest.current.pick(pick),
          onHover: (id) => latest.current.atlas.hover(id),
          describe: (id) => latest.current.describe(id),
          describeCell: (cell) => latest.current.describeCell(cell),
        }),
      )
      .then((stage) => {
        made = stage;
        if (gone) stage.remove();
        else setHold({ stage, failed: false });
      })
      .catch(() => {
        if (!gone) setHold({ stage: null, failed: true });
      });
    return () => {
      gone = true;
      made?.remove();
    };
  }, [element]);
  return hold;
}

/** Absolute address of the tiles of one layer; MapLibre fills in the numbers. */
export function tileAddress(atlas: Atlas, layer: string, only: string | null = null): string {
  return location.origin + atlas.path(`/tiles/${layer}/{z}/{x}/{y}.mvt`, { layer: only });
}
