import { expect, it } from "vitest";
import { apiPath, problemSentence } from "./client";

it("leaves out parameters without a value and escapes the others", () => {
  expect(apiPath("/gaps", { layer: null, mode: "walk", verbund: "a b&c" })).toBe(
    "/api/gaps?mode=walk&verbund=a+b%26c",
  );
  expect(apiPath("/layers")).toBe("/api/layers");
});

it("shows the sentence of a problem document, else one that names the status", () => {
  expect(problemSentence(404, { detail: "Das Zentrum gibt es nicht." })).toBe(
    "Das Zentrum gibt es nicht.",
  );
  expect(problemSentence(502, null)).toContain("502");
});
