import { useCallback, useEffect, useState } from "preact/hooks";
import { readView, type View, writeView } from "./view";

export interface Navigation {
  view: View;
  /** Change the view; the step is kept in the browser's history. */
  go: (change: Partial<View>) => void;
  /** Address of the view after a change, for links. */
  href: (change: Partial<View>) => string;
}

/** The view of the address bar. */
export function useView(): Navigation {
  const [view, setView] = useState(() => readView(location.search));
  useEffect(() => {
    const follow = () => setView(readView(location.search));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const go = useCallback((change: Partial<View>) => {
    const next = { ...readView(location.search), ...change };
    const address = location.pathname + writeView(next);
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
    setView(next);
  }, []);
  const href = (change: Partial<View>) => location.pathname + writeView({ ...view, ...change });
  return { view, go, href };
}
