/** A small note beside the pointer; text only, so that no name can bring markup with it. */
export class Tip {
  private readonly element = document.createElement("div");

  constructor(private readonly container: HTMLElement) {
    this.element.className = "tip";
    this.element.hidden = true;
    container.append(this.element);
  }

  /** Show lines at a place of the container; the first is the title. */
  show(lines: readonly string[], x: number, y: number): void {
    this.element.replaceChildren(
      ...lines.map((line, index) => {
        const part = document.createElement(index === 0 ? "strong" : "span");
        part.textContent = line;
        return part;
      }),
    );
    this.element.hidden = false;
    const left = x + this.element.offsetWidth + 24 > this.container.clientWidth;
    const up = y + this.element.offsetHeight + 24 > this.container.clientHeight;
    const dx = left ? -this.element.offsetWidth - 12 : 14;
    const dy = up ? -this.element.offsetHeight - 12 : 14;
    this.element.style.transform = `translate(${x + dx}px, ${y + dy}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
