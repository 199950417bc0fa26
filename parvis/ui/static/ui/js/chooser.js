// A list one chooses from by typing: an ARIA combobox whose listbox stands below it in a dialog.
// The words in the field narrow the .choice elements; arrows move, Enter or a click chooses.

/** Text in lower case without accents, as words are compared. */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether every word stands somewhere in the text of a choice or its further words. */
export function matches(choice, words) {
  choice.folded ??= fold(`${choice.textContent} ${choice.dataset.words ?? ""}`);
  return words.every((word) => choice.folded.includes(word));
}

export class Chooser {
  /**
   * @param {HTMLDialogElement} dialog holds one [role=combobox] and one [role=listbox]
   * @param {{choose: (choice: HTMLElement, event: Event) => void, typed?: (words: string) => void}} does
   */
  constructor(dialog, { choose, typed }) {
    this.dialog = dialog;
    this.input = dialog.querySelector("[role=combobox]");
    this.list = dialog.querySelector("[role=listbox]");
    this.choose = choose;
    this.typed = typed;
    this.input.addEventListener("input", () => this.renew());
    this.input.addEventListener("keydown", (event) => this.key(event));
    // the field keeps the focus while one clicks
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const choice = event.target.closest(".choice");
      if (choice) this.choose(choice, event);
    });
    this.list.addEventListener("pointermove", ({ target, pointerType }) => {
      const choice = pointerType === "mouse" && target.closest(".choice");
      if (choice && choice !== this.active) this.mark(choice, { scroll: false });
    });
  }

  /** Open with these words in the field. */
  open(words = "") {
    this.input.value = words;
    this.renew();
    this.dialog.showModal();
    this.input.focus();
    this.list.scrollTop = 0;
  }

  renew() {
    this.moved = false;
    this.typed?.(this.input.value);
    this.narrow();
  }

  get words() {
    return fold(this.input.value).split(/\s+/).filter(Boolean);
  }

  get shown() {
    return [...this.list.querySelectorAll(".choice")].filter((one) => !one.hidden && !one.closest(".chooser-group[hidden]"));
  }

  /** Show what matches, hide what does not; whatever was marked by hand stays marked. */
  narrow() {
    const words = this.words;
    for (const group of this.list.querySelectorAll(".chooser-group:not([data-group=recent], [data-group=search])")) {
      const choices = [...group.querySelectorAll(".choice")];
      for (const choice of choices) choice.hidden = !matches(choice, words);
      group.hidden = choices.every((choice) => choice.hidden);
    }
    this.settle();
  }

  settle() {
    const shown = this.shown;
    if (!this.moved || !shown.includes(this.active)) this.mark(shown[0] ?? null);
    this.list.hidden = shown.length === 0;
    this.input.setAttribute("aria-expanded", String(shown.length > 0));
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(shown.length), 600);
  }

  tell(count) {
    const { toldOne, toldMany, toldNone } = this.dialog.dataset;
    const told = count === 1 ? toldOne : toldMany;
    const place = this.dialog.querySelector("[data-told]");
    place.textContent = count ? told.replace("%s", count) : toldNone;
    place.classList.toggle("visually-hidden", count > 0);
  }

  mark(choice, { scroll = true } = {}) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = choice;
    if (!choice) return this.input.removeAttribute("aria-activedescendant");
    choice.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", choice.id);
    if (scroll) choice.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (this.active) this.choose(this.active, event);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = this.shown;
    if (!shown.length) return;
    const at = shown.indexOf(this.active) + step;
    const round = Math.abs(step) === 1;
    this.moved = true;
    this.mark(shown[round ? (at + shown.length) % shown.length : Math.max(0, Math.min(shown.length - 1, at))]);
  }
}
