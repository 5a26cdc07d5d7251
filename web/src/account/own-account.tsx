import { useState } from "preact/hooks";
import { apiPath, forget, send } from "../api/client";
import type { OwnAccount as OwnData, SessionInfo } from "../generated/api";
import { wayBack } from "./address";
import { DeleteAccount } from "./delete-account";
import { Field, NewPassword, Problem } from "./field";
import { useAction } from "./use-action";

/** One's own account: who one is here, password, data, the ways out. */
export function OwnAccount({ session }: { session: SessionInfo }) {
  const action = useAction();
  const leave = async (path: string) => {
    if (await action.run(() => send(apiPath(path), "DELETE"))) location.href = wayBack();
  };
  return (
    <section class="card">
      <h1>{session.name}</h1>
      <p>
        Angemeldet, Rolle: <strong>{session.role_title}</strong>
      </p>
      <Problem words={action.problem} />
      <p class="actions">
        <button
          type="button"
          class="button"
          disabled={action.busy}
          onClick={() => leave("/session")}
        >
          Abmelden
        </button>
        <button
          type="button"
          class="button quiet"
          disabled={action.busy}
          onClick={() => leave("/session/all")}
        >
          Auf allen Geräten abmelden
        </button>
      </p>
      <PasswordForm />
      <h2>Eigene Daten</h2>
      <p>Gespeichert sind Name, E-Mail, Rollen, Anmeldungen und was dieses Konto geändert hat.</p>
      <p class="actions">
        <button
          type="button"
          class="button quiet"
          disabled={action.busy}
          onClick={() => action.run(saveOwnData)}
        >
          Alles herunterladen
        </button>
      </p>
      <DeleteAccount />
    </section>
  );
}

async function saveOwnData(): Promise<void> {
  const data = await send<OwnData>(apiPath("/account"));
  const blob = new Blob([JSON.stringify(data, null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = "mitten-konto.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

function PasswordForm() {
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const [done, setDone] = useState(false);
  const action = useAction();
  return (
    <details>
      <summary>Passwort ändern</summary>
      <Problem words={action.problem} />
      {done && <p role="status">Das Passwort ist geändert, alle anderen Geräte sind abgemeldet.</p>}
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          setDone(false);
          const ask = { old, password };
          if (!(await action.run(() => send(apiPath("/account/password"), "POST", ask)))) return;
          forget(apiPath("/session")); // the session is a new one, and so is what shows that a change is ours
          setOld("");
          setPassword("");
          setDone(true);
        }}
      >
        <Field
          label="Bisheriges Passwort"
          type="password"
          autocomplete="current-password"
          value={old}
          set={setOld}
        />
        <NewPassword value={password} set={setPassword} />
        <button type="submit" class="button" disabled={action.busy}>
          Ändern
        </button>
      </form>
    </details>
  );
}
