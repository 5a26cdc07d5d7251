import { expect, it } from "vitest";
import type { OnDemandOffer } from "../generated/api";
import { offerWords } from "./on-demand";

const offer = {
  name: "AST",
  text: "Mo, Di",
  booking: "eine Stunde vorher",
  note: "",
  date_text: "geprüft am 26.11.2026",
  stale: false,
} as OnDemandOffer;

it("says when, how to book, and how old the row is", () => {
  expect(offerWords(offer)).toBe("Mo, Di · Bestellung: eine Stunde vorher · geprüft am 26.11.2026");
  expect(offerWords({ ...offer, booking: "", stale: true })).toBe(
    "Mo, Di · seit zwei Jahren nicht geprüft",
  );
});
