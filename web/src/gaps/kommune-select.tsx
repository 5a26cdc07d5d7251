import { Select } from "../frame/select";
import { useAtlas } from "../state/context";

interface KommuneSelectProps {
  ags: string;
  choose: (ags: string) => void;
}

/** Only one Kommune in the list; the map follows. */
export function KommuneSelect({ ags, choose }: KommuneSelectProps) {
  const { verbund, go } = useAtlas();
  return (
    <Select
      label="Kommune"
      all="alle Kommunen"
      value={ags}
      choices={verbund.kommunen}
      choose={(key) => {
        choose(key);
        go({ kommune: key || null, zentrum: null });
      }}
    />
  );
}
