import { useState } from "preact/hooks";
import { ApiError } from "../api/client";

interface Action {
  problem: string | null;
  busy: boolean;
  /** Do it; whether it worked. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** Something that changes data: one at a time, with its problem in words until the next attempt. */
export function useAction(first: string | null = null): Action {
  const [problem, setProblem] = useState(first);
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      await act();
      return true;
    } catch (reason) {
      if (!(reason instanceof ApiError)) throw reason;
      setProblem(reason.message);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, run };
}
