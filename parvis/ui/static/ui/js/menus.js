// <details class="menu">: Esc and a click elsewhere close it, arrows walk, focus returns.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  if (event.target.closest?.(".emoji-panel")) return;
  for (const menu of open()) {
    const inside = menu.contains(event.target);
    const chosen = event.target.closest?.(".menu-item, .react-choice");
    if (!inside || (chosen && menu.contains(chosen) && !chosen.matches("[data-stay], [data-emoji]"))) {
      // let the choice's own request start first
      setTimeout(() => close(menu));
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return closeLast(event);
  const menu = event.target.closest?.("details.menu[open]");
  const step = stepOf(event.key, menu);
  if (!menu || !step) return;
  const items = [...menu.querySelectorAll(".menu-item, .react-choice")].filter((item) => !item.disabled);
  if (!items.length) return;
  event.preventDefault();
  const now = items.indexOf(document.activeElement);
  items[(now + step + items.length) % items.length].focus();
});

function stepOf(key, menu) {
  if (!menu) return 0;
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  const on = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const flat = menu.querySelector(".react-list");
  if (key === "ArrowDown" || (flat && key === on)) return 1;
  return key === "ArrowUp" || (flat && key === back) ? -1 : 0;
}

function closeLast(event) {
  const menu = [...open()].pop();
  if (!menu) return;
  event.preventDefault();
  close(menu);
}

// What has the focus inside would lose it: it goes to what opens the menu.
function close(menu) {
  const inside = menu.contains(document.activeElement);
  menu.removeAttribute("open");
  if (inside) menu.querySelector("summary").focus({ preventScroll: true });
}
