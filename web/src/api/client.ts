/** Requests to our own API; errors become the German sentence of the problem document. */

const UNREACHABLE =
  "Der Server antwortet nicht. Bitte die Verbindung prüfen und noch einmal versuchen.";

/** An error whose message is a German sentence that users may read; `body` is the problem document. */
export class ApiError extends Error {
  readonly body: unknown;

  constructor(message: string, body: unknown = null) {
    super(message);
    this.body = body;
  }
}

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

const NO_CONTENT = 204;

/** What shows the server that a change comes from our own page; empty where nobody is logged in. */
async function csrfToken(): Promise<string> {
  const session = await fetchOnce<{ csrf: string }>(apiPath("/session"));
  return session.csrf;
}

/**
 * Ask with any method; a form with a file is sent as it is, all else as JSON.
 * The answer is null where the API has nothing to say (204).
 */
export async function send<T>(path: string, method = "GET", ask?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  const options: RequestInit = { method, headers };
  if (ask instanceof FormData) options.body = ask;
  else if (ask !== undefined) {
    headers["content-type"] = "application/json";
    options.body = JSON.stringify(ask);
  }
  if (method !== "GET") headers["x-csrf-token"] = await csrfToken();
  let response: Response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(UNREACHABLE);
  }
  if (response.status === NO_CONTENT) return null as T;
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new ApiError(problemSentence(response.status, body), body);
  }
  return body as T;
}

const answers = new Map<string, Promise<unknown>>();

/**
 * One answer per question and page view: a run does not change while it is looked at.
 * With `ask` (JSON text) the question is posted.
 */
export function fetchOnce<T>(path: string, ask: string | null = null): Promise<T> {
  const key = `${path} ${ask ?? ""}`;
  let answer = answers.get(key);
  if (!answer) {
    answer = ask === null ? send(path) : send(path, "POST", JSON.parse(ask));
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
  }
  return answer as Promise<T>;
}

/** Ask anew next time whatever lies below a path: something was written there. */
export function forgetBelow(path: string): void {
  for (const key of answers.keys()) if (key.startsWith(path)) answers.delete(key);
}

const watchers = new Set<(path: string) => void>();

/** Be told when what lies below a path is asked anew; returns how to stop that. */
export function watch(tell: (path: string) => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** Ask anew at once whatever is shown from below a path: list and map follow what was written. */
export function renew(path: string): void {
  forgetBelow(path);
  for (const tell of [...watchers]) tell(path);
}

/** Ask anew next time: something was written. */
export function forget(path: string): void {
  answers.delete(`${path} `);
}
