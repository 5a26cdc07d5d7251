import { useEffect, useRef } from "preact/hooks";
import { AccountLink } from "../account/account-link";
import type { Answer } from "../api/use-api";
import type { Titled, VerbundInfo } from "../generated/api";
import { useTheme } from "../state/theme";
import type { Navigation } from "../state/use-view";
import { openTab, START, TAB_TITLES, TABS } from "../state/view";
import { formatQuantity } from "../text/numbers";

interface HeaderProps {
  navigation: Navigation;
  verbund: VerbundInfo | null;
  verbuende: Answer<Titled[]>;
}

/** Name, what is loaded, the questions, light or dark. */
export function Header({ navigation, verbund, verbuende }: HeaderProps) {
  return (
    <header class="head">
      <a class="brand" href={navigation.href({ ...START, verbund: navigation.view.verbund })}>
        Mitten
      </a>
      <VerbundName navigation={navigation} verbund={verbund} verbuende={verbuende} />
      <Questions navigation={navigation} />
      <AccountLink verbund={navigation.view.verbund} />
      <ThemeButton />
    </header>
  );
}

function VerbundName({ navigation, verbund, verbuende }: HeaderProps) {
  if (!verbund) return <p class="counts" />;
  const counts = [
    formatQuantity(verbund.n_zentren, "Zentrum", "Zentren"),
    formatQuantity(verbund.n_kommunen, "Kommune", "Kommunen"),
    "1 Verbund",
  ].join(" · ");
  const choices = verbuende.value ?? [];
  if (choices.length < 2) {
    return (
      <p class="counts">
        <span>{counts}</span>
      </p>
    );
  }
  const choose = (id: string) => navigation.go({ ...START, verbund: id, tab: navigation.view.tab });
  return (
    <p class="counts">
      <select
        aria-label="Verbund"
        value={verbund.id}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {choices.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
      </select>
      <span>{counts}</span>
    </p>
  );
}

function Questions({ navigation }: { navigation: Navigation }) {
  const row = useRef<HTMLElement>(null);
  // The phone has no room for all: the one that is open comes into view.
  useEffect(() => {
    const open = row.current?.querySelector("[aria-current]");
    if (!row.current || !open) return;
    const [whole, part] = [row.current, open].map((each) => each.getBoundingClientRect());
    if (whole && part)
      row.current.scrollLeft += part.left - whole.left - (whole.width - part.width) / 2;
  }, [navigation.view.tab]);
  return (
    <nav class="tabs" aria-label="Fragen" ref={row}>
      {TABS.map((tab) => (
        <a
          key={tab}
          href={navigation.href(openTab(navigation.view, tab))}
          aria-current={navigation.view.tab === tab ? "page" : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            navigation.go(openTab(navigation.view, tab));
          }}
        >
          {TAB_TITLES[tab]}
        </a>
      ))}
    </nav>
  );
}

function ThemeButton() {
  const [theme, toggle] = useTheme();
  const words = theme === "dark" ? "Helle Ansicht" : "Dunkle Ansicht";
  return (
    <button type="button" class="theme" onClick={toggle} aria-label={words} title={words}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="1.75" />
        <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
    </button>
  );
}
