import { useEffect, useState } from "preact/hooks";

/** Light or dark as the system says, until someone chooses. */
export type Theme = "light" | "dark";

const KEY = "mitten-theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : null;
  } catch {
    return null; // storage may be forbidden; then the choice lasts as long as the page
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // as above
  }
}

/** The theme in use and the way to the other one. */
export function useTheme(): [Theme, () => void] {
  const [chosen, setChosen] = useState(stored);
  const [system, setSystem] = useState<Theme>(systemDark.matches ? "dark" : "light");
  useEffect(() => {
    const follow = () => setSystem(systemDark.matches ? "dark" : "light");
    systemDark.addEventListener("change", follow);
    return () => systemDark.removeEventListener("change", follow);
  }, []);
  const theme = chosen ?? system;
  document.documentElement.dataset.theme = theme;
  const toggle = () => {
    const other: Theme = theme === "dark" ? "light" : "dark";
    remember(other);
    setChosen(other);
  };
  return [theme, toggle];
}
