import { useState } from "preact/hooks";
import { apiPath, send } from "../api/client";
import { NewPassword, Problem } from "./field";
import { useAction } from "./use-action";

/** Set a password by the link of the administration; the link goes out of the address as soon as it is used. */
export function ResetForm({ token, done }: { token: string; done: () => void }) {
  const [password, setPassword] = useState("");
  const [finished, setFinished] = useState(false);
  const action = useAction();
  if (finished) {
    return (
      <section class="card">
        <h1>Passwort gesetzt</h1>
        <p role="status">Der Link ist verbraucht, auf allen Geräten wurde abgemeldet.</p>
        <button type="button" class="button" onClick={done}>
          Zum Anmelden
        </button>
      </section>
    );
  }
  return (
    <section class="card">
      <h1>Passwort setzen</h1>
      <Problem words={action.problem} />
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const ask = { token, password };
          if (!(await action.run(() => send(apiPath("/password-reset"), "POST", ask)))) return;
          history.replaceState(null, "", location.pathname + location.search);
          setFinished(true);
        }}
      >
        <NewPassword value={password} set={setPassword} />
        <button type="submit" class="button" disabled={action.busy}>
          Passwort setzen
        </button>
      </form>
    </section>
  );
}
