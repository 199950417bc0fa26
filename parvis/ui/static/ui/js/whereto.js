// Where to post: the composer's list of places becomes a button that opens a searchable one; and
// who will see it is said in words before it is sent. Without scripts the list itself serves.
import { all, onContent } from "./content.js";
import { Chooser } from "./chooser.js";

const SELECT = "select.composer-place";
let chooser;
let template;
let current;

const chosen = (select) => select.selectedOptions[0];

function sign(name) {
  return template.content.querySelector(`[data-sign="${CSS.escape(name)}"]`)?.firstElementChild.cloneNode(true) ?? "";
}

function tell(select) {
  const option = chosen(select);
  const form = select.form;
  const who = form.querySelector("[data-who]:not(option)");
  if (!option || !who) return;
  who.textContent = option.dataset.who;
  const place = form.querySelector(".composer-who-sign");
  const icon = template && sign(option.dataset.sign);
  if (icon) {
    icon.setAttribute("width", "16");
    icon.setAttribute("height", "16");
    place.replaceChildren(icon);
  }
  const button = form.querySelector(".composer-where");
  if (button) button.firstElementChild.textContent = option.dataset.name;
}

function enhance(select) {
  if (select.dataset.enhanced) return;
  select.dataset.enhanced = "1";
  template = document.getElementById("composer-places") ?? template;
  if (select.options.length > 1 && template) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet composer-where";
    button.setAttribute("aria-haspopup", "dialog");
    const label = document.createElement("span");
    label.dir = "auto";
    button.append(label);
    button.addEventListener("click", () => open(select));
    select.before(button);
    select.hidden = true;
    const words = select.getAttribute("aria-label");
    button.setAttribute("aria-description", words);
  }
  select.addEventListener("change", () => tell(select));
  tell(select);
}

function open(select) {
  current = select;
  if (!chooser) {
    const dialog = template.content.querySelector("dialog").cloneNode(true);
    document.body.append(dialog);
    chooser = new Chooser(dialog, { choose });
  }
  const group = chooser.list.querySelector(".chooser-group");
  group.replaceChildren(...[...select.options].map(row));
  chooser.open();
  chooser.moved = true;
  chooser.mark(document.getElementById(`place-${select.value}`));
}

function row({ value, dataset }) {
  const choice = Object.assign(document.createElement("div"), { className: "choice", id: `place-${value}` });
  choice.setAttribute("role", "option");
  choice.setAttribute("aria-selected", "false");
  choice.dataset.place = value;
  const icon = Object.assign(document.createElement("span"), { className: "choice-sign" });
  icon.append(sign(dataset.sign));
  const text = Object.assign(document.createElement("span"), { className: "choice-text" });
  const name = Object.assign(document.createElement("span"), { className: "choice-label", textContent: dataset.name, dir: "auto" });
  text.append(name, Object.assign(document.createElement("span"), { className: "choice-hint", textContent: dataset.who }));
  choice.append(icon, text);
  return choice;
}

function choose(choice) {
  chooser.dialog.close();
  current.value = choice.dataset.place;
  current.dispatchEvent(new Event("change", { bubbles: true }));
  current.form.querySelector(".composer-where")?.focus();
}

document.addEventListener("reset", ({ target }) => {
  setTimeout(() => all(target, SELECT).forEach(tell));
});

onContent((root) => all(root, SELECT).forEach(enhance));
