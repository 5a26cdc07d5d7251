import { expect, it } from "vitest";
import { poolAsk, poolPrint, readPool, startPool, writePool } from "./pool";

function round(text: string): string | null {
  const pool = readPool(new URLSearchParams(text));
  if (!pool) return null;
  const query = new URLSearchParams();
  writePool(query, pool);
  return query.toString();
}

it("asks for nothing without a service", () => {
  expect(readPool(new URLSearchParams("anzahl=2"))).toBeNull();
  expect(poolAsk(null, "near-a", null)).toBeNull();
  expect(poolAsk(startPool("post"), null, null)).toBeNull();
});

it("keeps what is asked for in the address", () => {
  const text =
    "standort=post&gebaeude=town_hall%2Clibrary&ziel=zeit&anzahl=2&hoechstens=10&schwelle=500&quelle=Angabe";
  expect(round(text)).toBe(text);
  expect(round("standort=post")).toBe("standort=post");
});

it("takes nothing that there is not", () => {
  const text = "standort=post&ziel=schnell&anzahl=99&hoechstens=7&schwelle=-3&quelle=x&gebaeude=,";
  expect(round(text)).toBe("standort=post");
});

it("asks for an area or for a Projektraum, never both", () => {
  expect(poolAsk(startPool("post"), "near-a", null)).toMatchObject({
    area_id: "near-a",
    raum_id: null,
  });
  expect(poolAsk(startPool("post"), "near-a", "r")).toMatchObject({ area_id: null, raum_id: "r" });
});

it("prints what is shown, and the usual site where none is", () => {
  expect(poolPrint(null)).toEqual({});
  const asked = { ...startPool("post"), sites: ["town_hall"], minutes: 10 };
  expect(poolPrint(asked)).toMatchObject({
    service: "post",
    sites: "town_hall",
    limit_min: "10",
    min_people: null,
  });
});
