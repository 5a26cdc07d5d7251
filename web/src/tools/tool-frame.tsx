import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useAtlas } from "../state/context";
import { NO_TOOL } from "../state/view";

interface ToolFrameProps {
  title: string;
  /** Controls and the sentence, above the list. */
  question: ComponentChildren;
  children: ComponentChildren;
}

/** An open tool in place of the list: its question takes the focus, Escape and the button put it away. */
export function ToolFrame({ title, question, children }: ToolFrameProps) {
  const { go } = useAtlas();
  const heading = useRef<HTMLHeadingElement>(null);
  const close = () => go(NO_TOOL);
  useEffect(() => {
    // Where the address itself names the tool, nobody has opened it by hand.
    if (navigator.userActivation?.hasBeenActive) heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) close();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <div class="panel tool">
      <section class="question" aria-label="Werkzeug">
        <div class="sheet-head">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <button type="button" class="close" onClick={close} aria-label="Werkzeug schließen">
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="m6 6 12 12M18 6 6 18" stroke="currentColor" stroke-width="2" fill="none" />
            </svg>
          </button>
        </div>
        {question}
      </section>
      <section class="rows" aria-label="Ergebnis">
        {children}
      </section>
    </div>
  );
}
