import { accountPage, useSession } from "./session";

/** In the head: log in, or who is logged in. */
export function AccountLink({ verbund }: { verbund: string | null }) {
  const session = useSession(verbund);
  if (!session) return <span class="account" />;
  const known = session.account_id !== "";
  return (
    <a
      class="account"
      href={accountPage()}
      // The address of the map changes without a new page: it is read when the link is followed.
      onClick={(event) => {
        event.currentTarget.href = accountPage();
      }}
      title={known ? `Angemeldet als ${session.name}, ${session.role_title}` : undefined}
    >
      {known ? session.name : "Anmelden"}
    </a>
  );
}
