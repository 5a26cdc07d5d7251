import { expect, test } from "vitest";
import { ownPath, readHash } from "./address";

test("the token and the problem stand behind #", () => {
  expect(readHash("#passwort=abc-_1")).toEqual({ token: "abc-_1", problem: "" });
  expect(readHash("#fehler=Nicht%20gelungen")).toEqual({ token: "", problem: "Nicht gelungen" });
  expect(readHash("")).toEqual({ token: "", problem: "" });
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "",
  null,
])("%s is no way back", (path) => expect(ownPath(path)).toBe("/"));

test("the way back keeps the view of the map", () => {
  expect(ownPath("/?frage=luecken&ort=7,51")).toBe("/?frage=luecken&ort=7,51");
});
