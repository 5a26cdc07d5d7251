/** What the address of the page of accounts says. */

/** Behind #: the token of a link for a new password, or what went wrong at the login provider. */
export function readHash(hash: string): { token: string; problem: string } {
  const told = new URLSearchParams(hash.replace(/^#/, ""));
  return { token: told.get("passwort") ?? "", problem: told.get("fehler") ?? "" };
}

/** Where to go back to: a page of ours, whatever the address says. */
export function ownPath(path: string | null): string {
  if (!path?.startsWith("/") || /^\/[/\\]/.test(path) || path.startsWith("/konto")) return "/";
  return path;
}

export function wayBack(): string {
  return ownPath(new URLSearchParams(location.search).get("weiter"));
}
