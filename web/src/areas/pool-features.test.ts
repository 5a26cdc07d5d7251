import { expect, it } from "vitest";
import type { Pooling } from "../generated/api";
import { poolLines, poolSites } from "./pool-features";

const site = (facility_id: string, lon: number) => ({
  facility_id,
  name: facility_id,
  text: "Rathaus in K",
  people: 1200,
  lon,
  lat: 51,
});
const way = (lon: number, site_id: string | null) => ({ place: { lon, lat: 52 }, site_id });
const found = (sites: unknown[], ways: unknown[]) => ({ sites, ways }) as unknown as Pooling;

it("joins members with their site and the sites in a round", () => {
  const two = found([site("a", 7), site("b", 8)], [way(7, "a"), way(8, "b"), way(9, null)]);
  expect(poolLines(two).features.map(({ properties }) => properties?.within)).toEqual([
    true,
    true,
    false,
  ]);
  const three = found([site("a", 7), site("b", 8), site("c", 9)], []);
  expect(poolLines(three).features).toHaveLength(3);
  expect(poolLines(found([site("a", 7)], [])).features).toEqual([]);
});

it("tells the site, what it is and for how many", () => {
  const [feature] = poolSites(found([site("a", 7)], [])).features;
  expect(feature?.properties?.names).toBe("a\nRathaus in K\n1.200 Menschen");
  expect(poolSites(null).features).toEqual([]);
});
