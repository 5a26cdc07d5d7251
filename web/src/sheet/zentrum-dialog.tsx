import { useEffect, useRef } from "preact/hooks";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { ZentrumSheet } from "../generated/api";
import { useAtlas } from "../state/context";
import { PHONE, useMedia } from "../state/use-media";
import { SheetContent } from "./sheet-content";

/** Beside the map a part of the page; on the phone a modal sheet that slides up from below. */
function useDialog(modal: boolean, id: string, close: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);
  const opener = useRef<Element | null>(null);
  const byHand = useRef(false);
  // Before the dialog takes the focus: who opened it? Nobody, if the address itself names the Zentrum.
  useEffect(() => {
    const active = document.activeElement;
    byHand.current = active !== document.body;
    if (!dialog.current?.contains(active)) opener.current = active;
  }, [id]);
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (modal) element.showModal();
    else element.show();
    return () => element.close();
  }, [modal]);
  // Another Zentrum takes the focus anew.
  useEffect(() => {
    const heading = dialog.current?.querySelector<HTMLElement>("h2");
    if (byHand.current) heading?.focus({ preventScroll: true });
    dialog.current?.scrollTo(0, 0);
  }, [id]);
  useEffect(
    () => () => {
      const back = opener.current;
      // A moment later: the list may have been hidden by the sheet until now.
      requestAnimationFrame(() => {
        if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
      });
    },
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) close();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return dialog;
}

/** All that is known of one Zentrum. */
export function ZentrumDialog({ id }: { id: string }) {
  const { path, go, byId, view } = useAtlas();
  const phone = useMedia(PHONE);
  const answer = useApi<ZentrumSheet>(path(`/zentren/${encodeURIComponent(id)}`));
  const close = () => go({ zentrum: null });
  const dialog = useDialog(phone, id, close);
  const place = byId.get(id)?.properties;
  const sheet = answer.value?.zentrum_id === id ? answer : { ...answer, value: null };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click closes by the backdrop, Escape does it by key
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby="zentrum-name"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (phone && event.target === event.currentTarget) close();
      }}
    >
      <div class="sheet-body">
        <div class="sheet-head">
          <h2 id="zentrum-name" tabIndex={-1}>
            {place?.name}
          </h2>
          <button type="button" class="close" onClick={close} aria-label="Blatt schließen">
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="m6 6 12 12M18 6 6 18" stroke="currentColor" stroke-width="2" fill="none" />
            </svg>
          </button>
        </div>
        <Loaded answer={sheet} words="Das Blatt wird geladen">
          {(value) => <SheetContent sheet={value} mode={view.mode} />}
        </Loaded>
      </div>
    </dialog>
  );
}
