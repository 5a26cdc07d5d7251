/** What the marks of areas mean. */
export function AreaEntries({ sites }: { sites: boolean }) {
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
      {sites && (
        <>
          <li>
            <i class="site-mark" aria-hidden="true">
              +
            </i>
            gemeinsamer Standort
          </li>
          <li>
            <i class="stroke nearest" />
            Runde eines mobilen Angebots
          </li>
        </>
      )}
    </>
  );
}
