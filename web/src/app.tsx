import { useEffect } from "preact/hooks";
import { apiPath } from "./api/client";
import type { OrtsteilCollection } from "./api/geo";
import { type Answer, useApi } from "./api/use-api";
import { Header } from "./frame/header";
import { Failure, Waiting } from "./frame/notice";
import type { LayerInfo, Titled, VerbundInfo } from "./generated/api";
import { useView } from "./state/use-view";
import { START, TAB_TITLES } from "./state/view";
import { Workspace } from "./workspace";

/** The page: head, and below it the workspace once the Verbund is known. */
export function App() {
  const navigation = useView();
  const { view } = navigation;
  const path = (route: string) => apiPath(route, { verbund: view.verbund });
  const verbuende = useApi<Titled[]>(apiPath("/verbuende"));
  const verbund = useApi<VerbundInfo>(path("/verbund"));
  const layers = useApi<LayerInfo[]>(path("/layers"));
  const ortsteile = useApi<OrtsteilCollection>(path("/ortsteile"));
  useEffect(() => {
    document.title = `${TAB_TITLES[view.tab]} · ${verbund.value?.title ?? ""} · Mitten`;
  }, [view.tab, verbund.value]);

  const answers: Answer<unknown>[] = [verbund, layers, ortsteile];
  const failed = answers.find(({ error }) => error !== null);
  const ready = answers.every(({ loading, error }) => !loading && error === null);
  return (
    <>
      <a class="skip" href="#inhalt">
        Zum Inhalt
      </a>
      <Header navigation={navigation} verbund={verbund.value} verbuende={verbuende} />
      {ready && verbund.value && layers.value && ortsteile.value ? (
        <Workspace
          key={verbund.value.id}
          navigation={navigation}
          verbund={verbund.value}
          layers={layers.value}
          ortsteile={ortsteile.value}
        />
      ) : (
        <main id="inhalt" class="alone">
          {failed?.error ? (
            <>
              <Failure message={failed.error} retry={failed.retry} />
              {view.verbund && <a href={navigation.href(START)}>Zur Startseite</a>}
            </>
          ) : (
            <Waiting words="Der Verbund wird geladen" />
          )}
        </main>
      )}
    </>
  );
}
