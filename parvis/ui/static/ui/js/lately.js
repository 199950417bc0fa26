// What one chose lately in the palette, kept in this browser alone and forgotten on signing out.
const PREFIX = "lately:";
const KEY = `${PREFIX}${document.body.dataset.livePerson ?? ""}`;
const MOST = 5;

/** The last choices, the newest first: [{href, label, hint}]. */
export function lately() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]").filter(({ href }) => href?.startsWith("/"));
  } catch {
    return [];
  }
}

/** Remember a choice as the newest. */
export function note(choice) {
  try {
    const others = lately().filter(({ href }) => href !== choice.href);
    localStorage.setItem(KEY, JSON.stringify([choice, ...others].slice(0, MOST)));
  } catch {
    // a full or forbidden storage: it is a comfort only
  }
}

/** Forget everybody's. */
export function forgetLately() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
