import { useState } from "preact/hooks";
import { apiPath, send } from "../api/client";
import { wayBack } from "./address";
import { Field, Problem } from "./field";
import { useAction } from "./use-action";

/** Name or e-mail and password, or the login provider. */
export function LoginForm({ oidc, problem }: { oidc: boolean; problem: string }) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction(problem || null);
  return (
    <section class="card">
      <h1>Anmelden</h1>
      <p class="note">
        Ansehen kann alles Öffentliche jeder; ein Konto braucht, wer etwas eintragen will.
      </p>
      <Problem words={action.problem} />
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const ask = { login, password };
          // A new page: nothing that was loaded for somebody else stays.
          if (await action.run(() => send(apiPath("/session"), "POST", ask)))
            location.href = wayBack();
        }}
      >
        <Field label="Name oder E-Mail" autocomplete="username" value={login} set={setLogin} />
        <Field
          label="Passwort"
          type="password"
          autocomplete="current-password"
          value={password}
          set={setPassword}
        />
        <button type="submit" class="button" disabled={action.busy}>
          Anmelden
        </button>
      </form>
      {oidc && (
        <p>
          <a class="button quiet" href={apiPath("/session/oidc", { weiter: wayBack() })}>
            Über den Anmeldedienst anmelden
          </a>
        </p>
      )}
      <p class="note">
        Passwort vergessen, oder noch kein Konto? Die Verwaltung der Konten stellt einen Link aus,
        mit dem sich ein Passwort setzen lässt.
      </p>
    </section>
  );
}
