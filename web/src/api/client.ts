/** Requests to our own API; errors become the German sentence of the problem document. */

const UNREACHABLE =
  "Der Server antwortet nicht. Bitte die Verbindung prüfen und noch einmal versuchen.";

/** An error whose message is a German sentence that users may read. */
export class ApiError extends Error {}

/** Path below /api with the parameters that have a value. */
export function apiPath(
  path: string,
  parameters: Record<string, string | null | undefined> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value) query.set(name, value);
  }
  const text = query.toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

/** The sentence of a problem+json document, or a general one that names the status. */
export function problemSentence(status: number, body: unknown): string {
  if (typeof body === "object" && body !== null && "detail" in body) {
    if (typeof body.detail === "string" && body.detail) return body.detail;
  }
  return `Der Server meldet einen Fehler (${status}). Bitte später noch einmal versuchen.`;
}

async function request(path: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: "application/json" } });
  } catch {
    throw new ApiError(UNREACHABLE);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok || body === null) throw new ApiError(problemSentence(response.status, body));
  return body;
}

const answers = new Map<string, Promise<unknown>>();

/** One answer per path and page view: a run does not change while it is looked at. */
export function fetchOnce<T>(path: string): Promise<T> {
  let answer = answers.get(path);
  if (!answer) {
    answer = request(path);
    answers.set(path, answer);
    answer.catch(() => answers.delete(path));
  }
  return answer as Promise<T>;
}
