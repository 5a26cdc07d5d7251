import { expect, it } from "vitest";
import type { Departure, LineDepartures } from "../generated/api";
import { departureMark, departureWords, hourWords, toTimetable } from "./timetable";

function leave(text: string, more: Partial<Departure> = {}): Departure {
  return { time_s: 0, text, next_day: false, school: false, on_demand: false, ...more };
}

function line(...departures: Departure[]): LineDepartures {
  return { line: "33", headsign: "Emmertsgrund", departures } as LineDepartures;
}

it("sets minutes below hours and keeps hours without a departure", () => {
  const { hours, rows } = toTimetable([line(leave("6:03"), leave("6:33"), leave("9:03"))]);
  expect(hours[0]).toBe(5);
  expect(hours).toHaveLength(18);
  const minutes = (hour: number) => rows[0]?.hours.get(hour)?.map(({ minute }) => minute);
  expect(minutes(6)).toEqual(["03", "33"]);
  expect(minutes(7)).toBeUndefined();
  expect(minutes(9)).toEqual(["03"]);
});

it("puts departures after midnight at the end of the day", () => {
  const { hours, rows } = toTimetable([line(leave("0:43", { next_day: true }), leave("4:10"))]);
  expect(hours[0]).toBe(4);
  expect(hours.at(-1)).toBe(24);
  expect(hourWords(24)).toBe("0");
  expect(rows[0]?.hours.get(24)?.[0]?.minute).toBe("43");
});

it("says in words what a mark means", () => {
  const pupils = leave("7:12", { school: true });
  expect(departureMark(pupils)).toBe("S");
  expect(departureWords(pupils)).toBe("7:12 Uhr, nur für Schüler");
  expect(departureMark(leave("7:12", { on_demand: true }))).toBe("R");
  expect(departureWords(leave("7:12"))).toBe("7:12 Uhr");
});
