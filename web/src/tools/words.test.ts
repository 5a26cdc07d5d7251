import { describe, expect, it } from "vitest";
import type { WhatIfRow } from "../generated/api";
import { changeWords, newQuestion, normChange } from "./words";

const row = (change: Partial<WhatIfRow>) => change as WhatIfRow;

describe("words of the tools", () => {
  it.each([
    ["die", "Grundschule", "eine Grundschule"],
    ["der", "Dorfladen", "ein Dorfladen"],
    ["das", "Rathaus", "ein Rathaus"],
  ])("asks with the article of %s %s", (article, noun, words) => {
    const question = `Wo ist ${article} ${noun} zu weit?`;
    expect(newQuestion({ question, title: noun })).toBe(`Was wäre, wenn hier ${words} wäre?`);
  });

  it("asks without an article where none is known", () => {
    expect(newQuestion({ question: "Wie weit?", title: "Post" })).toContain("„Post“");
  });

  it("writes what is won or lost in whole minutes, and in words where there is no figure", () => {
    expect(changeWords(row({ minutes_gained: 11.6 }), "add")).toBe("12\u00a0min");
    expect(changeWords(row({ minutes_gained: -11.6 }), "close")).toBe("12\u00a0min");
    expect(changeWords(row({ minutes_gained: null }), "add")).toBe("neu erreicht");
    expect(changeWords(row({ minutes_gained: null }), "close")).toBe("entfällt");
  });

  it("says that a norm changes, not that it stays", () => {
    expect(normChange(row({ norm_met_before: false, norm_met_after: true }))).toContain("erfüllt");
    expect(normChange(row({ norm_met_before: true, norm_met_after: false }))).toContain("verfehlt");
    expect(normChange(row({ norm_met_before: true, norm_met_after: true }))).toBeNull();
    expect(normChange(row({ norm_met_before: null, norm_met_after: null }))).toBeNull();
  });
});
