/** German figures, by the same rules as the printed report: rund 20.700, 5,2 km, 12 min, 22.11.2026. */

const moment = new Intl.DateTimeFormat("de-DE", {
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const NBSP = "\u00a0";
const METRES_BELOW = 500;
const WHOLE_KM_FROM = 100_000;
/** Fewer people are not numbered (`FEW_PEOPLE` of geo/domain.py; tests/render/test_german.py holds them equal). */
const FEW_PEOPLE = 10;
export const FEW_WORDS = `unter ${FEW_PEOPLE}`;

const whole = new Intl.NumberFormat("de-DE", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("de-DE", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const hundredth = new Intl.NumberFormat("de-DE", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const trimmed = new Intl.NumberFormat("de-DE", { maximumFractionDigits: 2 });

/** 20700 -> "20.700". */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** 0.204 -> "0,20": figures to be compared in a column. */
export function formatHundredth(value: number): string {
  return hundredth.format(value);
}

/** A share in whole percent; never 0 % or 100 % unless it is exactly that. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return `unter 1${NBSP}%`;
  if (percent > 99 && percent < 100) return `über 99${NBSP}%`;
  return `${whole.format(percent)}${NBSP}%`;
}

/** 1.3 -> "1,3"; without idle zeros. */
export function formatDecimal(value: number): string {
  return trimmed.format(value);
}

/** An estimate rounded to 100 from 1.000 on, to 10 below. */
function roundPeople(count: number): number {
  const step = count >= 1000 ? 100 : 10;
  return Math.max(FEW_PEOPLE, Math.round(count / step) * step);
}

/** A number of people: "2.785", "rund 20.700" if estimated, "unter 10" if few, "unbekannt". */
export function formatPeople(count: number | null, estimated: boolean): string {
  if (count === null) return "unbekannt";
  if (!estimated || count === 0) return formatCount(count);
  if (count < FEW_PEOPLE) return FEW_WORDS;
  return `rund${NBSP}${formatCount(roundPeople(count))}`;
}

/** "1 Zentrum", "4 Zentren". */
export function formatQuantity(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** Length of a way: "250 m" below 500 m (to 10 m), "5,2 km" above, "120 km" from 100 km. */
export function formatDistance(metres: number): string {
  if (metres < 5) return `unter 10${NBSP}m`;
  const tens = Math.round(metres / 10) * 10;
  if (tens < METRES_BELOW) return `${tens}${NBSP}m`;
  const kilometres = metres / 1000;
  return `${(metres >= WHOLE_KM_FROM ? whole : tenth).format(kilometres)}${NBSP}km`;
}

/** "1,2 km²", "unter 0,1 km²", whole from 100 km² on. */
export function formatArea(squareKilometres: number): string {
  if (squareKilometres < 0.05) return `unter 0,1${NBSP}km²`;
  const form = squareKilometres >= 100 ? whole : tenth;
  return `${form.format(squareKilometres)}${NBSP}km²`;
}

/** A short span: "12 s", from two minutes on in minutes. */
export function formatSpan(seconds: number): string {
  const whole_s = Math.ceil(seconds);
  return whole_s < 120 ? `${whole_s}${NBSP}s` : formatDuration(seconds);
}

/** Whole minutes: "12 min", "unter 1 min". */
export function formatDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 1 ? `unter 1${NBSP}min` : `${formatCount(minutes)}${NBSP}min`;
}

/** ISO time -> "22.11.2026, 14:05" of the reader's clock. */
export function formatDateTime(iso: string): string {
  return moment.format(new Date(iso));
}

/** ISO date or time "2026-11-22" -> "22.11.2026", "2026-11" -> "11/2026"; anything else as it is. */
export function formatDate(iso: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(iso) ?? [];
  if (!year) return iso;
  return day ? `${day}.${month}.${year}` : `${month}/${year}`;
}
