/** What the marks of areas mean. */
export function AreaEntries() {
  return (
    <>
      <li>
        <i class="area-mark full" />
        Zentrum in einem Raum, groß: Treffpunkt
      </li>
      <li>
        <i class="area-mark" />
        Ort eines Partners
      </li>
    </>
  );
}
