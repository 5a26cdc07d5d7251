import { describe, expect, it } from "vitest";
import { openTab, readView, START, type View, writeView } from "./view";

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
    };
    expect(readView(writeView(view))).toEqual(view);
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
