import { useState } from "preact/hooks";
import { apiPath, forget, send } from "../api/client";
import type { AccountInfo, GrantInfo, ResetToken, Titled } from "../generated/api";
import { formatDate } from "../text/numbers";
import { Problem } from "./field";
import { describeGrant, GrantForm } from "./grant-form";
import { useAction } from "./use-action";

const LOGIN_WORDS: Record<AccountInfo["login"], string> = {
  password: "mit Passwort",
  oidc: "über den Anmeldedienst",
  none: "noch ohne Passwort",
};

interface EntryProps {
  account: AccountInfo;
  own: boolean;
  kommunen: readonly Titled[];
  changed: () => void;
}

/** An account with its roles, and what the administration may do with it. */
export function AccountEntry({ account, own, kommunen, changed }: EntryProps) {
  const action = useAction();
  const [link, setLink] = useState<ResetToken | null>(null);
  const path = `/accounts/${encodeURIComponent(account.account_id)}`;
  const change = async (act: () => Promise<unknown>) => {
    if (!(await action.run(act))) return;
    forget(apiPath("/accounts"));
    forget(apiPath("/audit"));
    changed();
  };
  const revoke = ({ role, ags = "" }: GrantInfo) =>
    change(() => send(apiPath(`${path}/grants`, { role, ags }), "DELETE"));
  const shut = account.disabled ? "enable" : "disable";
  return (
    <li>
      <h3>{account.name}</h3>
      <p>
        {account.email}, {LOGIN_WORDS[account.login]}
        {account.disabled && <span class="badge bad">gesperrt</span>}
      </p>
      <Problem words={action.problem} />
      <ul class="grants">
        {account.grants.map((grant) => (
          <li key={`${grant.role} ${grant.ags}`}>
            <span>{describeGrant(grant, kommunen)}</span>
            <button
              type="button"
              class="small-button"
              disabled={action.busy}
              aria-label={`${describeGrant(grant, kommunen)} von ${account.name} entziehen`}
              onClick={() => revoke(grant)}
            >
              entziehen
            </button>
          </li>
        ))}
      </ul>
      <details>
        <summary aria-label={`${account.name} bearbeiten`}>Bearbeiten</summary>
        <GrantForm
          name={account.name}
          kommunen={kommunen}
          busy={action.busy}
          give={(grant) => change(() => send(apiPath(`${path}/grants`), "POST", grant))}
        />
        <p class="actions">
          <button
            type="button"
            class="button quiet"
            disabled={action.busy || account.disabled}
            onClick={() =>
              change(async () =>
                setLink(await send<ResetToken>(apiPath(`${path}/reset-token`), "POST")),
              )
            }
          >
            Link für ein Passwort
          </button>
          {!own && (
            <>
              <button
                type="button"
                class="button quiet"
                disabled={action.busy}
                onClick={() => change(() => send(apiPath(`${path}/${shut}`), "POST"))}
              >
                {account.disabled ? "Entsperren" : "Sperren"}
              </button>
              <Remove busy={action.busy} go={() => change(() => send(apiPath(path), "DELETE"))} />
            </>
          )}
        </p>
        {link && <Link link={link} />}
      </details>
    </li>
  );
}

function Remove({ busy, go }: { busy: boolean; go: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <button
      type="button"
      class="button quiet danger"
      disabled={busy}
      onBlur={() => setSure(false)}
      onClick={() => (sure ? go() : setSure(true))}
    >
      {sure ? "Wirklich löschen?" : "Löschen"}
    </button>
  );
}

/** Shown once; the server keeps no more than its hash. */
export function Link({ link }: { link: ResetToken }) {
  return (
    <p class="reset-link" role="status">
      Diesen Link weitergeben. Er gilt einmal, bis zum {formatDate(link.expires_at)}, und wird nicht
      noch einmal gezeigt:
      <code>{location.origin + link.path}</code>
    </p>
  );
}
