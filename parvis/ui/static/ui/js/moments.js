// "3 hours ago" stays true while the page stands open, in the words in which the server said it
// (ui/moments.py); the exact moment, in the reader's own zone, is told on hover.
const MINUTE = 60000;
const UNITS = [["day", 1440], ["hour", 60], ["minute", 1]];
const WEEK = 7 * 1440;
let relative;
let exact;

function renew() {
  for (const element of document.querySelectorAll("time[data-ago]")) {
    const minutes = (Date.now() - Date.parse(element.dateTime)) / MINUTE;
    if (minutes >= WEEK) continue; // the day, which the server has said
    const [unit, length] = UNITS.find(([, one]) => minutes >= one) ?? UNITS.at(-1);
    relative ??= new Intl.RelativeTimeFormat(document.documentElement.lang);
    const words = relative.format(-Math.max(1, Math.floor(minutes / length)), unit);
    if (element.textContent !== words) element.textContent = words;
  }
}

renew(); // a page from the browser's memory is as old as it is
setInterval(renew, MINUTE);
document.addEventListener("visibilitychange", renew);

document.addEventListener("pointerover", ({ target }) => {
  const element = target.closest?.("time[data-ago]:not([title])");
  if (!element) return;
  exact ??= new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  element.title = exact.format(Date.parse(element.dateTime));
});
