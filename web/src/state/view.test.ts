import { describe, expect, it } from "vitest";
import { NO_TOOL, openTab, readView, START, type View, writeView } from "./view";

describe("the view in the address", () => {
  it("is empty at the start", () => {
    expect(writeView(START)).toBe("");
    expect(readView("")).toEqual(START);
  });

  it("survives the way into the address and back", () => {
    const view: View = {
      verbund: "liechtenstein",
      tab: "luecken",
      layer: "primary_school",
      mode: "bike",
      kommune: "05978036",
      zentrum: "05978036-hemmerde",
      ...NO_TOOL,
      minutes: 20,
    };
    expect(readView(writeView(view))).toEqual(view);
  });

  it.each<Partial<View>>([
    { tool: "zeit", minutes: 30, zentrum: "li-7001" },
    { tool: "neu", at: [9.5215, 47.141] },
    { tool: "ohne", facility: "osm:node/1" },
    { tool: "laeufe", runs: ["2987becc", "a1b2c3d4"] },
  ])("keeps the tool %o", (change) => {
    const view = { ...START, ...change };
    expect(readView(writeView(view))).toEqual(view);
  });

  it("knows tools for supply only, and no nonsense in them", () => {
    expect(readView("?frage=luecken&werkzeug=zeit").tool).toBeNull();
    expect(readView("?werkzeug=neu&ort=9.5,").at).toBeNull();
    expect(readView("?werkzeug=neu&ort=900,47").at).toBeNull();
    expect(readView("?werkzeug=laeufe&laeufe=a").runs).toBeNull();
    expect(readView("?grenze=17").minutes).toBe(START.minutes);
    expect(openTab({ ...START, tool: "zeit" }, "naehe").tool).toBeNull();
  });

  it("falls back where the address holds nonsense", () => {
    expect(readView("?frage=<script>&weg=teleport")).toEqual(START);
  });

  it("looks for neighbours by car until a mode is chosen", () => {
    expect(readView("?frage=naehe").mode).toBe("car");
    expect(openTab(START, "naehe").mode).toBe("car");
    expect(openTab({ ...START, mode: "bike" }, "naehe").mode).toBe("bike");
  });
});
