/** About a metre: what a click on the map can mean. */
export function roundPlace(lon: number, lat: number): [number, number] {
  return [Number(lon.toFixed(5)), Number(lat.toFixed(5))];
}
