import type { DatasetInfo } from "../generated/api";
import { formatCount, formatDate } from "./numbers";

const SHOWN = 4;

/** A long enumeration by its first parts and the number of the others. */
export function shorten(text: string): string {
  const parts = text.split("; ");
  if (parts.length <= SHOWN + 1) return text;
  return `${parts.slice(0, SHOWN).join("; ")} und ${formatCount(parts.length - SHOWN)} weitere`;
}

/** Right holder, date and licence of a dataset, without what is not stated. */
export function sourceWords({ attribution, source, date, licence }: DatasetInfo): string {
  const holder = shorten(attribution || source);
  const parts = [
    holder,
    date ? `Stand ${formatDate(date)}` : "",
    licence && !holder.includes(licence) ? licence.replace(/^nicht angegeben/, "Lizenz $&") : "",
  ];
  return parts.filter(Boolean).join(", ") || "eigene Angaben";
}
