import { expect, it } from "vitest";
import { readProjects, START_PROJECTS, writeProjects } from "./projects";

it("writes what differs from the start and reads it back", () => {
  const view = {
    ...START_PROJECTS,
    project: "laden-1",
    doing: "bearbeiten" as const,
    words: "a&b",
  };
  const query = new URLSearchParams();
  writeProjects(query, view);
  expect(query.toString()).toBe("projekt=laden-1&tun=bearbeiten&suche=a%26b");
  expect(readProjects(query)).toEqual(view);
  expect(readProjects(new URLSearchParams("tun=zaubern"))).toEqual(START_PROJECTS);
  const network = new URLSearchParams();
  writeProjects(network, { ...START_PROJECTS, part: "netzwerk" });
  expect(network.toString()).toBe("sicht=netzwerk");
  expect(readProjects(network).part).toBe("netzwerk");
  const actors = new URLSearchParams();
  const actor = {
    ...START_PROJECTS,
    part: "akteure" as const,
    actor: "verein-1",
    resource: "rooms",
  };
  writeProjects(actors, actor);
  expect(actors.toString()).toBe("sicht=akteure&akteur=verein-1&art=rooms");
  expect(readProjects(actors)).toEqual(actor);
});
