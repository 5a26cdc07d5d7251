import { expect, it } from "vitest";
import { countParts, readArea, toArea } from "./area";

const RING = [
  [7.8, 51.5],
  [7.9, 51.5],
  [7.9, 51.6],
  [7.8, 51.5],
];
const POLYGON = { type: "Polygon" as const, coordinates: [RING] };

it("finds polygons in any GeoJSON", () => {
  const feature = { type: "Feature", properties: {}, geometry: POLYGON };
  const many = { type: "MultiPolygon", coordinates: [[RING], [RING]] };
  for (const [value, parts] of [
    [POLYGON, 1],
    [many, 2],
    [feature, 1],
    [{ type: "FeatureCollection", features: [feature, feature] }, 2],
    [
      {
        type: "GeometryCollection",
        geometries: [POLYGON, { type: "Point", coordinates: [7, 51] }],
      },
      1,
    ],
  ] as const) {
    expect(countParts(readArea(JSON.stringify(value)))).toBe(parts);
  }
  expect(toArea([{ geometry: POLYGON }, { geometry: POLYGON }])?.coordinates).toHaveLength(2);
});

it("finds nothing where there is none", () => {
  for (const text of ["", "{", "null", "7", '{"type":"Point","coordinates":[7,51]}', "[1]"]) {
    expect(readArea(text)).toBeNull();
  }
  expect(toArea([])).toBeNull();
  expect(countParts(null)).toBe(0);
});
