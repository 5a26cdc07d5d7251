import { useState } from "preact/hooks";
import { apiPath, send } from "../api/client";
import { useApi } from "../api/use-api";
import type { OwnAccount } from "../generated/api";
import { wayBack } from "./address";
import { Field, Problem } from "./field";
import { useAction } from "./use-action";

/** Deleting asks for the password: what is gone is gone. */
export function DeleteAccount() {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Konto löschen</summary>
      {open && <DeleteForm />}
    </details>
  );
}

function DeleteForm() {
  const [proof, setProof] = useState("");
  const own = useApi<OwnAccount>(apiPath("/account"));
  const action = useAction();
  if (!own.value) return <Problem words={own.error ?? ""} />;
  const { login, name } = own.value.account;
  const byPassword = login === "password";
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        const given = byPassword ? { password: proof } : { name: proof };
        const gone = await action.run(() => send(apiPath("/account/delete"), "POST", given));
        if (gone) location.href = wayBack();
      }}
    >
      <p>Das Konto „{name}“ ist danach weg, mit allen Rollen. Projekte bleiben.</p>
      <Problem words={action.problem} />
      <Field
        label={byPassword ? "Passwort" : "Name des Kontos"}
        type={byPassword ? "password" : "text"}
        autocomplete={byPassword ? "current-password" : "off"}
        value={proof}
        set={setProof}
      />
      <button type="submit" class="button quiet danger" disabled={action.busy}>
        Endgültig löschen
      </button>
    </form>
  );
}
