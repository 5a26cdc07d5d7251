import { useMemo } from "preact/hooks";
import { useAtlas } from "../state/context";
import { sortRows } from "../text/sort";

/** All Zentren by name; the Kommune is added where it is called otherwise. */
export function useZentrumChoices(): { key: string; title: string }[] {
  const { ortsteile } = useAtlas();
  return useMemo(() => {
    const choices = ortsteile.features.map(({ properties }) => ({
      key: properties.ortsteil_id,
      title:
        properties.name === properties.kommune
          ? properties.name
          : `${properties.name} (${properties.kommune})`,
    }));
    return sortRows(choices, ({ title }) => title, "ascending");
  }, [ortsteile]);
}
