import { describe, expect, it } from "vitest";
import type { OrtsteilFeature } from "../api/geo";
import { boundsOf, drawKommune, roundLength } from "./outline";

function square(west: number, south: number, size: number): OrtsteilFeature {
  const [east, north] = [west + size, south + size];
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    type: "Feature",
    properties: {
      ortsteil_id: "a",
      name: "A",
      ags: "1",
      kommune: "K",
      geometrie_estimated: false,
      residents: null,
      residents_estimated: false,
    },
    geometry: { type: "Polygon", coordinates: [ring] },
  };
}

describe("drawings of the Kommunen", () => {
  it("finds the box around all parts", () => {
    expect(boundsOf([square(7, 51, 1), square(8, 50, 0.5)])).toEqual([7, 50, 8.5, 52]);
    expect(boundsOf([])).toBeNull();
  });

  it("is true to distance: a degree is 111 km northward and less eastward", () => {
    const { width, height, paths } = drawKommune([square(7, 51, 0.1)], 1);
    expect(height).toBeCloseTo(11_120, -2);
    expect(width / height).toBeCloseTo(Math.cos((51.05 * Math.PI) / 180), 3);
    expect(paths).toHaveLength(1);
    expect(paths[0]?.d).toMatch(/^M0 \d+L/);
  });

  it.each([
    [12_300, 10_000],
    [9_000, 5_000],
    [2_100, 2_000],
  ])("gives a scale bar for %d m a round length", (metres, length) => {
    expect(roundLength(metres)).toBe(length);
  });
});
