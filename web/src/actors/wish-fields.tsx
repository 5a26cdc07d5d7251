import type { ComponentChildren } from "preact";
import { Select } from "../frame/select";
import type { ActorForm, Wish } from "../generated/api";
import { Entries, TextField } from "../projects/fields";
import { EMPTY_WISH } from "./draft";
import { useActorForm } from "./use-actors";

type FullWish = Required<Wish>;

interface WishFieldsProps {
  wish: FullWish;
  form: ActorForm;
  change: (part: Partial<FullWish>) => void;
}

/** One thing needed or offered: what kind, in one line, for which need and Handlungsfeld. */
export function WishFields({ wish, form, change }: WishFieldsProps) {
  return (
    <>
      <Select
        label="Art"
        value={wish.resource}
        choices={form.resources}
        choose={(key) => change({ resource: key as FullWish["resource"] })}
      />
      <TextField
        label="Was genau"
        required
        value={wish.text}
        put={(text) => change({ text })}
        hint="Eine Zeile, etwa „Ladenraum mit ebenem Zugang“."
      />
      <div class="filters">
        <Select
          label="Bedarf"
          all="nicht angegeben"
          value={wish.need}
          choices={form.needs}
          choose={(need) => change({ need })}
        />
        <Select
          label="Handlungsfeld"
          all="nicht angegeben"
          value={wish.handlungsfeld ?? ""}
          choices={form.handlungsfelder}
          choose={(key) => change({ handlungsfeld: (key || null) as FullWish["handlungsfeld"] })}
        />
      </div>
    </>
  );
}

interface WishEntriesProps {
  label: string;
  add: string;
  entries: readonly FullWish[];
  put: (entries: FullWish[]) => void;
  children?: ComponentChildren;
}

/** What a project looks for: add, change, take out. */
export function WishEntries({ label, add, entries, put, children }: WishEntriesProps) {
  const form = useActorForm();
  if (!form) return null;
  return (
    <>
      {children}
      <Entries label={label} add={add} entries={entries} blank={EMPTY_WISH} put={put}>
        {(wish, change) => <WishFields wish={wish} form={form} change={change} />}
      </Entries>
    </>
  );
}
