import { expect, it } from "vitest";
import { EMPTY_ACTOR, merge, toDay, withKind } from "./draft";

it("never leaves a person public", () => {
  const open = { ...EMPTY_ACTOR, visibility: "public" as const };
  expect(withKind(open, "person").visibility).toBe("network");
  expect(withKind(open, "organisation").visibility).toBe("public");
  expect(withKind({ ...open, visibility: "own" }, "person").visibility).toBe("own");
});

it("merges two versions field by field and loses none of mine", () => {
  const mine = { ...EMPTY_ACTOR, name: "meins", about: "mein Text" };
  const theirs = { ...EMPTY_ACTOR, name: "ihres", ags: ["05978036"] };
  const conflict = { version: 2, mine, theirs, fields: [] };
  expect(merge(conflict, new Set(["ags"]))).toEqual({ ...mine, ags: ["05978036"] });
});

it("writes a day of the own calendar", () => {
  expect(toDay(new Date(2026, 0, 5, 0, 30))).toBe("2026-01-05");
});
