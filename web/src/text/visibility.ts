import type { ProjectInfo } from "../generated/api";

type Visibility = ProjectInfo["visibility"];

const WORDS: Record<Visibility, string> = {
  own: "nur für die beteiligten Kommunen sichtbar",
  network: "für das Netzwerk sichtbar",
  public: "öffentlich",
};

/** Who sees a record, in words. */
export function visibleWords(visibility: Visibility): string {
  return WORDS[visibility];
}
