import { expect, it } from "vitest";
import type { Isochrone, LayerMode } from "../generated/api";
import { isochroneFeatures, limitColour, nestedLimits } from "./isochrones";

const layerMode = {
  classes: ["#a", "#b", "#c", "#d", "#e"].map((colour) => ({ colour })),
} as LayerMode;

it("asks for all limits up to the one that is set", () => {
  expect(nestedLimits(5)).toEqual([5]);
  expect(nestedLimits(20)).toEqual([5, 10, 15, 20]);
});

it("gives near limits the good colours and never runs out of them", () => {
  expect(limitColour(5, layerMode)).toBe("#a");
  expect(limitColour(30, layerMode)).toBe("#e");
  expect(limitColour(90, layerMode)).toBe("#e");
});

it("draws the larger below the smaller", () => {
  const areas = [5, 15, 10].map((minutes) => ({ minutes, geometry: {} }) as Isochrone);
  const { features } = isochroneFeatures(areas, layerMode);
  expect(features.map(({ properties }) => properties?.minutes)).toEqual([15, 10, 5]);
});
