/** The label font: a name without digits, because MapLibre takes digits in a name for a size. */
export const LABEL_FONT = "MittenLabel";

/** Wait until labels can be drawn in our own font; without it the system font serves. */
export async function loadLabelFont(): Promise<void> {
  await document.fonts.load(`600 24px ${LABEL_FONT}`, "Ortsmitte äöüß").catch(() => []);
}
