import { type Child, el } from './dom.js';

/** One thing that can be taken from a list of suggestions. */
export type Option = {
  readonly name: string;
  readonly detail: string;
  readonly mark?: Child;
  readonly take: () => void;
};

/** A list under a text field: arrow keys move, Enter and Tab take, Esc closes. Focus stays in the field. */
export class Suggestions {
  private readonly field: HTMLElement;
  private readonly box: HTMLElement;
  private options: readonly Option[] = [];
  private active = -1;

  constructor(field: HTMLElement, box: HTMLElement) {
    this.field = field;
    this.box = box;
  }

  /** Shows options, the one at `active` chosen; -1 chooses none until an arrow is pressed. */
  show(options: readonly Option[], active = 0): void {
    this.options = options;
    this.active = Math.min(active, options.length - 1);
    this.draw();
  }

  /** Closes the list. */
  hide(): void {
    this.show([]);
  }

  /** Handles a key; true if the list used it. */
  key(event: KeyboardEvent): boolean {
    const { length } = this.options;
    if (length === 0 || event.isComposing) return false;
    if (event.key === 'ArrowDown') this.active = (this.active + 1) % length;
    else if (event.key === 'ArrowUp') this.active = (this.active <= 0 ? length : this.active) - 1;
    else if (event.key === 'Escape') this.options = [];
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && this.active >= 0) {
      this.options[this.active]?.take();
      return true;
    } else return false;
    this.draw();
    return true;
  }

  private draw(): void {
    const id = (index: number) => `${this.box.id}-${index}`;
    const rows = this.options.map((option, index) => {
      const props = { class: 'option', role: 'option', id: id(index), 'aria-selected': String(index === this.active) };
      const row = el('div', props, option.mark, el('b', {}, option.name), el('span', {}, option.detail));
      // Pressing must not take the focus out of the field.
      row.addEventListener('mousedown', (event) => event.preventDefault());
      row.addEventListener('click', () => option.take());
      return row;
    });
    this.box.replaceChildren(...rows);
    this.box.hidden = rows.length === 0;
    this.field.setAttribute('aria-expanded', String(rows.length > 0));
    if (this.active >= 0) this.field.setAttribute('aria-activedescendant', id(this.active));
    else this.field.removeAttribute('aria-activedescendant');
    rows[this.active]?.scrollIntoView({ block: 'nearest' });
  }
}
