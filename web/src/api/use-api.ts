import { useCallback, useEffect, useState } from "preact/hooks";
import { ApiError, fetchOnce, watch } from "./client";

/** What is known of a request; `value` stays that of the last answer while a new one is loading. */
export interface Answer<T> {
  value: T | null;
  error: string | null;
  loading: boolean;
  retry: () => void;
}

const UNEXPECTED = "Die Antwort des Servers ist unverständlich. Bitte die Seite neu laden.";

/** Load `path` (null: nothing to load) and follow its changes; `ask` (JSON text) is posted. */
export function useApi<T>(path: string | null, ask: string | null = null): Answer<T> {
  const question = path === null ? null : `${path} ${ask ?? ""}`;
  const [held, setHeld] = useState<{
    question: string | null;
    value: T | null;
    error: string | null;
  }>({
    question: null,
    value: null,
    error: null,
  });
  const [attempt, setAttempt] = useState(0);
  // A new attempt asks again
  useEffect(() => {
    if (path === null) {
      setHeld({ question, value: null, error: null });
      return;
    }
    let current = true;
    fetchOnce<T>(path, ask).then(
      (value) => current && setHeld({ question, value, error: null }),
      (reason: unknown) => {
        const error = reason instanceof ApiError ? reason.message : UNEXPECTED;
        if (current) setHeld({ question, value: null, error });
      },
    );
    return () => {
      current = false;
    };
  }, [path, ask, attempt]);
  const retry = useCallback(() => {
    setHeld((before) => ({ ...before, question: null, error: null }));
    setAttempt((count) => count + 1);
  }, []);
  useEffect(
    () =>
      watch((changed) => {
        if (path?.startsWith(changed)) retry();
      }),
    [path, retry],
  );
  return {
    value: held.value,
    error: held.question === question ? held.error : null,
    loading: held.question !== question,
    retry,
  };
}
