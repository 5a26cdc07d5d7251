import { useCallback, useEffect, useState } from "preact/hooks";
import { ApiError, fetchOnce } from "./client";

/** What is known of a request; `value` stays that of the last answer while a new one is loading. */
export interface Answer<T> {
  value: T | null;
  error: string | null;
  loading: boolean;
  retry: () => void;
}

const UNEXPECTED = "Die Antwort des Servers ist unverständlich. Bitte die Seite neu laden.";

/** Load `path` (null: nothing to load) and follow its changes. */
export function useApi<T>(path: string | null): Answer<T> {
  const [held, setHeld] = useState<{ path: string | null; value: T | null; error: string | null }>({
    path: null,
    value: null,
    error: null,
  });
  const [attempt, setAttempt] = useState(0);
  // A new attempt asks again
  useEffect(() => {
    if (path === null) {
      setHeld({ path, value: null, error: null });
      return;
    }
    let current = true;
    fetchOnce<T>(path).then(
      (value) => current && setHeld({ path, value, error: null }),
      (reason: unknown) => {
        const error = reason instanceof ApiError ? reason.message : UNEXPECTED;
        if (current) setHeld({ path, value: null, error });
      },
    );
    return () => {
      current = false;
    };
  }, [path, attempt]);
  const retry = useCallback(() => {
    setHeld((before) => ({ ...before, path: null, error: null }));
    setAttempt((count) => count + 1);
  }, []);
  return {
    value: held.value,
    error: held.path === path ? held.error : null,
    loading: held.path !== path,
    retry,
  };
}
