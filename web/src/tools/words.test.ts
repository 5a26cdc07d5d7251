import { describe, expect, it } from "vitest";
import type { WhatIf, WhatIfRow } from "../generated/api";
import { changeWords, minutesOf, newQuestion, normChange } from "./words";

const row = (change: Partial<WhatIfRow>) => change as WhatIfRow;
const asked = (counted_by: WhatIf["counted_by"], action: "add" | "close") => ({
  counted_by,
  ask: { action } as WhatIf["ask"],
});

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
    expect(changeWords(11.6, "add")).toBe("12\u00a0min");
    expect(changeWords(-11.6, "close")).toBe("12\u00a0min");
    expect(changeWords(null, "add")).toBe("neu erreicht");
    expect(changeWords(null, "close")).toBe("entfällt");
  });

  it("tells the mean of the people concerned, and the Zentrum where nobody is or none are counted", () => {
    const both = row({ residents: 40, mean_minutes_gained: 3, minutes_gained: 0 });
    expect(minutesOf(both, "cell")).toBe(3);
    expect(minutesOf(both, "zentrum")).toBe(0);
    expect(
      minutesOf(row({ residents: 40, mean_minutes_gained: null, minutes_gained: 0 }), "cell"),
    ).toBeNull();
    expect(
      minutesOf(row({ residents: 0, mean_minutes_gained: null, minutes_gained: 2 }), "cell"),
    ).toBe(2);
  });

  it("says that a norm changes, not that it stays", () => {
    const here = asked("zentrum", "add");
    expect(normChange(row({ norm_met_before: false, norm_met_after: true }), here)).toContain(
      "erfüllt",
    );
    expect(normChange(row({ norm_met_before: true, norm_met_after: false }), here)).toContain(
      "verfehlt",
    );
    expect(normChange(row({ norm_met_before: true, norm_met_after: true }), here)).toBeNull();
    expect(normChange(row({ norm_met_before: null, norm_met_after: null }), here)).toBeNull();
  });

  it("says for how many people a norm changes where they are counted", () => {
    const some = row({ residents_norm_changed: 120, norm_met_before: true, norm_met_after: true });
    expect(normChange(some, asked("cell", "add"))).toBe(
      "Norm jetzt für rund\u00a0120 Menschen erfüllt",
    );
    expect(normChange(some, asked("cell", "close"))).toBe(
      "Norm dann für rund\u00a0120 Menschen verfehlt",
    );
    expect(normChange(row({ residents_norm_changed: 0 }), asked("cell", "add"))).toBeNull();
  });
});
