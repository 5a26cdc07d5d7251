import { apiPath } from "../api/client";
import { useApi } from "../api/use-api";
import type { SessionInfo } from "../generated/api";

/** Who is logged in and may do what in this Verbund; null until the server has said so. */
export function useSession(verbund: string | null): SessionInfo | null {
  return useApi<SessionInfo>(apiPath("/session", { verbund })).value;
}

/** Address of the page of one's account, which leads back to where one was. */
export function accountPage(part = ""): string {
  const back = location.pathname + location.search;
  return `/konto/?${new URLSearchParams({ weiter: back })}${part ? `#${part}` : ""}`;
}
