import { expect, it } from "vitest";
import { readShare, START_SHARE, writeShare } from "./share";

function round(text: string): string {
  const query = new URLSearchParams();
  writeShare(query, readShare(new URLSearchParams(text)));
  return query.toString();
}

it("begins with the neighbours and writes nothing for them", () => {
  expect(readShare(new URLSearchParams(""))).toEqual(START_SHARE);
  expect(round("teilen=nachbarn")).toBe("");
});

it("keeps the area of a list and the Projektraum apart", () => {
  expect(readShare(new URLSearchParams("teilen=nah&raum=near-x"))).toEqual({
    kind: "nah",
    area: "near-x",
    raum: null,
    pool: null,
  });
  expect(readShare(new URLSearchParams("teilen=projektraeume&raum=r"))).toEqual({
    kind: "projektraeume",
    area: null,
    raum: "r",
    pool: null,
  });
  expect(round("teilen=zwillinge&raum=twin-y")).toBe("teilen=zwillinge&raum=twin-y");
});

it("takes nothing that there is not", () => {
  expect(round("teilen=fern&raum=x")).toBe("");
});
