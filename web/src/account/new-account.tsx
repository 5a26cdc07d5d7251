import { useState } from "preact/hooks";
import { apiPath, forget, send } from "../api/client";
import type { AccountInfo, ResetToken } from "../generated/api";
import { Link } from "./account-entry";
import { Field, Problem } from "./field";
import { useAction } from "./use-action";

/** A new account; it sets its password itself, by a link. */
export function NewAccount({ changed }: { changed: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [link, setLink] = useState<ResetToken | null>(null);
  const action = useAction();
  const create = async () => {
    const made = await send<AccountInfo>(apiPath("/accounts"), "POST", { name, email });
    const path = `/accounts/${encodeURIComponent(made.account_id)}/reset-token`;
    setLink(await send<ResetToken>(apiPath(path), "POST"));
  };
  return (
    <details>
      <summary>Konto anlegen</summary>
      <Problem words={action.problem} />
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!(await action.run(create))) return;
          setName("");
          setEmail("");
          forget(apiPath("/accounts"));
          forget(apiPath("/audit"));
          changed();
        }}
      >
        <Field
          label="Name"
          autocomplete="off"
          value={name}
          set={setName}
          hint="Wie ihn andere sehen; auch zum Anmelden."
        />
        <Field label="E-Mail" type="email" autocomplete="off" value={email} set={setEmail} />
        <button type="submit" class="button" disabled={action.busy}>
          Anlegen
        </button>
      </form>
      {link && <Link link={link} />}
      <p class="note">Rollen bekommt das Konto danach in der Liste.</p>
    </details>
  );
}
