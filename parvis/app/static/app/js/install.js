// Installing is offered once, to who comes back: not on the first pages, never again after a no.
const KEY = "install";
const AFTER = 5; // pages
const offer = document.getElementById("install");
const known = read();
let prompt = null;

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? { pages: 0 };
  } catch {
    return { pages: 0, answered: true }; // nothing can be remembered: then nothing is asked
  }
}

function keep(changes) {
  Object.assign(known, changes);
  try {
    localStorage.setItem(KEY, JSON.stringify(known));
  } catch {
    known.answered = true;
  }
}

keep({ pages: known.pages + 1 });

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  prompt = event;
  for (const place of document.querySelectorAll("[data-installable]")) place.hidden = false;
  const signedIn = document.body.dataset.livePerson;
  if (offer && signedIn && !known.answered && known.pages > AFTER) offer.hidden = false;
});

addEventListener("appinstalled", () => {
  keep({ answered: true });
  if (offer) offer.hidden = true;
});

document.addEventListener("click", async ({ target }) => {
  if (target.closest?.("[data-later]")) {
    keep({ answered: true });
    offer.hidden = true;
  }
  if (target.closest?.("[data-install]") && prompt) {
    keep({ answered: true });
    offer.hidden = true;
    await prompt.prompt();
    prompt = null;
  }
});
