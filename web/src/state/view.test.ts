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
      list: "ortsteile",
      ranking: "shortfall",
      weights: { primary_school: 2, supermarket: 0 },
      ...NO_TOOL,
      minutes: 20,
      mobility: START.mobility,
      projects: START.projects,
      share: START.share,
    };
    expect(readView(writeView(view))).toEqual(view);
  });

  it.each<Partial<View>>([
    { tool: "zeit", minutes: 30, zentrum: "li-7001", speed: 3.5 },
    { tool: "zellen", minutes: 10 },
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

  it("knows rankings for what is missing only, and no nonsense in weights", () => {
    const read = readView("?frage=luecken&liste=x&nach=y&gewichte=supermarket:2,a:b,:1,bank:-1");
    expect([read.list, read.ranking, read.weights]).toEqual([
      "ortsteile",
      "people",
      { supermarket: 2 },
    ]);
    expect(readView("?gewichte=supermarket:2&nach=abstand").weights).toEqual({});
    expect(readView("?werkzeug=zeit&tempo=-1").speed).toBeNull();
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
