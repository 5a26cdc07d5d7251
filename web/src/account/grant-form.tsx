import { useId, useState } from "preact/hooks";
import type { GrantInfo, Titled } from "../generated/api";

export const ROLE_TITLES: Record<GrantInfo["role"], string> = {
  reader: "Lesen",
  editor: "Redaktion",
  coordinator: "Netzwerkkoordination",
  admin: "Verwaltung der Konten",
};
const OF_A_KOMMUNE: readonly string[] = ["reader", "editor"];
const ROLES = Object.keys(ROLE_TITLES) as GrantInfo["role"][];

/** A role in words: "Redaktion Unna". */
export function describeGrant(grant: GrantInfo, kommunen: readonly Titled[]): string {
  const place = kommunen.find(({ key }) => key === grant.ags)?.title ?? grant.ags ?? "";
  return `${ROLE_TITLES[grant.role]} ${place}`.trim();
}

interface GrantFormProps {
  name: string;
  kommunen: readonly Titled[];
  give: (grant: GrantInfo) => void;
  busy: boolean;
}

/** Choose a role, and the Kommune where it needs one. */
export function GrantForm({ name, kommunen, give, busy }: GrantFormProps) {
  const [role, setRole] = useState<GrantInfo["role"]>("editor");
  const [ags, setAgs] = useState("");
  const id = useId();
  const local = OF_A_KOMMUNE.includes(role);
  const place = ags || kommunen[0]?.key || "";
  return (
    <form
      class="grant-form"
      onSubmit={(event) => {
        event.preventDefault();
        give({ role, ags: local ? place : "" });
      }}
    >
      <label class="select" for={`${id}-role`}>
        Rolle
        <select
          id={`${id}-role`}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as GrantInfo["role"])}
        >
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {ROLE_TITLES[each]}
            </option>
          ))}
        </select>
      </label>
      {local && (
        <label class="select" for={`${id}-ags`}>
          Kommune
          <select
            id={`${id}-ags`}
            value={place}
            onChange={(event) => setAgs(event.currentTarget.value)}
          >
            {kommunen.map(({ key, title }) => (
              <option key={key} value={key}>
                {title}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="submit"
        class="button quiet"
        disabled={busy}
        aria-label={`Rolle für ${name} geben`}
      >
        Rolle geben
      </button>
    </form>
  );
}
