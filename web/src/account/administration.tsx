import { apiPath } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { AccountInfo, AuditEntry, VerbundInfo } from "../generated/api";
import { formatDateTime } from "../text/numbers";
import { AccountEntry } from "./account-entry";
import { NewAccount } from "./new-account";

/** Accounts of others, and what was changed: for the administration. */
export function Administration({ own }: { own: string }) {
  const accounts = useApi<AccountInfo[]>(apiPath("/accounts"));
  const verbund = useApi<VerbundInfo>(apiPath("/verbund"));
  const kommunen = verbund.value?.kommunen ?? [];
  return (
    <>
      <section class="card" aria-labelledby="konten">
        <h2 id="konten">Konten</h2>
        <Loaded answer={accounts} words="Die Konten werden geladen">
          {(found) => (
            <ul class="accounts">
              {found.map((each) => (
                <AccountEntry
                  key={each.account_id}
                  account={each}
                  own={each.account_id === own}
                  kommunen={kommunen}
                  changed={accounts.retry}
                />
              ))}
            </ul>
          )}
        </Loaded>
        <NewAccount changed={accounts.retry} />
      </section>
      <Log />
    </>
  );
}

function Log() {
  const log = useApi<AuditEntry[]>(apiPath("/audit"));
  return (
    <section class="card" aria-labelledby="protokoll">
      <h2 id="protokoll">Protokoll</h2>
      <p class="note">
        Wer in welcher Rolle wann was geändert hat. Was jemand ansieht, wird nicht festgehalten;
        nach einem Jahr wird gelöscht.
      </p>
      <Loaded answer={log} words="Das Protokoll wird geladen">
        {(entries) =>
          entries.length === 0 ? (
            <p class="empty">Noch nichts.</p>
          ) : (
            <ol class="log">
              {entries.map((entry) => (
                <li key={`${entry.at} ${entry.action} ${entry.what}`}>
                  <span>
                    {entry.action}
                    <small>{entry.what}</small>
                  </span>
                  <small>
                    {formatDateTime(entry.at)} ·{" "}
                    {[entry.account, entry.role].filter(Boolean).join(", ")}
                  </small>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  );
}
