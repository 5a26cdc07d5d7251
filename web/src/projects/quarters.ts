/** Quarters to look back on. Pure. */

const SHOWN = 8;
const MONTHS = 3;

/** The quarter of a day and those before it, the newest first; keys as the API reads them. */
export function lastQuarters(today: Date): { key: string; title: string }[] {
  const now = today.getFullYear() * 4 + Math.floor(today.getMonth() / MONTHS);
  return Array.from({ length: SHOWN }, (_, back) => {
    const year = Math.floor((now - back) / 4);
    const number = ((now - back) % 4) + 1;
    return { key: `${year}-Q${number}`, title: `${number}. Quartal ${year}` };
  });
}
