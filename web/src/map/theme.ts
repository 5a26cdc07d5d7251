/** Colours of the page for the map, which knows no style sheets. */

export interface MapTheme {
  ground: string;
  land: string;
  plain: string;
  missing: string;
  beyond: string;
  border: string;
  faint: string;
  quiet: string;
  ink: string;
  paper: string;
  rim: string;
  chosen: string;
}

const TOKENS: Record<keyof MapTheme, string> = {
  ground: "--map-ground",
  land: "--map-land",
  plain: "--map-plain",
  missing: "--map-missing",
  beyond: "--map-beyond",
  border: "--map-border",
  faint: "--map-faint",
  quiet: "--map-quiet",
  ink: "--map-ink",
  paper: "--map-paper",
  rim: "--map-rim",
  chosen: "--map-chosen",
};

/** The tokens as they are resolved now, light or dark. */
export function readMapTheme(): MapTheme {
  const probe = document.createElement("span");
  document.body.append(probe);
  const entries = Object.entries(TOKENS).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries) as MapTheme;
}
