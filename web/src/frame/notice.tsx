import type { ComponentChildren } from "preact";
import type { Answer } from "../api/use-api";

/** Quiet bars where content will stand. */
export function Waiting({ words }: { words: string }) {
  return (
    <div class="waiting" role="status">
      <span>{words}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

/** What went wrong, and the way to try again. */
export function Failure({ message, retry }: { message: string; retry: () => void }) {
  return (
    <div class="failure" role="alert">
      <p>{message}</p>
      <button type="button" class="button quiet" onClick={retry}>
        Noch einmal versuchen
      </button>
    </div>
  );
}

interface LoadedProps<T> {
  answer: Answer<T>;
  words: string;
  children: (value: T) => ComponentChildren;
}

/** The content of an answer; before that the waiting, the failure. The last content stays while loading. */
export function Loaded<T>({ answer, words, children }: LoadedProps<T>) {
  if (answer.error) return <Failure message={answer.error} retry={answer.retry} />;
  if (answer.value === null) return <Waiting words={words} />;
  return (
    <div class={answer.loading ? "loaded stale" : "loaded"} aria-busy={answer.loading}>
      {children(answer.value)}
    </div>
  );
}
