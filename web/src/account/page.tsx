import { useEffect, useState } from "preact/hooks";
import { apiPath } from "../api/client";
import { useApi } from "../api/use-api";
import { Loaded } from "../frame/notice";
import type { SessionInfo } from "../generated/api";
import { readHash, wayBack } from "./address";
import { Administration } from "./administration";
import { LoginForm } from "./login-form";
import { OwnAccount } from "./own-account";
import { ResetForm } from "./reset-form";

/** The page of accounts: log in, set a password by link, one's own account, those of others. */
export function AccountPage() {
  const [hash, setHash] = useState(() => readHash(location.hash));
  useEffect(() => {
    const follow = () => setHash(readHash(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return (
    <>
      <a class="skip" href="#inhalt">
        Zum Inhalt
      </a>
      <header class="head">
        <a class="brand" href={wayBack()}>
          Mitten
        </a>
        <a class="back" href={wayBack()}>
          Zurück zur Karte
        </a>
      </header>
      <main id="inhalt" class="account-page" tabIndex={-1}>
        {hash.token ? (
          <ResetForm token={hash.token} done={() => setHash({ token: "", problem: "" })} />
        ) : (
          <Known problem={hash.problem} />
        )}
      </main>
    </>
  );
}

function Known({ problem }: { problem: string }) {
  const session = useApi<SessionInfo>(apiPath("/session"));
  return (
    <Loaded answer={session} words="Das Konto wird geladen">
      {(known) =>
        known.account_id === "" ? (
          <LoginForm oidc={known.oidc} problem={problem} />
        ) : (
          <>
            <OwnAccount session={known} />
            {known.admin && <Administration own={known.account_id} />}
          </>
        )
      }
    </Loaded>
  );
}
