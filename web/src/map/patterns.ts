/** Patterns and symbols drawn by ourselves: hatch, no data, project. */
import type { Map as MapLibre } from "maplibre-gl";

const RATIO = 2;

export const HATCH = "hatch";
export const NO_DATA = "no-data";
export const DIAMOND = "diamond";
export const FACILITY = "facility";
/** Marks of a what-if: "neu" and "ohne", as the tools are called. */
export const MARKS = { neu: "mark-neu", ohne: "mark-ohne" } as const;

function draw(size: number, paint: (context: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = size * RATIO;
  canvas.height = size * RATIO;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no 2d canvas");
  context.scale(RATIO, RATIO);
  paint(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Diagonal strokes that meet at the edges of the tile. */
function hatch(context: CanvasRenderingContext2D): void {
  // A light stroke beside a faint dark one, so that the hatch shows on dark and on light areas.
  for (const [colour, offset] of [
    ["rgba(255, 255, 255, 0.38)", 0],
    ["rgba(29, 42, 46, 0.14)", 1.4],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = 1.2;
    context.beginPath();
    for (const shift of [-16, -8, 0, 8]) {
      context.moveTo(shift + offset, 8);
      context.lineTo(shift + offset + 8, 0);
    }
    context.stroke();
  }
}

function dots(context: CanvasRenderingContext2D): void {
  context.fillStyle = "rgba(92, 107, 112, 0.45)";
  for (const [x, y] of [
    [2, 2],
    [6, 6],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 0.75, 0, 2 * Math.PI);
    context.fill();
  }
}

function diamond(context: CanvasRenderingContext2D): void {
  context.translate(10, 10);
  context.rotate(Math.PI / 4);
  context.fillStyle = "#6a3d8f";
  context.strokeStyle = "#fff";
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(-5.5, -5.5, 11, 11, 1.5);
  context.fill();
  context.stroke();
}

/** A large disc with a plus or, turned, a cross. */
function mark(turned: boolean): (context: CanvasRenderingContext2D) => void {
  return (context) => {
    context.translate(16, 16);
    context.fillStyle = "#1d2a2e";
    context.strokeStyle = "#fff";
    context.lineWidth = 3;
    context.beginPath();
    context.arc(0, 0, 13, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
    if (turned) context.rotate(Math.PI / 4);
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(-6, 0);
    context.lineTo(6, 0);
    context.moveTo(0, -6);
    context.lineTo(0, 6);
    context.stroke();
  };
}

function disc(colour: string): (context: CanvasRenderingContext2D) => void {
  return (context) => {
    context.fillStyle = colour;
    context.strokeStyle = "#fff";
    context.lineWidth = 2.2;
    context.beginPath();
    context.arc(8, 8, 5, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  };
}

/** Draw the points of a service in its own colour. */
export function colourFacilities(map: MapLibre, colour: string): void {
  map.updateImage(FACILITY, draw(16, disc(colour)));
}

/** Give the map its images. */
export function addImages(map: MapLibre): void {
  map.addImage(HATCH, draw(8, hatch), { pixelRatio: RATIO });
  map.addImage(NO_DATA, draw(8, dots), { pixelRatio: RATIO });
  map.addImage(FACILITY, draw(16, disc("#1d2a2e")), { pixelRatio: RATIO });
  map.addImage(MARKS.neu, draw(32, mark(false)), { pixelRatio: RATIO });
  map.addImage(MARKS.ohne, draw(32, mark(true)), { pixelRatio: RATIO });
  map.addImage(DIAMOND, draw(20, diamond), { pixelRatio: RATIO });
}
