import type { Headline } from "../generated/api";

/** The sentence that comes first: the figure large, the words, the norm and its source. */
export function HeadlineSentence({ headline }: { headline: Headline }) {
  const { figure, sentence, note, norm } = headline;
  // The sentence opens with the figure, which stands large before it.
  const words = sentence.startsWith(figure) ? sentence.slice(figure.length).trimStart() : sentence;
  return (
    <div class="headline">
      <p>
        {figure && <strong class="figure">{figure}</strong>} <span>{words}</span>{" "}
        {norm && <NormWords norm={norm} />}
      </p>
      {note && <p class="note">{note}</p>}
    </div>
  );
}

function NormWords({ norm }: { norm: NonNullable<Headline["norm"]> }) {
  return (
    <span class="norm" title={`${norm.title}: ${norm.text}. ${norm.concerns}`}>
      Norm: {norm.text}, {norm.source}
    </span>
  );
}
