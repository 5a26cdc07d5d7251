import type { OnDemandOffer } from "../generated/api";

/** What the row of a service says, in one line. */
export function offerWords({ text, booking, note, stale, date_text }: OnDemandOffer): string {
  const age = stale ? "seit zwei Jahren nicht geprüft" : date_text;
  return [text, booking && `Bestellung: ${booking}`, note, age].filter(Boolean).join(" · ");
}

/** Names of what runs when called; the rest of the row in the note beside the pointer. */
export function OnDemandNames({ offers }: { offers: readonly OnDemandOffer[] }) {
  return offers.map((offer) => (
    <small key={offer.name} title={offerWords(offer)}>
      auf Bestellung: {offer.name}
    </small>
  ));
}

/** What runs when called, whole: it never enters a class. */
export function OnDemandList({ offers }: { offers: readonly OnDemandOffer[] }) {
  if (offers.length === 0) return null;
  return (
    <>
      <h3>Auf Bestellung</h3>
      <ul class="on-demand">
        {offers.map((offer) => (
          <li key={offer.name}>
            <b>{offer.name}</b>
            <span>{offerWords(offer)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
