import { describe, expect, it } from "vitest";
import {
  formatArea,
  formatCount,
  formatDate,
  formatDistance,
  formatDuration,
  formatPeople,
  formatQuantity,
  formatShare,
  formatSpan,
} from "./numbers";

describe("German figures", () => {
  it("groups thousands", () => {
    expect(formatCount(20700)).toBe("20.700");
  });

  it.each([
    [2785, false, "2.785"],
    [20_691, true, "rund\u00a020.700"],
    [374, true, "rund\u00a0370"],
    [7, true, "unter 10"],
    [0, true, "0"],
    [null, true, "unbekannt"],
  ])("writes %s people (estimated: %s) as %s", (count, estimated, text) => {
    expect(formatPeople(count, estimated)).toBe(text);
  });

  it.each([
    [3, "unter 10\u00a0m"],
    [254, "250\u00a0m"],
    [499, "0,5\u00a0km"],
    [5234, "5,2\u00a0km"],
    [120_400, "120\u00a0km"],
  ])("writes %d m as %s", (metres, text) => {
    expect(formatDistance(metres)).toBe(text);
  });

  it.each([
    [0.03, "unter 0,1\u00a0km²"],
    [1.24, "1,2\u00a0km²"],
    [183.4, "183\u00a0km²"],
  ])("writes %d km² as %s", (area, text) => {
    expect(formatArea(area)).toBe(text);
  });

  it.each([
    [0, "0\u00a0%"],
    [0.004, "unter 1\u00a0%"],
    [0.714, "71\u00a0%"],
    [0.996, "über 99\u00a0%"],
    [1, "100\u00a0%"],
    [12.03, "1.203\u00a0%"],
  ])("writes the share %d as %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it("writes short spans in seconds", () => {
    expect(formatSpan(11.2)).toBe("12\u00a0s");
    expect(formatSpan(180)).toBe("3\u00a0min");
  });

  it.each([
    [20, "unter 1\u00a0min"],
    [720, "12\u00a0min"],
  ])("writes %d s as %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    ["2026-11-22T07:34:23Z", "22.11.2026"],
    ["2026-11", "11/2026"],
    ["2024/25", "2024/25"],
  ])("writes the date %s as %s", (iso, text) => {
    expect(formatDate(iso)).toBe(text);
  });

  it("uses the singular for one", () => {
    expect(formatQuantity(1, "Zentrum", "Zentren")).toBe("1 Zentrum");
    expect(formatQuantity(61, "Zentrum", "Zentren")).toBe("61 Zentren");
  });
});
